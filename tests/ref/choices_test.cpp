#include <set>

#include "choices.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

bool differ(const ref::Result& a, const ref::Result& b) {
  if (a.report.total != b.report.total || a.gradients != b.gradients) return true;
  return a.report.ignored != b.report.ignored || a.report.negatives != b.report.negatives || a.report.pairs.size() != b.report.pairs.size();
}

/// Sets what a choice needs in order to be seen.
void prepare(const Choice& choice, Variant& variant) {
  variant.ignore_thresh = 0.2;
  if (choice.key == "subgradient" && choice.family != Family::v4) variant.iou_target = IouTarget::differentiated;
  if (choice.key == "gradient") variant.box_loss = BoxLoss::squared;
  if (choice.key == "ignore") variant.iou_thresh = 0.6;
  if (choice.key == "noobj" && choice.family != Family::v1) variant.ignore = Ignore::prior, variant.noobj = Noobj::complement_minus_ignored;
}

/// True for those that cannot be seen: a vector of losses has the sum of `sum`, only the ignore rule tells complement from complement-minus-ignored, and where
/// any anchor is above the threshold so is the best.
bool invisible(const Choice& choice) {
  return choice.name == "per-image" || choice.name == "complement" || choice.name == "complement-minus-ignored" || choice.name == "above-else-best";
}

}  // namespace

TEST_CASE("every choice but the default changes the result") {
  for (const Family family : families)
    for (const Choice& choice : choices_of(family)) {
      if (choice.is_default || invisible(choice)) continue;
      bool seen = false;
      for (std::uint32_t seed = 1; seed <= 12 && !seen; seed++) {
        Variant before = usual(family);
        prepare(choice, before);
        Variant after = before;
        choice.set(after);
        reconcile(after);
        const Sample sample = random_sample(after, {seed, 3});
        seen = differ(sample.evaluate(before, ref::Precision::f64), sample.evaluate(after, ref::Precision::f64));
      }
      CAPTURE(choice.text());
      CHECK(seen);
    }
}
