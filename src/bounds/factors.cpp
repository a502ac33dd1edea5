#include <algorithm>

#include "bounds/evaluator.hpp"

namespace yologold::bounds {
namespace {

/// What the terms of one head are divided by.
struct Counts {
  std::int64_t pairs = 0, classes = 0;
};

Counts count(const Problem& p, const Evaluator::Groups& owners, std::int64_t head) {
  Counts counts;
  for (const Pair& pair : p.pairs) counts.pairs += pair.head == head && pair.kept && !pair.gated;
  const std::int64_t classes = p.shapes[static_cast<std::size_t>(head)].c;
  for (const auto& [place, pairs] : owners) {
    if (place.first != head) continue;
    const bool each = p.variant.family == Family::v1 ? p.variant.cell_sharing == CellSharing::sum : p.variant.class_collision == ClassCollision::per_pair;
    const auto kept = std::count_if(pairs.begin(), pairs.end(), [&](const Pair* pair) { return pair->kept || p.variant.family == Family::v1; });
    counts.classes += (each ? kept : 1) * classes;
  }
  return counts;
}

std::int64_t positives(const Problem& p) {
  std::int64_t count = 0;
  for (const auto& roles : p.roles) count += std::count(roles.begin(), roles.end(), Role::positive);
  return count;
}

}  // namespace

std::vector<Factors> factors_of(const Problem& p, const Arithmetic& a, const Evaluator::Groups& owners) {
  // Scale what does not depend on the term.
  const Variant& v = p.variant;
  const Ball one = a.literal(1);
  const auto whole = [&](std::int64_t n) { return a.literal(static_cast<double>(std::max<std::int64_t>(1, n))); };
  const std::int64_t images = p.shapes[0].n;
  Ball common = one;
  if (v.reduction == Reduction::mean_batch) common = one / whole(images);
  if (v.reduction == Reduction::times_batch) common = whole(images);
  if (v.reduction == Reduction::mean_positives) common = one / whole(positives(p));

  // Go through the heads.
  const bool squared_box = v.family != Family::v4 || v.box_loss == BoxLoss::squared, squared_rest = v.family == Family::v1 || v.family == Family::v2;
  const bool half = v.gradient == Gradient::half;
  const bool by_elements = v.reduction == Reduction::mean_elements || v.reduction == Reduction::times_batch;
  std::vector<Factors> factors;
  for (std::size_t k = 0; k < p.shapes.size(); ++k) {
    const Ball weight = common * (k < v.head_weight.size() ? a.constant(v.head_weight[k]) : one);
    const auto factor = [&](double lambda, bool square) { return (half && square ? 0.5 : 1.0) * (a.constant(lambda) * weight); };
    Factors f{factor(v.lambda_coord, squared_box), factor(v.lambda_obj, squared_rest), factor(v.lambda_noobj, squared_rest),
              factor(v.lambda_class, squared_rest)};
    if (by_elements) {
      const Counts counts = count(p, owners, static_cast<std::int64_t>(k));
      const Ball slots = whole(p.shapes[k].slots());
      f = {f.coord / whole(counts.pairs * (squared_box ? 4 : 1)), f.obj / slots, f.noobj / slots, f.classes / whole(counts.classes)};
    }
    factors.push_back(f);
  }
  return factors;
}

}  // namespace yologold::bounds
