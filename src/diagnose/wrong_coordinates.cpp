#include "bounds/activation.hpp"
#include "diagnose/retakes.hpp"

namespace yologold {
namespace {

using bounds::Ball;
using bounds::BoxTerm;
using bounds::Slot;
using Slopes = std::array<Ball, 4>;

/// The box of a slot, every factor included.
using Boxes = std::function<Slopes(const Bench&, const Bench::Group&)>;

void add(const char* id, const char* sentence, const char* look, Boxes boxes, Retakes& retakes) {
  retakes.add(id, sentence, look, [boxes = std::move(boxes)](const Bench& bench) {
    Patch patch = bench.empty();
    for (const auto& [place, group] : bench.evaluator().slots()) {
      const Slopes slopes = boxes(bench, group);
      for (std::int64_t k = 0; k < 4; ++k) bench.set(patch, Bench::address(group, k), slopes[static_cast<std::size_t>(k)]);
    }
    return patch;
  });
}

Slopes right(const Bench& bench, const Bench::Group& group) {
  const auto all = bench.evaluator().positive(group).slopes;
  return {all[0], all[1], all[2], all[3]};
}

// The derivative of w and h by their logits left out.
Slopes without_exp(const Bench& bench, const Bench::Group& group) {
  const Variant& v = bench.variant();
  const HeadShape& s = bench.shape(group[0]->head);
  const bool grid = v.family == Family::v2 ? v.size_space == SizeSpace::grid : v.box_space == BoxSpace::grid,
             pixel = v.family == Family::v2 ? v.size_space == SizeSpace::pixel : v.box_space == BoxSpace::pixel;
  const auto size = bounds::anchored_size(bench.slot_of(group),
                                          grid    ? static_cast<double>(s.w)
                                          : pixel ? v.image[0]
                                                  : 1,
                                          grid    ? static_cast<double>(s.h)
                                          : pixel ? v.image[1]
                                                  : 1);
  Slopes slopes = right(bench, group);
  slopes[2] = slopes[2] / size.w, slopes[3] = slopes[3] / size.h;
  return slopes;
}

Slopes without_sensitivity(const Bench& bench, const Bench::Group& group) {
  Slopes slopes = right(bench, group);
  const Ball s = bench.arithmetic().constant(bench.slot_of(group).scale_xy);
  slopes[0] = slopes[0] / s, slopes[1] = slopes[1] / s;
  return slopes;
}

Slopes activated_twice(const Bench& bench, const Bench::Group& group, bool chained) {
  const Slot own = bench.slot_of(group);
  const bounds::Logistic x = bounds::logistic(own.t[0]), y = bounds::logistic(own.t[1]);
  Slopes slopes = bench.boxes(group, [&](Slot slot, const Truth& truth) {
    slot.t[0] = x.rise, slot.t[1] = y.rise;
    return bounds::coordinates(bench.variant(), slot, truth);
  });
  if (chained) slopes[0] = slopes[0] * x.slope, slopes[1] = slopes[1] * y.slope;
  return slopes;
}

// Each offset compared with the other's target.
Slopes with_offsets_swapped(const Bench& bench, const Bench::Group& group) {
  return bench.boxes(group, [&](const Slot& slot, Truth truth) {
    const double x = truth.cx * slot.grid_w - static_cast<double>(slot.col), y = truth.cy * slot.grid_h - static_cast<double>(slot.row);
    truth.cx = (static_cast<double>(slot.col) + y) / slot.grid_w, truth.cy = (static_cast<double>(slot.row) + x) / slot.grid_h;
    return bounds::coordinates(bench.variant(), slot, truth);
  });
}

// Two of the channels by a changed variant.
template <class Change>
Slopes by_other(const Bench& bench, const Bench::Group& group, std::size_t first, Change&& change) {
  Variant other = bench.variant();
  change(other);
  const Slopes changed = bench.boxes(group, [&](const Slot& slot, const Truth& truth) { return bounds::coordinates(other, slot, truth); });
  Slopes slopes = right(bench, group);
  slopes[first] = changed[first], slopes[first + 1] = changed[first + 1];
  return slopes;
}

// v3's offsets compared as v2 compares them.
Slopes after_logistic(const Bench& bench, const Bench::Group& group, bool chained) {
  Slopes slopes = by_other(bench, group, 0, [&](Variant& v) {
    v.family = Family::v2, v.size_space = SizeSpace::t_space;
    if (!chained) v.gradient = Gradient::darknet_delta;
  });
  for (std::size_t k = 0; k < 2 && !chained; ++k) slopes[k] = -(2 * slopes[k]);
  return slopes;
}

void add_derivatives(const Variant& v, Retakes& retakes) {
  const bool by_size = (v.family == Family::v2 && v.size_space != SizeSpace::t_space) || v.family == Family::v4;
  if (by_size && v.coordinate_scale != CoordinateScale::prediction)
    add("no-exp-slope", "the derivative of exp is missing: the gradients of tw and th lack the factors w and h of the prediction",
        "the derivative of w = pw e^tw: w itself", without_exp, retakes);
  if (v.family == Family::v4 && std::any_of(v.scale_xy.begin(), v.scale_xy.end(), [](double s) { return s != 1; }))
    add("no-scale-xy-slope", "the grid sensitivity scale_xy is in the box, but not in the derivative of x and y",
        "the derivative of x = s sigma(tx) - (s - 1)/2", without_sensitivity, retakes);
}

void add_activations(const Variant& v, Retakes& retakes) {
  const char* const look = "the activation of x and y: the network may already apply it";
  if (v.family == Family::v3) {
    add(
        "xy-after-logistic", "x and y are compared after the logistic; their logits are wanted", "the space of the errors of x and y",
        [](const Bench& b, const Bench::Group& g) { return after_logistic(b, g, true); }, retakes);
    add(
        "xy-after-logistic-no-slope", "x and y are compared after the logistic, without its derivative; their logits are wanted",
        "the space of the errors of x and y", [](const Bench& b, const Bench::Group& g) { return after_logistic(b, g, false); }, retakes);
    return;
  }
  if (v.family == Family::v1 && bounds::emits_values(v)) return;
  add(
      "xy-logistic-twice", "the logistic is applied twice to x and y, and their gradient handed on as if once", look,
      [](const Bench& b, const Bench::Group& g) { return activated_twice(b, g, false); }, retakes);
  add(
      "xy-logistic-twice-chained", "the logistic is applied twice to x and y, both derivatives taken", look,
      [](const Bench& b, const Bench::Group& g) { return activated_twice(b, g, true); }, retakes);
}

void add_scales(const Variant& v, Retakes& retakes) {
  if (v.family == Family::v1 || v.coordinate_scale == CoordinateScale::off || v.coordinate_scale == CoordinateScale::prediction) return;
  const char* const look = "the factor 2 - w h of the coordinate term";
  const auto off = [](Variant& other) { other.coordinate_scale = CoordinateScale::off; };
  add(
      "coordinate-scale-xy-only", "the factor 2 - w h is on x and y only", look,
      [off](const Bench& b, const Bench::Group& g) { return by_other(b, g, 2, off); }, retakes);
  add(
      "coordinate-scale-wh-only", "the factor 2 - w h is on w and h only", look,
      [off](const Bench& b, const Bench::Group& g) { return by_other(b, g, 0, off); }, retakes);
}

}  // namespace

void add_wrong_coordinates(const Scene& scene, std::vector<Hypothesis>& list) {
  const Variant& v = scene.setting.variant;
  const bool squares = v.family == Family::v1 || v.family == Family::v2;
  if (v.gradient != Gradient::exact || (squares && v.iou_target == IouTarget::differentiated)) return;
  Retakes retakes("box-term", list);
  add_derivatives(v, retakes);
  add_activations(v, retakes);
  add_scales(v, retakes);
  if (v.family != Family::v4)
    add("offsets-swapped", "the offsets of x and y in the cell are exchanged in the targets", "the targets of x and y", with_offsets_swapped, retakes);
}

}  // namespace yologold
