#include <cmath>

#include "choices.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// Two truths in one slot of zero logits: A of class 0, the box exactly, and B of classes 1 and 2, smaller, of weight 3.
Sample two_in_a_slot() {
  static const std::int32_t more[] = {2};
  Sample sample = blank(2, 1, {{.25, .5, .125, .125, 0}, {.25, .5, .1, .125, 1, false, 3}});
  sample.truths[1].more_classes = more;
  return sample;
}

/// The gradient of channels 4 .. 7 in cell 0: objectness and classes.
std::vector<double> slopes(const Variant& variant, const Sample& sample) {
  const ref::Result result = sample.evaluate(variant, ref::Precision::mpfr);
  std::vector<double> values;
  for (std::int64_t k = 4; k < 8; k++) values.push_back(result.gradients[0][at(sample.shapes[0], 0, 0, k, 0, 0)]);
  return values;
}

using Values = std::vector<double>;

Report report(const Variant& variant, const Sample& sample) { return sample.evaluate(variant, ref::Precision::mpfr).report; }

}  // namespace

TEST_CASE("truths in one slot share objectness and classes by rule") {
  Variant variant = single(Family::v3);
  const Sample sample = two_in_a_slot();
  const auto with = [&](Collision collision, ClassCollision classes) {
    variant.collision = collision;
    variant.class_collision = classes;
    return slopes(variant, sample);
  };
  // sigma(0) - y is 1/2 or -1/2, times 1 for A and 3 for B.
  CHECK(with(Collision::sum, ClassCollision::per_pair) == Values{-1.5, 1, -1, -1});
  CHECK(with(Collision::mean, ClassCollision::per_pair) == Values{-1.5, .5, -.5, -.5});
  CHECK(with(Collision::first_wins, ClassCollision::per_pair) == Values{-.5, -.5, .5, .5});
  CHECK(with(Collision::best_iou_wins, ClassCollision::per_pair) == Values{-.5, -.5, .5, .5});
  CHECK(with(Collision::last_wins, ClassCollision::per_pair) == Values{-1.5, 1.5, -1.5, -1.5});
  CHECK(with(Collision::first_wins, ClassCollision::multi_hot) == Values{-.5, -1.5, -1.5, -1.5});
  CHECK(with(Collision::first_wins, ClassCollision::overwrite) == Values{-.5, 1.5, -1.5, -1.5});
}

TEST_CASE("truths in one cell of v1 share classes by rule") {
  Variant variant = single(Family::v1);
  variant.activation = Activation::linear;
  variant.size_error = SizeError::none;
  Sample sample = two_in_a_slot();
  sample.shapes[0].shared_classes = true;
  const auto with = [&](CellSharing sharing) {
    variant.cell_sharing = sharing;
    const std::vector<double> all = slopes(variant, sample);
    return Values(all.begin() + 1, all.end());
  };
  CHECK(with(CellSharing::union_) == Values{-6, -6, -6});
  CHECK(with(CellSharing::sum) == Values{-2, -6, -6});
  CHECK(with(CellSharing::first_wins) == Values{-2, 0, 0});
  CHECK(with(CellSharing::last_wins) == Values{0, -6, -6});
}

TEST_CASE("labels are smoothed as written") {
  Variant variant = single(Family::v4);
  const Sample sample = blank(2, 1, {{.25, .5, .125, .125, 0}});
  const auto with = [&](LabelSmoothing smoothing) {
    variant.label_smoothing = smoothing;
    return slopes(variant, sample);
  };
  const Values half = with(LabelSmoothing::half_eps), over = with(LabelSmoothing::eps_over_c), clipped = with(LabelSmoothing::clipped);
  CHECK(half[1] == Approx(-.45).epsilon(1e-15));
  CHECK(half[2] == Approx(.45).epsilon(1e-15));
  CHECK(over[1] == Approx(-.4 - .1 / 3).epsilon(1e-15));
  CHECK(over[2] == Approx(.5 - .1 / 3).epsilon(1e-15));
  CHECK(clipped[1] == Approx(-.475).epsilon(1e-15));
  CHECK(clipped[3] == Approx(.475).epsilon(1e-15));
}

