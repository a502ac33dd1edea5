#include <cmath>
#include <limits>

#include "choices.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The terms of both losses are in a ratio.
void check_ratio(const ref::Result& a, const ref::Result& b, double ratio) {
  CHECK(a.report.total == Approx(ratio * b.report.total).epsilon(1e-14));
  for (std::size_t i = 0; i < a.gradients[0].size(); i++) CHECK(a.gradients[0][i] == Approx(ratio * b.gradients[0][i]).epsilon(1e-13).margin(1e-300));
}

}  // namespace

TEST_CASE("reductions divide as they say") {
  for (const Family family : families) {
    Variant variant = usual(family);
    const Sample sample = random_sample(variant, {7, 0});
    const auto with = [&](Reduction reduction) {
      variant.reduction = reduction;
      return sample.evaluate(variant, ref::Precision::f64);
    };
    const ref::Result sum = with(Reduction::sum), elements = with(Reduction::mean_elements);
    check_ratio(with(Reduction::mean_batch), sum, .5);
    check_ratio(with(Reduction::mean_positives), sum, 1.0 / static_cast<double>(sum.report.positives));
    check_ratio(with(Reduction::times_batch), elements, 2);
    check_ratio(with(Reduction::per_image), sum, 1);
    CHECK(sum.report.per_image[0] + sum.report.per_image[1] == Approx(sum.report.total));

    // Head 0 has 2 x 2 x 2 x 3 slots.
    CHECK(elements.report.terms[0].noobj == Approx(sum.report.terms[0].noobj / 24));
    std::int64_t pairs = 0;
    for (const Pair& pair : sum.report.pairs) pairs += pair.head == 0 && !pair.gated;
    CHECK(elements.report.terms[0].coord == Approx(sum.report.terms[0].coord / static_cast<double>(pairs * (family == Family::v4 ? 1 : 4))));
  }
}

TEST_CASE("a head's weight scales all its terms and no other's") {
  Variant variant = usual(Family::v3);
  const Sample sample = random_sample(variant, {});
  const ref::Result plain = sample.evaluate(variant, ref::Precision::f64);
  variant.head_weight = {1, .5};
  const ref::Result weighted = sample.evaluate(variant, ref::Precision::f64);
  CHECK(weighted.gradients[0] == plain.gradients[0]);
  for (std::size_t i = 0; i < plain.gradients[1].size(); i++) CHECK(weighted.gradients[1][i] == .5 * plain.gradients[1][i]);
}

TEST_CASE("a collision leaves one pair, or shares the slot") {
  for (const Family family : families) {
    Variant variant = usual(family);
    const Sample sample = random_sample(variant, {});
    const auto kept = [&](Collision collision) {
      variant.collision = collision;
      std::vector<int> truths;
      for (const Pair& pair : sample.evaluate(variant, ref::Precision::mpfr).report.pairs)
        if (pair.kept && pair.image == 0 && pair.head == 0) truths.push_back(pair.truth);
      return truths;
    };
    const std::vector<int> all = kept(Collision::sum), first = kept(Collision::first_wins), last = kept(Collision::last_wins);
    CHECK(kept(Collision::mean) == all);
    CHECK(first.size() < all.size());
    CHECK(first.size() == last.size());
    CHECK(first != last);
    CHECK(kept(Collision::best_iou_wins).size() == first.size());
  }
}

TEST_CASE("the rule for equal edges shows in the gradient of an exact hit") {
  // The box equals the truth: inter, union and hull move by w h' each way, so IOU turns from +1/w to -1/w.
  Variant variant = usual(Family::v4);
  variant.box_loss = BoxLoss::iou;
  const Sample sample = random_sample(variant, {1, 0, false});
  const std::size_t tw = at(sample.shapes[0], 1, 0, 2, 0, 1), tx = at(sample.shapes[0], 1, 0, 0, 0, 1);
  const auto slope = [&](Subgradient rule, std::size_t i) {
    variant.subgradient = rule;
    return sample.evaluate(variant, ref::Precision::mpfr).gradients[0][i];
  };
  // inter' = r w h with r = 0, 1/2, 1: dIOU/dtw = (r - (1 - r)); of this truth alone, since the other one in the slot is dropped.
  variant.collision = Collision::first_wins;
  CHECK(slope(Subgradient::midpoint, tw) == 0);
  CHECK(slope(Subgradient::strict_zero, tw) == 1);
  CHECK(slope(Subgradient::first, tw) == -1);
  for (const Subgradient rule : {Subgradient::midpoint, Subgradient::strict_zero, Subgradient::first}) CHECK(slope(rule, tx) == 0);
}

