#include <cmath>

#include "choices.hpp"
#include "ref/differencer.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// True where the rule for ties is not what a central difference sees.
bool one_sided(const Variant& variant) {
  const bool by_iou = variant.family == Family::v4 || ((variant.family != Family::v3) && variant.iou_target == IouTarget::differentiated);
  return by_iou && variant.subgradient != Subgradient::midpoint;
}

/// What rounding at 400 bits leaves in a difference over h = 2^-130, where other terms of the cell are large.
double noise(const ref::Result& result) {
  double size = 0;
  for (const TermLoss& term : result.report.terms) size += std::fabs(term.coord) + term.obj + term.noobj + term.classes;
  return 0x1p-260 * size;
}

/// How many elements of the gradient are not the central difference: 0, or the first of them is printed.
int count_wrong(const Variant& variant, const Sample& sample) {
  const ref::Result result = sample.evaluate(variant, ref::Precision::mpfr);
  ref::Differencer differencer(variant, sample.shapes, sample.heads, sample.view());
  int wrong = 0;
  for (std::size_t head = 0; head < sample.shapes.size(); head++)
    for (std::int64_t i = 0; i < sample.shapes[head].elements(); i++) {
      if (one_sided(variant) && is_tied(sample, static_cast<int>(head), i)) continue;
      const double slope = result.gradients[head][static_cast<std::size_t>(i)], seen = differencer.at(static_cast<int>(head), i);
      if (std::fabs(slope - seen) <= 4e-16 * std::fabs(seen) + 1e-36 + noise(result)) continue;
      if (wrong++ == 0) UNSCOPED_INFO("head " << head << " element " << i << ": gradient " << slope << ", difference " << seen << ", off by " << slope - seen);
    }
  return wrong;
}

}  // namespace

TEST_CASE("the gradient of every choice is the difference of its loss") {
  constexpr std::uint32_t seed = 20;
  for (const Family family : families)
    for (const Choice& choice : choices_of(family)) {
      Variant variant = usual(family);
      variant.ignore_thresh = 0.3;
      choice.set(variant);
      if (choice.key == "subgradient" && family != Family::v4) variant.iou_target = IouTarget::differentiated;
      reconcile(variant);
      if (is_surrogate(variant)) continue;
      CAPTURE(choice.text(), seed);
      CHECK(count_wrong(variant, random_sample(variant, {seed, 40, variant.bad_truths == BadTruths::skip})) == 0);
    }
}

TEST_CASE("the gradient of choices at random is the difference of the loss") {
  for (const Family family : families)
    for (std::uint32_t seed = 100; seed < 112; seed++) {
      std::mt19937 engine(seed);
      const Variant variant = random_variant(family, engine);
      if (is_surrogate(variant)) continue;
      CAPTURE(static_cast<int>(family), seed);
      CHECK(count_wrong(variant, random_sample(variant, {seed, 40})) == 0);
    }
}

TEST_CASE("difference gives what the differencer gives") {
  const Variant variant = usual(Family::v4);
  const Sample sample = random_sample(variant, {});
  ref::Differencer differencer(variant, sample.shapes, sample.heads, sample.view());
  for (const std::int64_t element : {0, 17, 100})
    CHECK(ref::difference(variant, sample.shapes, sample.heads, sample.view(), 1, element) == differencer.at(1, element));
}