TEST_CASE("the prior gate shuts out coordinates, the pair, or the slot") {
  Variant variant = single(Family::v3);
  const Sample sample = blank(2, 1, {{.25, .5, .25, .25, 0}});  // shape IOU 1/4
  const auto with = [&](PriorGate gate) {
    variant.prior_gate = gate;
    return report(variant, sample);
  };
  const Report coordinates = with(PriorGate::coordinates), off = with(PriorGate::off), all = with(PriorGate::gate_all), ignore = with(PriorGate::as_ignore);
  CHECK((coordinates.terms[0].coord == 0 && coordinates.pairs.at(0).gated && coordinates.positives == 1));
  const double error = 2 * std::log(2.0) * std::log(2.0) * (2 - 1.0 / 16);
  CHECK(off.terms[0].coord == Approx(error).epsilon(1e-15));
  CHECK((!off.pairs.at(0).gated && off.negatives == 1));
  CHECK((all.pairs.empty() && all.positives == 0 && all.negatives == 2 && all.truths == 1));
  CHECK((ignore.pairs.empty() && ignore.ignored == 1 && ignore.negatives == 1));

  // Exactly at the threshold is not above it.
  variant.gate_thresh = .25;
  CHECK(with(PriorGate::coordinates).pairs.at(0).gated);
}

TEST_CASE("the ignore rules spare the second anchor") {
  // Its shape IOU, and the IOU of its box, with the truth is 8/9.
  Variant variant = single(Family::v3, 2);
  variant.noobj = Noobj::complement_minus_ignored;
  Sample sample = blank(2, 1, {{.25, .5, .125, .125, 0}}, 2);
  const auto ignored = [&](Ignore rule) {
    variant.ignore = rule;
    return report(variant, sample).ignored;
  };
  CHECK(ignored(Ignore::off) == 0);
  CHECK(ignored(Ignore::prior) == 1);
  CHECK(ignored(Ignore::decoded) == 1);
  CHECK(ignored(Ignore::decoded_same_class) == 1);
  CHECK(ignored(Ignore::decoded_any_class) == 1);

  // Another class is more probable, though hardly.
  const auto logit = [&](std::int64_t k) -> double& { return sample.data[0][at(sample.shapes[0], 0, 1, k, 0, 0)]; };
  logit(5) = -3, logit(6) = -2, logit(7) = -2;
  CHECK(ignored(Ignore::decoded_same_class) == 0);
  CHECK(ignored(Ignore::decoded_any_class) == 0);
  logit(7) = -1;
  CHECK(ignored(Ignore::decoded_any_class) == 1);

  // The box moves off, the prior does not.
  logit(0) = 9;
  CHECK(ignored(Ignore::decoded) == 0);
  CHECK(ignored(Ignore::prior) == 1);
  variant.ignore_thresh = 8.0 / 9;  // the f64 below 8/9
  CHECK(ignored(Ignore::prior) == 1);
  variant.ignore_thresh = std::nextafter(8.0 / 9, 1);
  CHECK(ignored(Ignore::prior) == 0);
}

TEST_CASE("object-free cells leave the other slots of a truth's cell without a role") {
  Variant variant = single(Family::v2, 2);
  variant.noobj = Noobj::object_free_cells;
  const ref::Result result = blank(2, 1, {{.25, .5, .125, .125, 0}}, 2).evaluate(variant, ref::Precision::f64);
  CHECK(result.stages[0].role == std::vector<Role>{Role::positive, Role::negative, Role::none, Role::negative});
  CHECK(result.report.negatives == 2);
}

TEST_CASE("darknet's delta of v3 compares offsets, though the loss compares logits") {
  Variant variant = single(Family::v3);
  variant.gradient = Gradient::darknet_delta;
  variant.coordinate_scale = CoordinateScale::off;
  const Sample sample = blank(2, 1, {{.375, .5, .0625, .125, 0}});  // off_x 3/4, half as wide as the anchor
  variant.prior_gate = PriorGate::off;
  const ref::Result result = sample.evaluate(variant, ref::Precision::mpfr);
  const auto delta = [&](std::int64_t k) { return result.gradients[0][at(sample.shapes[0], 0, 0, k, 0, 0)]; };
  CHECK(delta(0) == .25);
  CHECK(delta(1) == 0);
  CHECK(delta(2) == -std::log(2.0));
  CHECK(delta(4) == .5);
  CHECK(result.report.terms[0].coord == Approx(std::log(3.0) * std::log(3.0) + std::log(2.0) * std::log(2.0)).epsilon(1e-15));
}
