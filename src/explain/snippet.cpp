#include <fmt/format.h>

#include <cmath>

#include "bounds/evaluator.hpp"
#include "explain/formulas.hpp"
#include "explain/parts.hpp"
#include "json/text.hpp"

namespace yologold::explain {
namespace {

bool finite(const Subject& s) {
  for (std::int64_t channel = 0; channel < 5; ++channel)
    if (!std::isfinite(s.logit(channel))) return false;
  return true;
}

double coordinate_scale(const Subject& s, const Truth& t) {
  const double scale = 2 - t.w * t.h;
  switch (s.variant.family == Family::v1 ? CoordinateScale::off : s.variant.coordinate_scale) {
    case CoordinateScale::two_minus_wh:
      return scale;
    case CoordinateScale::sqrt:
      return std::sqrt(scale);
    case CoordinateScale::squared:
      return scale * scale;
    default:
      return 1;
  }
}

// What stands before the sums of a slot.
Weights weights_of(const Subject& s) {
  // Find the factors of the head.
  const bounds::NumericProfile plain;
  const bounds::Arithmetic arithmetic(plain);
  const bounds::Problem problem = s.problem();
  const bounds::Evaluator evaluator(problem, arithmetic);
  const bounds::Factors f = bounds::factors_of(problem, arithmetic, evaluator.class_owners())[static_cast<std::size_t>(s.at.head)];
  Weights weights{{}, f.noobj.v};

  // Weigh every truth that keeps the slot.
  std::vector<Pair> kept;
  for (const Pair& p : s.pairs())
    if (p.kept) kept.push_back(p);
  const double share = s.variant.collision == Collision::mean ? 1 / static_cast<double>(kept.size()) : 1;
  double largest = 0;
  for (const Pair& p : kept) {
    const Truth& t = s.truth(p.truth);
    weights.truths.push_back({&t, p.gated ? 0 : f.coord.v * t.weight * share * coordinate_scale(s, t)});
    largest = std::max(largest, t.weight);
  }
  if (!kept.empty()) weights.objectness = f.obj.v * largest;
  return weights;
}

}  // namespace

std::string snippet(const Subject& s) {
  if (!finite(s)) return "";
  std::vector<std::string> lines;
  if (s.role() == Role::positive)
    lines = positive_formulas(s, weights_of(s));
  else if (s.role() == Role::negative)
    lines = negative_formulas(s, weights_of(s));
  else
    lines = {"print(\"obj\", 0.0)  # no term touches this slot"};
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace yologold::explain
