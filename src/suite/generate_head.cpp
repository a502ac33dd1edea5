#include <cstring>
#include <limits>

#include "suite/converge.hpp"
#include "suite/generate.hpp"
#include "suite/infer_shape.hpp"
#include "suite/locate.hpp"
#include "suite/random.hpp"

namespace yologold {
namespace {

// Channels of a predictor: 0-3 tx ty tw th, 4 to, 5... classes.
bool is_size(std::int64_t channel) { return channel == 2 || channel == 3; }

double trained_value(const Random& r, std::uint64_t e, std::int64_t channel) {
  const double spread = r.normal(e, 0);
  if (channel < 4) return 0.5 * spread;
  const bool raised = r.uniform(e, 4) < 1.0 / 64;
  return (raised ? 2.0 : channel == 4 ? -5.0 : -4.0) + spread;
}

// Where a v1 network emits values instead of logits, a trained one emits them in (0, 1): a rational stand-in for sigma.
double as_emitted(double t, const Variant& v, std::int64_t channel) { return emits_value(v, channel) ? 0.5 + 0.5 * t / (1 + (t < 0 ? -t : t)) : t; }

double non_finite_value(const Random& r, std::uint64_t e) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  switch (r.integer(e, 4, 0, 149)) {
    case 0:
      return std::numeric_limits<double>::quiet_NaN();
    case 1:
      return inf;
    case 2:
      return -inf;
    default:
      return r.normal(e, 0);
  }
}

double value(const Generated& what, const Variant& v, const Random& r, std::uint64_t e, std::int64_t channel) {
  switch (what.fill) {
    case Fill::normal:
      return r.normal(e, 0);
    case Fill::trained:
    case Fill::converged:
      return as_emitted(trained_value(r, e, channel), v, channel);
    case Fill::saturated:
      return r.sign(e, 0) * (20 + 17 * r.uniform(e, 1)) * (is_size(channel) ? 0.25 : 1.0);
    case Fill::zero:
      return 0;
    case Fill::huge:
      return r.sign(e, 0) * (80 - 40 * r.uniform(e, 1));
    case Fill::tied:
      return 0.5 * static_cast<double>(r.integer(e, 0, -4, 4));
    case Fill::integers:
      return static_cast<double>(r.integer(e, 0, -3, 3));
    case Fill::subnormal:
      return r.sign(e, 0) * (what.dtype == DType::f64 ? 0x1p-1023 : 0x1p-127) * r.uniform(e, 1);
    case Fill::non_finite:
      return non_finite_value(r, e);
  }
  return 0;
}

// The element's number in the order n a k y x; for ties all predictors of a cell share one.
std::uint64_t element(const HeadShape& s, bool tied, const Address& at) {
  const std::int64_t channels = 5 + s.c;
  return static_cast<std::uint64_t>((((at.image * s.a + (tied ? 0 : at.anchor)) * channels + at.channel) * s.h + at.y) * s.w + at.x);
}

}  // namespace

bool emits_value(const Variant& v, std::int64_t channel) {
  const bool linear = v.activation == Activation::linear || v.activation == Activation::linear_sqrt;
  return v.family == Family::v1 && (linear || (v.activation == Activation::softmax_off && channel > 4));
}

Tensor generate_head(const Generated& what, const Variant& variant, const HeadShape& s, std::size_t head, LayoutName layout_name, const Truths& truths,
                     std::uint64_t seed, const std::string& id) {
  // Make every logit, in f64 and in the layout.
  const Random random(seed, id, head + 1);
  const Layout layout = layout_of(layout_name, s);
  const bool tied = what.fill == Fill::tied;
  std::vector<double> values(static_cast<std::size_t>(s.elements()));
  for_each_element(s, layout, static_cast<std::int64_t>(head), [&](const Address& at, std::int64_t offset) {
    values[static_cast<std::size_t>(offset)] = value(what, variant, random, element(s, tied, at), at.channel);
  });
  if (what.fill == Fill::converged) converge(values, variant, s, head, layout, truths, random);

  // Round to the type of the inputs.
  Tensor tensor{what.dtype == DType::f64 ? TensorType::f64 : TensorType::f32, tensor_shape(layout_name, s), {}};
  tensor.bytes.resize(values.size() * size_of(tensor.type));
  if (what.dtype == DType::f64) {
    if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  } else {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto rounded = static_cast<float>(values[i]);
      std::memcpy(tensor.bytes.data() + 4 * i, &rounded, 4);
    }
  }
  return tensor;
}

}  // namespace yologold
