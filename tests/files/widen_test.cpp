#include <cmath>
#include <limits>

#include "files/half.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

float float_of(std::uint32_t bits) { return std::bit_cast<float>(bits); }

template <class T>
std::vector<T> values_of(const Tensor& tensor) {
  std::vector<T> values(tensor.bytes.size() / sizeof(T));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = load<T>(tensor.bytes, i * sizeof(T));
  return values;
}

}  // namespace

TEST_CASE("every binary16 widens to what IEEE 754 says it is") {
  for (unsigned half = 0; half < 0x10000; ++half) {
    const int sign = half >> 15 ? -1 : 1, exponent = static_cast<int>(half >> 10 & 31), fraction = static_cast<int>(half & 1023);
    const float wide = float_of(widen_f16(static_cast<std::uint16_t>(half)));
    CAPTURE(half);
    REQUIRE(std::signbit(wide) == (sign < 0));
    if (exponent == 31 && fraction)
      REQUIRE((std::isnan(wide) && (std::bit_cast<std::uint32_t>(wide) >> 13 & 1023) == static_cast<unsigned>(fraction)));
    else if (exponent == 31)
      REQUIRE(wide == sign * std::numeric_limits<float>::infinity());
    else
      REQUIRE(wide == static_cast<float>(sign * (exponent ? std::ldexp(1024 + fraction, exponent - 25) : std::ldexp(fraction, -24))));
  }
}

TEST_CASE("bfloat16 is the upper half of an f32") {
  CHECK(float_of(widen_bf16(0x3f80)) == 1.0f);
  CHECK(float_of(widen_bf16(0xc2f7)) == -123.5f);
  CHECK(float_of(widen_bf16(0x0001)) == std::ldexp(1.0f, -133));
  CHECK(float_of(widen_bf16(0xff80)) == -std::numeric_limits<float>::infinity());
  CHECK(std::isnan(float_of(widen_bf16(0x7fc1))));
}

TEST_CASE("widen: halves become f32, integers f64, f32 and f64 stay") {
  const Tensor halves = widen(tensor_of<std::uint16_t>(TensorType::f16, {2, 1}, {0x3c00, 0x0001}));
  CHECK((halves.type == TensorType::f32 && halves.shape == std::vector<std::int64_t>{2, 1}));
  CHECK(values_of<float>(halves) == std::vector<float>{1, std::ldexp(1.0f, -24)});
  CHECK(values_of<float>(widen(tensor_of<std::uint16_t>(TensorType::bf16, {1}, {0x4049}))) == std::vector<float>{3.140625f});
  CHECK(values_of<double>(widen(tensor_of<std::uint8_t>(TensorType::u8, {2}, {0, 255}))) == std::vector<double>{0, 255});
  CHECK(values_of<double>(widen(tensor_of<std::int8_t>(TensorType::i8, {2}, {-128, 127}))) == std::vector<double>{-128, 127});
  CHECK(values_of<double>(widen(tensor_of<std::int32_t>(TensorType::i32, {2}, {INT32_MIN, INT32_MAX}))) == std::vector<double>{-2147483648.0, 2147483647.0});
  CHECK(widen(tensor_of<std::int32_t>(TensorType::i32, {0}, {})).type == TensorType::f64);
  for (const Tensor& same : {tensor_of<float>(TensorType::f32, {1}, {0.1f}), tensor_of<double>(TensorType::f64, {1}, {0.1})}) CHECK(widen(same) == same);
}

TEST_CASE("widen: a 64-bit integer must be an exact f64") {
  constexpr std::int64_t edge = std::int64_t{1} << 53;
  const std::vector<double> exact{-9223372036854775808.0, 9007199254740992.0, -9007199254740991.0, 9007199254740994.0, 0};
  CHECK(values_of<double>(widen(tensor_of<std::int64_t>(TensorType::i64, {5}, {INT64_MIN, edge, 1 - edge, edge + 2, 0}))) == exact);
  for (const std::int64_t value : {edge + 1, -edge - 1, INT64_MAX, INT64_MIN + 1})
    CHECK(fault_of([&] {
            widen(tensor_of<std::int64_t>(TensorType::i64, {2}, {1, value}));
          }) == "element 1: " + std::to_string(value) + " has no exact f64; allowed: integers of at most 53 significant bits");
}

TEST_CASE("widen: bytes that are not those of the shape are refused") {
  CHECK(fault_of([] { widen({TensorType::f16, {2}, std::vector<std::byte>(3)}); }) == "widen: a tensor of 3 bytes can not have the shape (2,) of f16");
  CHECK(fault_of([] { widen({TensorType::u8, {-1}, {}}); }) == "widen: a tensor of 0 bytes can not have the shape (-1,) of u8");
}
