#include <limits>

#include "choices.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {}  // namespace

TEST_CASE("the first non-finite logit that is read is found") {
  const Variant variant = usual(Family::v3);
  Sample sample = random_sample(variant, {1, 3});
  const HeadShape& shape = sample.shapes[1];
  const ref::Result before = sample.evaluate(variant, ref::Precision::f64);
  CHECK_FALSE(before.report.first_non_finite);

  // A class logit of a slot that no truth holds is not read; an objectness always is.
  std::int64_t x = 0, y = 0;
  while (before.stages[1].role[static_cast<std::size_t>(((1 * 2 + 1) * shape.h + y) * shape.w + x)] != Role::negative) x + 1 < shape.w ? x++ : (x = 0, y++);
  sample.data[1][at(shape, 1, 1, 6, y, x)] = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(sample.evaluate(variant, ref::Precision::f64).report.first_non_finite);
  sample.data[1][at(shape, 1, 1, 4, y, x)] = -std::numeric_limits<double>::infinity();
  sample.data[1][at(shape, 1, 1, 4, 3, 1)] = std::numeric_limits<double>::quiet_NaN();
  const ref::Result found = sample.evaluate(variant, ref::Precision::mpfr);
  REQUIRE(found.report.first_non_finite);
  CHECK(found.report.first_non_finite->at == Address{1, 1, 1, 4, y, x});
  CHECK(found.report.first_non_finite->value == -std::numeric_limits<double>::infinity());
}

TEST_CASE("boxes are read where a decoded test runs") {
  Variant variant = single(Family::v3);
  Sample sample = blank(2, 1, {{.25, .5, .125, .125}, {.25, .5, .125, .125}});
  sample.data[0][at(sample.shapes[0], 0, 0, 2, 0, 1)] = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(sample.evaluate(variant, ref::Precision::f64).report.first_non_finite);
  variant.ignore = Ignore::decoded;
  variant.noobj = Noobj::complement_minus_ignored;
  CHECK(sample.evaluate(variant, ref::Precision::f64).report.first_non_finite);
  variant.ignore = Ignore::prior;
  CHECK_FALSE(sample.evaluate(variant, ref::Precision::f64).report.first_non_finite);
  sample.truths[1].ignore = true;
  CHECK(sample.evaluate(variant, ref::Precision::f64).report.first_non_finite);
}
