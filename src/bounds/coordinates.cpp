#include <algorithm>
#include <cmath>

#include "bounds/activation.hpp"
#include "bounds/logistic.hpp"
#include "bounds/slot.hpp"
#include "bounds/sum.hpp"

namespace yologold::bounds {
namespace {

/// target minus prediction, d prediction/dt, and the product of both.
struct Error {
  Ball error, rate, product;

  Error() = default;
  Error(const Ball& e, const Ball& r) : error(e), rate(r), product(follow(e, r)) {}

  /// Of logarithms: reverse differentiation divides 2 lambda error by the size before it goes on, which may overflow.
  Error(const Ball& e, const Ball& r, const Activated& size, double lambda) : Error(e, r) {
    const double early = std::exp2(std::ceil(std::log2(2 * std::max(1.0, lambda))));
    product = either(1 / early * (early * e / size.value * size.rate), product);
  }
};

using Errors = std::array<Error, 4>;

/// off - x^ within the cell, or (cx W) - (x^ + col) in the grid.
Error offset_error(const Activated& x, const Ball& off, std::int64_t cell, double truth, double cells) {
  const Arithmetic& a = *off.in;
  const Ball place = a.literal(static_cast<double>(cell));
  return {either(a.constant(truth) * a.literal(cells) - (x.value + place), off - x.value), x.rate};
}

/// The errors of both offsets of a slot.
std::array<Error, 2> offset_errors(const Variant& v, const Slot& s, const Truth& truth) {
  const Offset off = offset(s, truth);
  return {offset_error(activated(v, s.t[0]), off.x, s.col, truth.cx, s.grid_w), offset_error(activated(v, s.t[1]), off.y, s.row, truth.cy, s.grid_h)};
}

/// The root, value or logarithm of a v1 size that the network emits, as itself or as its root.
Error emitted_size(const Variant& v, const Ball& t, const Ball& truth) {
  const Activated size = activated_size(v, t);
  const bool is_root = v.activation == Activation::linear_sqrt;
  if (v.size_error == SizeError::none) return {truth - size.value, size.rate};
  if (v.size_error == SizeError::log)
    return {log(truth) - log(size.value), widest((is_root ? 2.0 : 1.0) * (t.in->literal(1) / t), size.rate / size.value), size, v.lambda_coord};
  if (is_root) return {sqrt(truth) - t, t.in->literal(1)};
  const Ball root = sqrt(t);
  return {sqrt(truth) - root, 0.5 * (t.in->literal(1) / root)};
}

/// The root, value or logarithm of a v1 size.
Error v1_size(const Variant& v, const Ball& t, double size) {
  const Ball truth = t.in->constant(size);
  if (emits_values(v)) return emitted_size(v, t, truth);
  const Logistic sigma = logistic(t);
  if (v.size_error == SizeError::none) return {truth - sigma.rise, sigma.slope};
  if (v.size_error == SizeError::log)
    return {log(truth) - log(sigma.rise), either(sigma.slope / sigma.rise, sigma.fall), {sigma.rise, sigma.slope}, v.lambda_coord};
  const Ball root = sqrt(sigma.rise);
  return {sqrt(truth) - root, either(0.5 * (sigma.slope / root), 0.5 * (root * sigma.fall))};
}

Errors v1_errors(const Variant& v, const Slot& s, const Truth& truth) {
  const auto [x, y] = offset_errors(v, s, truth);
  return {x, y, v1_size(v, s.t[2], truth.w), v1_size(v, s.t[3], truth.h)};
}

/// ln(w/pw) - tw
Error log_size(const Ball& t, double truth, double anchor, double per_image) {
  const Arithmetic& a = *t.in;
  const Ball prior = blur(a.constant(anchor) / a.constant(per_image), 1);
  return {log(blur(a.constant(truth), 1) / prior) - t, a.literal(1)};
}

Errors v2_errors(const Variant& v, const Slot& s, const Truth& truth) {
  // Compare the offsets.
  const Arithmetic& a = *s.t[0].in;
  const auto [x, y] = offset_errors(v, s, truth);
  Errors errors{x, y};

  // Compare the sizes in their space.
  if (v.size_space == SizeSpace::t_space) {
    errors[2] = log_size(s.t[2], truth.w, s.anchor_w, s.anchor_per_w), errors[3] = log_size(s.t[3], truth.h, s.anchor_h, s.anchor_per_h);
    return errors;
  }
  const bool grid = v.size_space == SizeSpace::grid, pixel = v.size_space == SizeSpace::pixel;
  const double unit_x = grid ? s.grid_w : pixel ? v.image[0] : 1, unit_y = grid ? s.grid_h : pixel ? v.image[1] : 1;
  const Size size = anchored_size(s, unit_x, unit_y);
  const Ball w = a.constant(truth.w), h = a.constant(truth.h);
  if (v.size_space == SizeSpace::sqrt) {
    const Ball root_w = sqrt(size.w), root_h = sqrt(size.h);
    errors[2] = {sqrt(w) - root_w, either(0.5 * (size.w / root_w), 0.5 * root_w)},
    errors[3] = {sqrt(h) - root_h, either(0.5 * (size.h / root_h), 0.5 * root_h)};
    return errors;
  }
  errors[2] = {w * a.literal(unit_x) - size.w, size.w}, errors[3] = {h * a.literal(unit_y) - size.h, size.h};
  return errors;
}

/// logit(off) - t, off clamped to [eps, 1 - eps].
Error logit_error(const Variant& v, const Ball& t, const Ball& off) {
  const Ball one = t.in->literal(1), eps = t.in->constant(v.offset_eps);
  const Ball inside = most(eps, least(off, one - eps));
  return {either(log(inside / (one - inside)), log(inside) - log1p(-inside)) - t, one};
}

Errors v3_errors(const Variant& v, const Slot& s, const Truth& truth) {
  const Offset off = offset(s, truth);
  return {logit_error(v, s.t[0], off.x), logit_error(v, s.t[1], off.y), log_size(s.t[2], truth.w, s.anchor_w, s.anchor_per_w),
          log_size(s.t[3], truth.h, s.anchor_h, s.anchor_per_h)};
}

/// `squared` of v4, in box_space.
Errors v4_errors(const Variant& v, const Slot& s, const Truth& truth) {
  const BoxPair p = box_pair(v, s, truth);
  return {Error{-either(p.pred.x - p.truth.x, p.dx), p.rates[0]}, Error{-either(p.pred.y - p.truth.y, p.dy), p.rates[1]},
          Error{p.truth.w - p.pred.w, p.rates[2]}, Error{p.truth.h - p.pred.h, p.rates[3]}};
}

/// The sum of squares; under darknet-delta the slopes are the errors.
BoxTerm squares(const Variant& v, const Errors& errors) {
  const auto square = [&](std::size_t i) { return errors[i].error * errors[i].error; };
  const bool delta = v.gradient == Gradient::darknet_delta;
  BoxTerm term{sum({square(0), square(1), square(2), square(3)}), {}};
  for (std::size_t i = 0; i < 4; ++i) term.slopes[i] = delta ? errors[i].error : -(2 * errors[i].product);
  return term;
}

/// v3: the errors of the logits; under darknet-delta the slopes of tx and ty are the errors of the offsets themselves.
BoxTerm v3_term(const Variant& v, const Slot& s, const Truth& truth) {
  BoxTerm term = squares(v, v3_errors(v, s, truth));
  if (v.gradient != Gradient::darknet_delta) return term;
  const auto [x, y] = offset_errors(v, s, truth);
  term.slopes[0] = x.error, term.slopes[1] = y.error;
  return term;
}

BoxTerm unscaled(const Variant& v, const Slot& s, const Truth& truth) {
  switch (v.family) {
    case Family::v1:
      return squares(v, v1_errors(v, s, truth));
    case Family::v2:
      return squares(v, v2_errors(v, s, truth));
    case Family::v3:
      return v3_term(v, s, truth);
    case Family::v4:
      break;
  }
  return v.box_loss == BoxLoss::squared ? squares(v, v4_errors(v, s, truth)) : box_loss(v, box_pair(v, s, truth));
}

/// Multiplies by 2 - w^ h^, whose derivative joins the term.
void scale_by_prediction(const Variant& v, const Slot& s, BoxTerm& term) {
  const Size size = anchored_size(s, 1, 1);
  const Ball area = blur(size.w * size.h, 1), scale = term.value.in->literal(2) - area;
  const Ball part = widest(term.value * area, term.value * size.w * size.h);
  for (Ball& slope : term.slopes) slope = slope * scale;
  if (v.gradient != Gradient::darknet_delta) term.slopes[2] = term.slopes[2] - part, term.slopes[3] = term.slopes[3] - part;
  term.value = term.value * scale;
}

}  // namespace

BoxTerm coordinates(const Variant& v, const Slot& s, const Truth& truth) {
  BoxTerm term = unscaled(v, s, truth);
  if (v.family == Family::v1 || v.coordinate_scale == CoordinateScale::off) return term;
  if (v.coordinate_scale == CoordinateScale::prediction) {
    scale_by_prediction(v, s, term);
    return term;
  }
  const Arithmetic& a = *term.value.in;
  Ball scale = a.literal(2) - a.constant(truth.w) * a.constant(truth.h);
  if (v.coordinate_scale == CoordinateScale::sqrt) scale = sqrt(scale);
  if (v.coordinate_scale == CoordinateScale::squared) scale = scale * scale;
  term.value = term.value * scale;
  for (Ball& slope : term.slopes) slope = slope * scale;
  return term;
}

}  // namespace yologold::bounds
