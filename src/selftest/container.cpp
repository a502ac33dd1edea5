#include "selftest/container.hpp"

#include <algorithm>
#include <cmath>

#include "golden/tensors.hpp"

namespace yologold::selftest {
namespace {

/// The bits of a number that a format of 16 bits holds: sign, exponent, significand.
std::uint16_t bits_of(double x, const bounds::Format& f) {
  // Write what is no finite number with the highest exponent.
  const int fraction = f.precision - 1;
  const auto sign = static_cast<unsigned>(std::signbit(x)) << 15, infinite = static_cast<unsigned>(f.most - f.least + 2) << fraction;
  if (!std::isfinite(x)) return static_cast<std::uint16_t>(sign | infinite | (std::isnan(x) ? 1U << (fraction - 1) : 0U));

  // The hidden bit of a normal number counts the exponent up by one; a subnormal number has none.
  const int exponent = x == 0 ? f.least : std::max(std::ilogb(x), f.least);
  const auto significand = static_cast<unsigned>(std::ldexp(std::abs(x), fraction - exponent));
  return static_cast<std::uint16_t>(sign | ((static_cast<unsigned>(exponent - f.least) << fraction) + significand));
}

template <class T, class Convert>
Tensor converted(TensorType type, const std::vector<std::int64_t>& shape, const std::vector<double>& values, const bounds::Format& format,
                 const Convert& convert) {
  std::vector<T> narrow;
  narrow.reserve(values.size());
  for (const double x : values) narrow.push_back(convert(format.round(x)));
  return make_tensor(type, shape, narrow);
}

}  // namespace

TensorType container_of(const bounds::Format& format) {
  for (const TensorType type : {TensorType::f16, TensorType::bf16, TensorType::f64})
    if (format.name == yologold::name_of(type)) return type;
  return TensorType::f32;
}

Tensor contain(const bounds::Format& format, const std::vector<std::int64_t>& shape, const std::vector<double>& values) {
  const TensorType type = container_of(format);
  if (type == TensorType::f64) return make_tensor(type, shape, values);
  if (type == TensorType::f32) return converted<float>(type, shape, values, format, [](double x) { return static_cast<float>(x); });
  return converted<std::uint16_t>(type, shape, values, format, [&](double x) { return bits_of(x, format); });
}

}  // namespace yologold::selftest
