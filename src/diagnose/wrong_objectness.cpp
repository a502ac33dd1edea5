#include "bounds/activation.hpp"
#include "diagnose/retakes.hpp"

namespace yologold {
namespace {

using bounds::Ball;
using Group = Bench::Group;

// Calls visit(address, logit) for every slot that holds no truth and is in the loss.
template <class Visit>
void for_negatives(const Bench& bench, Visit&& visit) {
  for (std::size_t k = 0; k < bench.setting().shapes.size(); ++k) {
    const HeadShape& s = bench.setting().shapes[k];
    const TouchedSlots& taken = bench.run().slots[k];
    for (std::int64_t i = 0; i < s.slots(); ++i) {
      const std::int64_t cell = i % (s.h * s.w), plane = i / (s.h * s.w);
      const Address at{static_cast<std::int64_t>(k), plane / s.a, plane % s.a, 4, cell / s.w, cell % s.w};
      if (bench.run().gradients[k].at({at.image, at.anchor, 4, 0}, cell, s) == 0 || std::binary_search(taken.begin(), taken.end(), i)) continue;
      visit(at, bench.evaluator().logit(at));
    }
  }
}

Patch with_both_terms(const Bench& bench) {
  Patch patch = bench.empty();
  for (const auto& [place, group] : bench.evaluator().slots()) {
    const Address at = Bench::address(group, 4);
    bench.set(patch, at, bench.evaluator().positive(group).slopes[4] + bench.evaluator().negative_slope(at.head, bench.evaluator().bare_slope(at)));
  }
  return patch;
}

// The objectness of every pair, each against its own IOU.
Patch once_a_pair(const Bench& bench) {
  Patch patch = bench.empty();
  for (const auto& [place, group] : bench.evaluator().slots()) {
    Ball sum = bench.arithmetic().literal(0);
    for (const Pair* pair : group) {
      if (!pair->kept) continue;
      const Group one{pair};
      sum = sum + bench.objectness_factor(one) * bounds::objectness(bench.variant(), bench.slot_of(one).t[4], bench.target(one)).slope;
    }
    bench.set(patch, Bench::address(group, 4), sum);
  }
  return patch;
}

// The same, each against the largest IOU of the slot.
Patch times_pairs(const Bench& bench) {
  Patch patch = bench.empty();
  for (const auto& [place, group] : bench.evaluator().slots()) {
    const auto kept = std::count_if(group.begin(), group.end(), [](const Pair* p) { return p->kept; });
    bench.set(patch, Bench::address(group, 4), bench.arithmetic().literal(static_cast<double>(kept)) * bench.evaluator().positive(group).slopes[4]);
  }
  return patch;
}

Patch activated_twice(const Bench& bench, bool chained) {
  const auto slope = [&](const Ball& t, const Ball& target) {
    const bounds::Logistic sigma = bounds::logistic(t);
    const Ball own = bounds::objectness(bench.variant(), sigma.rise, target).slope;
    return chained ? own * sigma.slope : own;
  };
  Patch patch = bench.empty();
  for (const auto& [place, group] : bench.evaluator().slots())
    bench.set(patch, Bench::address(group, 4), bench.objectness_factor(group) * slope(bench.slot_of(group).t[4], bench.target(group)));
  const Ball none = bench.arithmetic().literal(0);
  for_negatives(bench, [&](const Address& at, const Ball& t) { bench.set(patch, at, bench.factors(at.head).noobj * slope(t, none)); });
  return patch;
}

}  // namespace

void add_wrong_objectness(const Scene& scene, std::vector<Hypothesis>& list) {
  // Count the terms wrongly.
  const Variant& v = scene.setting.variant;
  Retakes retakes("objectness-term", list);
  retakes.add("noobj-on-positives", "the no-object term is over every slot: positive ones have both terms", "the mask of the no-object term", with_both_terms);
  retakes.add("objectness-per-pair", "where truths share a slot, the objectness is added once for each of them",
              "the loop over truths: the objectness is of slots", once_a_pair);
  if (v.family == Family::v1 || v.family == Family::v2)
    retakes.add("objectness-times-pairs", "where truths share a slot, its objectness is added again for each of them, against the slot's one target",
                "the loop over truths: the objectness is of slots", times_pairs);

  // Activate twice.
  if (v.family == Family::v1 && bounds::emits_values(v)) return;
  const char* const look = "the activation of the objectness: the network, or a loss on logits, may already apply it";
  retakes.add("objectness-logistic-twice", "the logistic is applied twice to the objectness, and its gradient handed on as if once", look,
              [](const Bench& bench) { return activated_twice(bench, false); });
  retakes.add("objectness-logistic-twice-chained", "the logistic is applied twice to the objectness, both derivatives taken", look,
              [](const Bench& bench) { return activated_twice(bench, true); });
}

}  // namespace yologold
