#include <algorithm>
#include <cstring>
#include <map>
#include <ostream>

#include "files/bytes.hpp"
#include "files/write.hpp"
#include "network/weights.hpp"
#include "network/weights_of_layer.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

struct Header {
  std::int32_t major = 0, minor = 2, revision = 0;
};

/// Numbers one after the other, from a file in memory.
struct FloatReader {
  Bytes bytes;
  std::size_t at;
  const std::string& where;

  void read(std::span<float> to, const std::string& name) {
    if (bytes.size() - at < to.size_bytes())
      throw Error(where,
                  "ends within " + name + ", after " + std::to_string((bytes.size() - at) / sizeof(float)) + " of " + std::to_string(to.size()) + " numbers");
    std::memcpy(to.data(), bytes.data() + at, to.size_bytes());
    at += to.size_bytes();
  }
};

/// Reads the header; `at` becomes where the numbers start. @return pictures seen
std::uint64_t read_header(Bytes bytes, std::size_t& at, bool& transposed, const std::string& where) {
  if (bytes.size() < 16) throw Error(where, "is too short for the header of a .weights");
  const Header h{load<std::int32_t>(bytes, 0), load<std::int32_t>(bytes, 4), load<std::int32_t>(bytes, 8)};
  if (h.major < 0 || h.minor < 0 || h.major > 1000000 || h.minor > 1000000)
    throw Error(where, "is no .weights: version " + std::to_string(h.major) + "." + std::to_string(h.minor));
  const bool wide = h.major * 10 + h.minor >= 2 && h.major < 1000 && h.minor < 1000;
  transposed = h.major > 1000 || h.minor > 1000;
  at = wide ? 20 : 16;
  if (bytes.size() < at) throw Error(where, "is too short for the header of a .weights");
  return wide ? load<std::uint64_t>(bytes, 12) : load<std::uint32_t>(bytes, 12);
}

/// Weights of connected layers stood as [inputs, outputs] in old files.
void turn(const Parameter& weights) {
  const auto outputs = static_cast<std::size_t>(weights.shape[0]), inputs = static_cast<std::size_t>(weights.shape[1]);
  const std::vector<float> old(weights.value.begin(), weights.value.end());
  for (std::size_t o = 0; o < outputs; ++o)
    for (std::size_t i = 0; i < inputs; ++i) weights.value[o * inputs + i] = old[i * outputs + o];
}

std::uint64_t read_layers(Network& network, const std::string& path, std::size_t layers, bool to_the_end) {
  const std::vector<std::byte> bytes = read_bytes(path);
  std::size_t at = 0;
  bool transposed = false;
  const std::uint64_t seen = read_header(bytes, at, transposed, path);
  FloatReader reader{bytes, at, path};
  for (std::size_t i = 0; i < layers; ++i)
    for (const Parameter& p : weights_of_layer(network, i)) {
      reader.read(p.value, p.name);
      if (transposed && p.shape.size() == 2 && std::holds_alternative<layers::Connected>(network.config().layers[i].kind)) turn(p);
    }
  if (to_the_end && reader.at != bytes.size())
    throw Error(path,
                "holds " + std::to_string((bytes.size() - reader.at) / sizeof(float)) + " numbers more than the network " + network.config().name + " takes");
  return seen;
}

}  // namespace

std::vector<Parameter> weights_of_layer(const Network& network, std::size_t layer) {
  // Connected layers keep what belongs to batch norm at the end.
  const bool connected = std::holds_alternative<layers::Connected>(network.config().layers[layer].kind);
  static constexpr const char* usual[] = {"biases", "scales", "mean", "variance", "weights"};
  static constexpr const char* of_connected[] = {"biases", "weights", "scales", "mean", "variance"};
  std::vector<Parameter> found;
  for (const char* what : connected ? of_connected : usual)
    for (const auto list : {network.parameters(), network.statistics()})
      for (const Parameter& p : list)
        if (p.name == std::to_string(layer) + "." + what) found.push_back(p);
  return found;
}

std::uint64_t read_darknet_weights(Network& network, const std::string& path) { return read_layers(network, path, network.config().layers.size(), true); }

std::uint64_t read_first_layers(Network& network, const std::string& path, int layers) {
  if (layers < 0 || layers > static_cast<int>(network.config().layers.size()))
    throw Error(path, "is to fill " + std::to_string(layers) + " layers", "0 to " + std::to_string(network.config().layers.size()));
  return read_layers(network, path, static_cast<std::size_t>(layers), false);
}

void write_darknet_weights(const Network& network, const std::string& path, std::uint64_t seen) {
  write_atomically(path, [&](std::ostream& file) {
    const auto put = [&](const void* data, std::size_t bytes) { file.write(static_cast<const char*>(data), static_cast<std::streamsize>(bytes)); };
    const Header header;
    put(&header, sizeof header);
    put(&seen, sizeof seen);
    for (std::size_t i = 0; i < network.config().layers.size(); ++i)
      for (const Parameter& p : weights_of_layer(network, i)) put(p.value.data(), p.value.size_bytes());
  });
}

}  // namespace yologold
