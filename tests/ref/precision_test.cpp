#include <cmath>

#include "choices.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

double distance(double a, double b) { return a == b ? 0 : std::fabs(a - b) / std::max(1.0, std::fabs(b)); }

double distance(const ref::Result& a, const ref::Result& b) {
  double worst = std::max(distance(a.report.total, b.report.total), distance(a.report.cost, b.report.cost));
  for (std::size_t i = 0; i < b.gradients.size(); i++)
    for (std::size_t j = 0; j < b.gradients[i].size(); j++) worst = std::max(worst, distance(a.gradients[i][j], b.gradients[i][j]));
  for (std::size_t i = 0; i < b.stages.size(); i++)
    for (std::size_t j = 0; j < b.stages[i].boxes.size(); j++) worst = std::max(worst, distance(a.stages[i].boxes[j], b.stages[i].boxes[j]));
  return worst;
}

bool same_decisions(const ref::Result& a, const ref::Result& b) {
  if (a.report.pairs.size() != b.report.pairs.size()) return false;
  for (std::size_t i = 0; i < a.report.pairs.size(); i++)
    if (a.report.pairs[i].anchor != b.report.pairs[i].anchor || a.report.pairs[i].kept != b.report.pairs[i].kept) return false;
  for (std::size_t i = 0; i < a.stages.size(); i++)
    if (a.stages[i].role != b.stages[i].role || a.stages[i].truth != b.stages[i].truth) return false;
  return true;
}

bool has_nan(const ref::Result& result) {
  if (std::isnan(result.report.total)) return true;
  for (const auto& tensor : result.gradients)
    for (const double value : tensor)
      if (std::isnan(value)) return true;
  return false;
}

}  // namespace

TEST_CASE("f64 and 400 bits agree on every choice") {
  for (const Family family : families)
    for (const Choice& choice : choices_of(family)) {
      Variant variant = usual(family);
      choice.set(variant);
      reconcile(variant);
      CAPTURE(choice.text());
      const Sample sample = random_sample(variant, {1, 6, variant.bad_truths == BadTruths::skip});
      const ref::Result quick = sample.evaluate(variant, ref::Precision::f64), sure = sample.evaluate(variant, ref::Precision::mpfr);
      CHECK(same_decisions(quick, sure));
      CHECK(distance(quick, sure) < 1e-11);
    }
}

TEST_CASE("no NaN comes from finite logits in f64") {
  for (const Family family : families)
    for (const Choice& choice : choices_of(family)) {
      Variant variant = usual(family);
      choice.set(variant);
      reconcile(variant);
      if (choice.name == "prediction") continue;  // 2 - w^ h^ is -inf there, and infinities of both signs meet in the sum
      for (const double extreme : {40.0, 700.0}) {
        CAPTURE(choice.text(), extreme);
        CHECK_FALSE(has_nan(random_sample(variant, {3, extreme}).evaluate(variant, ref::Precision::f64)));
      }
    }
}