TEST_CASE("darknet's delta is minus half the gradient where the activation is linear") {
  Variant variant = usual(Family::v1);
  variant.activation = Activation::linear;
  variant.size_error = SizeError::none;
  const Sample sample = random_sample(variant, {4, 1});
  const ref::Result exact = sample.evaluate(variant, ref::Precision::mpfr);
  variant.gradient = Gradient::darknet_delta;
  const ref::Result delta = sample.evaluate(variant, ref::Precision::mpfr);
  CHECK(delta.report.total == exact.report.total);
  CHECK(exact.report.cost == 0);
  double cost = 0;
  for (std::size_t head = 0; head < 2; head++)
    for (std::size_t i = 0; i < exact.gradients[head].size(); i++) {
      CHECK(delta.gradients[head][i] == -.5 * exact.gradients[head][i]);
      cost += delta.gradients[head][i] * delta.gradients[head][i];
    }
  CHECK(delta.report.cost == Approx(cost).epsilon(1e-14));
}

TEST_CASE("darknet's delta of v3 is the plain difference") {
  Variant variant = usual(Family::v3);
  variant.gradient = Gradient::darknet_delta;
  variant.coordinate_scale = CoordinateScale::off;
  variant.prior_gate = PriorGate::off;
  const Sample sample = random_sample(variant, {4, 1});
  const ref::Result delta = sample.evaluate(variant, ref::Precision::mpfr);
  const HeadStages& stages = delta.stages[0];
  const std::size_t i = at(sample.shapes[0], 0, 0, 4, 1, 2);
  CHECK(delta.gradients[0][i] == (stages.role[5] == Role::positive ? 1.0 : 0.0) - stages.activated[i]);
}

TEST_CASE("bad truths are skipped and listed, or refuse the run") {
  Variant variant = usual(Family::v3);
  Sample sample = random_sample(variant, {1, 3, false});
  const ref::Result clean = sample.evaluate(variant, ref::Precision::f64);
  using Reason = BadTruth::Reason;
  const std::int32_t far[] = {3};
  std::vector<Truth> bad{{not_a_number, .5, .1, .1}, {.5, .5, -1, .1}, {.5, 1.01, .1, .1}, {.5, .5, .1, .1, 3}, {.5, .5, .1, .1}, {.5, .5, .1, .1}};
  bad[4].more_classes = far;
  bad[5].weight = -1;
  sample.truths.insert(sample.truths.end(), bad.begin(), bad.end());
  sample.first[2] += static_cast<std::int64_t>(bad.size());

  const ref::Result skipped = sample.evaluate(variant, ref::Precision::f64);
  CHECK(skipped.report.total == clean.report.total);
  CHECK(skipped.gradients == clean.gradients);
  const std::vector<BadTruth> listed{{1, 4, Reason::not_finite},    {1, 5, Reason::empty_box},     {1, 6, Reason::centre_outside},
                                     {1, 7, Reason::class_outside}, {1, 8, Reason::class_outside}, {1, 9, Reason::bad_weight}};
  CHECK(skipped.report.bad_truths == listed);

  variant.bad_truths = BadTruths::error;
  const ref::Result refused = sample.evaluate(variant, ref::Precision::f64);
  CHECK(refused.report.bad_truths == listed);
  CHECK((refused.gradients.empty() && refused.report.terms.empty()));
}

TEST_CASE("a flagged truth spares the predictions that overlap it, whatever the rule for noobj") {
  for (const Family family : families)
    for (const Noobj noobj : {Noobj::complement, Noobj::object_free_cells}) {
      Variant variant = usual(family);
      variant.noobj = noobj;
      Sample sample = random_sample(variant, {1, 0});
      const ref::Result plain = sample.evaluate(variant, ref::Precision::f64);

      // Lay a flagged truth on the box of a negative slot.
      const HeadStages& stages = plain.stages[1];
      std::size_t slot = 0;
      while (stages.role[slot] != Role::negative) slot++;
      const std::size_t area = 8, plane = slot / area, cell = slot % area;
      const auto part = [&](std::size_t k) { return stages.boxes[(plane * 4 + k) * area + cell]; };
      REQUIRE(plane < 2);
      sample.truths[5] = {part(0), part(1), part(2), part(3)};
      sample.truths[5].ignore = true;
      const ref::Result spared = sample.evaluate(variant, ref::Precision::f64);
      CHECK(spared.stages[1].role[slot] == Role::ignored);
      CHECK(spared.report.flagged == 1);
      CHECK(spared.report.truths == plain.report.truths);
      CHECK(spared.gradients[1][at(sample.shapes[1], 0, static_cast<std::int64_t>(plane), 4, static_cast<std::int64_t>(cell / 2),
                                   static_cast<std::int64_t>(cell % 2))] == 0);
    }
}

TEST_CASE("a truth whose best anchor no head owns is counted") {
  Variant variant = usual(Family::v3);
  variant.masks = {{0, 1}, {3, 4}};
  Sample sample = random_sample(variant, {1, 0, false});
  sample.truths[0].w = 40.0 / 96, sample.truths[0].h = 40.0 / 64;  // anchor 2
  const ref::Result result = sample.evaluate(variant, ref::Precision::mpfr);
  CHECK(result.report.unowned >= 1);
  for (const Pair& pair : result.report.pairs) CHECK((pair.image != 0 || pair.truth != 0));
}
