#include <array>
#include <random>

#include "files/read.hpp"
#include "files/write.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

constexpr unsigned round_trip_seed = 20240611;
constexpr std::array every_type{TensorType::u8,  TensorType::i8,   TensorType::i32, TensorType::i64,
                                TensorType::f16, TensorType::bf16, TensorType::f32, TensorType::f64};
const std::vector<std::vector<std::int64_t>> every_shape{{}, {0}, {1}, {7}, {2, 3}, {0, 5}, {5, 0}, {3, 1, 2}, {1, 2, 3, 4, 5}, {300, 301}};

/// Any bits: NaNs with payloads, subnormals and all.
Tensor random_tensor(TensorType type, const std::vector<std::int64_t>& shape, std::mt19937& random) {
  Tensor tensor{type, shape, {}};
  tensor.bytes.resize(static_cast<std::size_t>(tensor.elements()) * size_of(type));
  for (auto& byte : tensor.bytes) byte = static_cast<std::byte>(random());
  return tensor;
}

/// Every type and shape in one map.
Tensors everything(bool with_bf16) {
  std::mt19937 random(round_trip_seed);
  Tensors tensors;
  for (const TensorType type : every_type)
    for (std::size_t i = 0; i < every_shape.size(); ++i)
      if (with_bf16 || type != TensorType::bf16) tensors[std::string(name_of(type)) + "/" + std::to_string(i)] = random_tensor(type, every_shape[i], random);
  return tensors;
}

}  // namespace

TEST_CASE("npy: every type and shape comes back bit for bit") {
  const Scratch scratch;
  for (const auto& [name, tensor] : everything(false)) {
    CAPTURE(round_trip_seed, name);
    write_npy(scratch / "a.npy", tensor);
    CHECK(read_npy(scratch / "a.npy") == tensor);
    CHECK((std::filesystem::file_size(scratch / "a.npy") - tensor.bytes.size()) % 64 == 0);
  }
}

TEST_CASE("npz: every type and shape comes back bit for bit") {
  const Scratch scratch;
  for (const Tensors& tensors : {everything(false), Tensors{}, Tensors{{"", tensor_of<float>(TensorType::f32, {1}, {2})}}}) {
    CAPTURE(round_trip_seed, tensors.size());
    write_npz(scratch / "a.npz", tensors);
    CHECK(read_npz(scratch / "a.npz") == tensors);
    CHECK(read_tensors(scratch / "a.npz") == tensors);
  }
}

TEST_CASE("safetensors: every type and shape, names and metadata come back bit for bit, aligned") {
  const Scratch scratch;
  const std::map<std::string, std::string> metadata{{"", "empty"}, {"numerics", "1"}, {"quote \" and \n", "\xc3\xa9"}};
  for (const Tensors& tensors : {everything(true), Tensors{}, Tensors{{"a \" b/~:c", tensor_of<double>(TensorType::f64, {}, {-0.0})}}}) {
    CAPTURE(round_trip_seed, tensors.size());
    write_safetensors(scratch / "a.safetensors", tensors, metadata);
    CHECK(read_safetensors(scratch / "a.safetensors") == tensors);
    CHECK(read_safetensors_metadata(scratch / "a.safetensors") == metadata);
    const std::string text = slurp(scratch / "a.safetensors");
    CHECK(load<std::uint64_t>(bytes_of_text(text), 0) % 8 == 0);
  }
}

TEST_CASE("safetensors: the file itself is as the format says, its larger items first") {
  const Scratch scratch;
  write_safetensors(scratch / "a.safetensors",
                    {{"a", tensor_of<std::int8_t>(TensorType::i8, {3}, {1, 2, 3})}, {"b", tensor_of<float>(TensorType::f32, {1}, {0})}}, {{"k", "v"}});
  const std::string header =
      R"({"__metadata__":{"k":"v"},"a":{"data_offsets":[4,7],"dtype":"I8","shape":[3]},"b":{"data_offsets":[0,4],"dtype":"F32","shape":[1]}})";
  const std::string padded = header + std::string((8 - header.size() % 8) % 8, ' ');
  CHECK(slurp(scratch / "a.safetensors") ==
        std::string(1, static_cast<char>(padded.size())) + std::string(7, '\0') + padded + std::string("\0\0\0\0\1\2\3", 7));
}

TEST_CASE("npz: equal tensors make equal files, stored under numpy's names") {
  const Scratch scratch;
  const Tensors tensors{{"a", tensor_of<float>(TensorType::f32, {2}, {1, 2})}};
  write_npz(scratch / "a.npz", tensors);
  write_npz(scratch / "b.npz", tensors);
  const std::string text = slurp(scratch / "a.npz");
  CHECK(text == slurp(scratch / "b.npz"));
  CHECK(text.substr(10, 4) == std::string("\0\0\x21\0", 4));  // 1980-01-01, midnight
  CHECK(text.find("a.npy\x93NUMPY") != std::string::npos);
}

TEST_CASE("tensors that a format can not hold are refused, and no file appears") {
  const Scratch scratch;
  const Tensor good = tensor_of<float>(TensorType::f32, {2}, {1, 2}), lying = tensor_of<float>(TensorType::f32, {3}, {1, 2});
  const Tensor bf16 = tensor_of<std::uint16_t>(TensorType::bf16, {1}, {0});
  CHECK(fault_of([&] { write_npy(scratch / "a", bf16); }).ends_with("a .npy can not hold bf16; allowed: safetensors, or another type"));
  CHECK(fault_of([&] { write_npz(scratch / "a", {{"x", bf16}}); }).find("a:x: a .npy can not hold bf16") != std::string::npos);
  for (const auto& write : {std::function([&] { write_npy(scratch / "a", lying); }), std::function([&] {
                              write_npz(scratch / "a", {{"x", lying}});
                            }),
                            std::function([&] {
                              write_safetensors(scratch / "a", {{"x", lying}});
                            })})
    CHECK(fault_of(write).ends_with("a tensor of 8 bytes can not have the shape (3,) of f32"));
  CHECK(fault_of([&] { write_safetensors(scratch / "a", {{"__metadata__", good}}); }).ends_with("a tensor can not be named \"__metadata__\""));
  CHECK(fault_of([&] { write_safetensors(scratch / "a", {{"\xff", good}}); }).ends_with("a name or a metadata text is not UTF-8"));
  CHECK(fault_of([&] { write_npz(scratch / "a", {{std::string("x\0y", 3), good}}); }).ends_with("a name with a zero byte"));
  CHECK(fault_of([&] { write_npz(scratch / "a", {{"\xff", good}}); }) != "");
  CHECK(fault_of([&] {
          write_npy(scratch / "a", {TensorType::u8, std::vector<std::int64_t>(30000, 1), {std::byte{0}}});
        }).find("does not fit into the header") != std::string::npos);
  CHECK(scratch.count() == 0);
}
