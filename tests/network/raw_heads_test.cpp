// Published networks with their weights give the raw outputs that OpenCV gave on the same pictures.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "files/read.hpp"
#include "network/weights.hpp"
#include "support/catch.hpp"

namespace yologold {
namespace {

const std::string shared = YG_SHARED_DATA;

struct Published {
  const char *folder, *file;
  std::vector<const char*> heads;
};

const std::vector<Published> published = {
    {"yolo-fastest-1.1_coco", "yolo-fastest-1.1", {"yolo-fastest-1.1_head0_255x10x10", "yolo-fastest-1.1_head1_255x20x20"}},
    {"MobileNetV2-YOLOv3-Nano_voc", "MobileNetV2-YOLOv3-Nano-voc", {"mnv2-nano-voc_head0_75x10x10", "mnv2-nano-voc_head1_75x20x20"}},
};

bool have_shared() {
  if (std::filesystem::is_directory(shared + "/raw-heads")) return true;
  WARN("skipped: " << shared << " is not there");
  return false;
}

std::string stem_of(const Published& p) { return shared + "/darknet-weights/" + p.folder + "/" + p.file; }

std::vector<float> read_images() {
  const Tensor bytes = read_npy(shared + "/raw-heads/input_rgb_u8_320x320.npy");
  std::vector<float> images;
  for (const std::byte b : bytes.bytes) images.push_back(static_cast<float>(b) / 255.0F);
  return images;
}

std::vector<float> read_floats(const std::string& path) {
  const Tensor tensor = read_npy(path);
  std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
  std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

Network load(const Published& p, double epsilon, bool outside = false) {
  NetworkConfig config = load_network(stem_of(p) + ".cfg");
  config.batch_norm.epsilon = epsilon;
  config.batch_norm.epsilon_outside = outside;
  Network network(config);
  CHECK(read_weights(network, stem_of(p) + ".weights") > 0);
  return network;
}

/// The farthest a raw output lies from the stored one.
double distance(Network& network, const Published& p, int pictures) {
  static const std::vector<float> images = read_images();
  const std::size_t picture = 3 * 320 * 320;
  network.resize(pictures, 320, 320);
  double most = 0;
  for (std::size_t first = 0; first < 8; first += static_cast<std::size_t>(pictures)) {
    network.forward(std::span(images).subspan(first * picture, picture * static_cast<std::size_t>(pictures)));
    REQUIRE(network.heads().size() == p.heads.size());
    for (std::size_t h = 0; h < p.heads.size(); ++h) {
      const std::vector<float> stored = read_floats(shared + "/raw-heads/" + p.heads[h] + ".npy");
      const std::span<const float> mine = network.heads()[h].output;
      REQUIRE(mine.size() * 8 == stored.size() * static_cast<std::size_t>(pictures));
      const std::size_t start = first * stored.size() / 8;
      for (std::size_t i = 0; i < mine.size(); ++i) most = std::max(most, std::abs(static_cast<double>(mine[i]) - stored[start + i]));
    }
  }
  return most;
}

TEST_CASE("published weights give the stored raw heads") {
  if (!have_shared()) return;
  for (const Published& p : published) {
    INFO(p.file);
    Network network = load(p, 1e-6);
    const double whole = distance(network, p, 8), single = distance(network, p, 1);
    std::printf("%s: raw heads within %.1e of the stored ones, one by one within %.1e\n", p.file, whole, single);
    CHECK(whole < 1e-4);
    CHECK(single < 1e-4);
  }
}

TEST_CASE("another epsilon gives other heads") {
  if (!have_shared()) return;
  Network inside = load(published[0], 1e-5), outside = load(published[0], 1e-6, true);
  CHECK(distance(inside, published[0], 8) > 1e-3);
  CHECK(distance(outside, published[0], 8) > 1e-4);
}

TEST_CASE("weights survive being written, as darknet's and as safetensors") {
  if (!have_shared()) return;
  const std::string folder = std::filesystem::temp_directory_path() / "yologold-weights-test";
  std::filesystem::create_directories(folder);
  Published small{"yoloface-50k", "yoloface-50k", {}};
  Network network = load(small, 1e-5);
  write_darknet_weights(network, folder + "/a.weights", 77);
  write_weights(network, folder + "/a.safetensors", 78, {{"more", "words"}});
  for (const auto& [file, seen] : {std::pair{"/a.weights", 77}, {"/a.safetensors", 78}}) {
    Network other(network.config(), 5);
    CHECK(read_weights(other, folder + file) == static_cast<std::uint64_t>(seen));
    for (std::size_t i = 0; i < other.parameters().size(); ++i) CHECK(std::ranges::equal(other.parameters()[i].value, network.parameters()[i].value));
    for (std::size_t i = 0; i < other.statistics().size(); ++i) CHECK(std::ranges::equal(other.statistics()[i].value, network.statistics()[i].value));
  }
  CHECK(print_network(read_network_of(folder + "/a.safetensors")) == print_network(network.config()));

  // Byte for byte but for the header's count.
  const auto bytes = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  CHECK(bytes(folder + "/a.weights").substr(20) == bytes(stem_of(small) + ".weights").substr(20));

  // A file too short or too long is refused.
  const std::string all = bytes(folder + "/a.weights");
  std::ofstream(folder + "/short.weights", std::ios::binary) << all.substr(0, all.size() - 4);
  std::ofstream(folder + "/long.weights", std::ios::binary) << all << "four";
  CHECK_THROWS_WITH(read_weights(network, folder + "/short.weights"), Catch::Contains("ends within"));
  CHECK_THROWS_WITH(read_weights(network, folder + "/long.weights"), Catch::Contains("1 numbers more"));
  CHECK(read_first_layers(network, folder + "/short.weights", 3) == 77);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace yologold
