#include "files/read.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

std::string sample(const std::string& name) { return data_path("files/" + name); }

template <class T>
Tensor values(TensorType type) {
  return tensor_of<T>(type, {2, 3}, {0, 1, 2, 3, 4, 120});
}

// 0 1 2 3 4 120 as binary16.
Tensor half_values() { return tensor_of<std::uint16_t>(TensorType::f16, {2, 3}, {0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x5780}); }

}  // namespace

TEST_CASE("files of numpy read as numpy meant them, in every type") {
  CHECK(read_npy(sample("u1.npy")) == values<std::uint8_t>(TensorType::u8));
  CHECK(read_npy(sample("i1.npy")) == values<std::int8_t>(TensorType::i8));
  CHECK(read_npy(sample("i4.npy")) == values<std::int32_t>(TensorType::i32));
  CHECK(read_npy(sample("i8.npy")) == values<std::int64_t>(TensorType::i64));
  CHECK(read_npy(sample("f2.npy")) == half_values());
  CHECK(read_npy(sample("f4.npy")) == values<float>(TensorType::f32));
  CHECK(read_npy(sample("f8.npy")) == values<double>(TensorType::f64));
}

TEST_CASE("numpy's versions, a scalar and an empty array") {
  CHECK(read_npy(sample("version2.npy")) == values<float>(TensorType::f32));
  CHECK(read_npy(sample("version3.npy")) == values<float>(TensorType::f32));
  CHECK(read_npy(sample("scalar.npy")) == tensor_of<double>(TensorType::f64, {}, {2.5}));
  CHECK(read_npy(sample("empty.npy")) == tensor_of<float>(TensorType::f32, {2, 0, 3}, {}));
}

TEST_CASE("numpy's binary16 specials keep their bits") {
  const auto bits = tensor_of<std::uint16_t>(TensorType::f16, {8}, {0, 0x8000, 0x7c00, 0xfc00, 0x7e00, 1, 0x8400, 0x7bff});
  CHECK(read_npy(sample("special_f2.npy")) == bits);
}

TEST_CASE("numpy's archives, stored and deflated") {
  for (const char* name : {"stored.npz", "deflated.npz"}) {
    CAPTURE(name);
    const Tensors tensors = read_npz(sample(name));
    REQUIRE(tensors.size() == 3);
    CHECK(tensors.at("a") == values<float>(TensorType::f32));
    CHECK(tensors.at("c") == tensor_of<std::uint16_t>(TensorType::f16, {}, {0x3800}));
    const Tensor& counted = tensors.at("b");
    REQUIRE((counted.type == TensorType::i64 && counted.shape == std::vector<std::int64_t>{500}));
    for (std::size_t i = 0; i < 500; ++i) REQUIRE(load<std::int64_t>(counted.bytes, i * 8) == static_cast<std::int64_t>(i));
  }
}

TEST_CASE("what numpy writes and is not read is refused by name") {
  const auto fault = [](const char* name) { return fault_of([&] { read_npy(sample(name)); }); };
  const std::string types = "; allowed: |u1, |i1, <i4, <i8, <f2, <f4, <f8";
  CHECK(fault("fortran.npy") == sample("fortran.npy") + ": is in Fortran order; allowed: C order: numpy.ascontiguousarray");
  CHECK(fault("big_endian.npy") == sample("big_endian.npy") + ": big-endian type '>f4'" + types);
  CHECK(fault("object.npy") == sample("object.npy") + ": object type '|O'" + types);
  CHECK(fault("bool.npy") == sample("bool.npy") + ": unknown type '|b1'" + types);
  CHECK(fault("structured.npy") == sample("structured.npy") + ": structured types are not read; allowed: one plain type");
}
