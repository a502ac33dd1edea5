#include <cmath>
#include <limits>

#include "choices.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

TEST_CASE("a centre's cell is that of the exact product") {
  const double third = 1.0 / 3;  // less than 1/3, though 3 third rounds to 1
  const double tests[][2] = {{third, 0}, {std::nextafter(third, 1), 1}, {0, 0}, {1, 2}, {std::nextafter(1.0, 0), 2}, {std::nextafter(2.0 / 3, 0), 1}};
  for (const auto& [centre, cell] : tests)
    for (const ref::Precision precision : {ref::Precision::f64, ref::Precision::mpfr}) {
      const ref::Result result = blank(3, 3, {{centre, .5, .125, .125}}).evaluate(single(Family::v2), precision);
      CHECK(result.report.pairs.at(0).x == cell);
      CHECK(result.report.pairs.at(0).y == 1);
    }
}

TEST_CASE("a centre at 1 lies at the end of the last cell") {
  Sample sample = blank(2, 1, {{1, .5, .125, .125}});
  sample.data[0][at(sample.shapes[0], 0, 0, 0, 0, 1)] = std::log(3.0);  // sigma = 3/4
  Variant variant = single(Family::v2);
  variant.coordinate_scale = CoordinateScale::off;
  CHECK(sample.evaluate(variant, ref::Precision::mpfr).report.terms[0].coord == Approx(.0625).epsilon(1e-15));
}

TEST_CASE("float32 heads in any strides are the same heads") {
  const Variant variant = usual(Family::v4);
  Sample sample = random_sample(variant, {5, 40});
  for (auto& data : sample.data)
    for (double& value : data) value = static_cast<float>(value);
  const ref::Result expected = sample.evaluate(variant, ref::Precision::f64);

  // Reverse each head in memory, as f32.
  std::vector<std::vector<float>> reversed;
  for (std::size_t i = 0; i < 2; i++) {
    reversed.emplace_back(sample.data[i].rbegin(), sample.data[i].rend());
    HeadView& view = sample.heads[i];
    for (Block* block : {&view.layout.box, &view.layout.objectness, &view.layout.classes}) {
      block->offset = sample.shapes[i].elements() - 1 - block->offset;
      for (std::int64_t* stride : {&block->sn, &block->sa, &block->sk, &block->sy, &block->sx}) *stride = -*stride;
    }
    view.dtype = DType::f32;
    view.data = reversed[i].data();
  }
  const ref::Result result = sample.evaluate(variant, ref::Precision::f64);
  CHECK(result.report.total == expected.report.total);
  CHECK(result.gradients == expected.gradients);
}

TEST_CASE("zero logits give the losses one can compute by hand") {
  const Sample sample = blank(2, 1, {{.25, .5, .125, .125, 1}});
  const ref::Result v3 = sample.evaluate(single(Family::v3), ref::Precision::mpfr);
  CHECK(v3.report.terms[0].coord == 0);
  CHECK(v3.report.terms[0].obj == std::log(2.0));
  CHECK(v3.report.terms[0].noobj == std::log(2.0));
  CHECK(v3.report.terms[0].classes == 3 * std::log(2.0));
  CHECK(v3.gradients[0][at(sample.shapes[0], 0, 0, 4, 0, 0)] == -.5);
  CHECK(v3.gradients[0][at(sample.shapes[0], 0, 0, 4, 0, 1)] == .5);

  const ref::Result v2 = sample.evaluate(single(Family::v2), ref::Precision::mpfr);
  CHECK(v2.report.terms[0].obj == .25);
  CHECK(v2.report.terms[0].noobj == .25);
  CHECK(v2.report.terms[0].classes == 2.0 / 3);
  CHECK(v2.report.pairs[0].iou == 1);
}

TEST_CASE("no image gives a loss of 0 and nothing else") {
  for (const Family family : families) {
    Sample sample = blank(2, 1, {});
    sample.shapes[0].n = 0;
    sample.shapes[0].shared_classes = family == Family::v1;
    sample.first = {0};
    for (const Choice& choice : choices_of(family)) {
      if (choice.key != "reduction") continue;
      Variant variant = single(family);
      choice.set(variant);
      const ref::Result result = sample.evaluate(variant, ref::Precision::f64);
      CHECK(result.report.total == 0);
      CHECK((result.report.per_image.empty() && result.report.terms.empty() && result.gradients[0].empty()));
    }
  }
}
