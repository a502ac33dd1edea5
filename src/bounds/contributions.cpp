#include <algorithm>

#include "bounds/bounds.hpp"
#include "bounds/evaluator.hpp"

namespace yologold::bounds {
namespace {

/// The error of one element where some of the sources count.
double error_of(const Problem& p, const NumericProfile& profile, std::uint32_t sources, const Address& at, const Branch* way) {
  Branch branch = way ? way->retraced() : Branch();
  const Arithmetic arithmetic(profile, sources, way ? &branch : nullptr);
  const Evaluator evaluator(p, arithmetic);
  const HeadShape& s = p.shapes[static_cast<std::size_t>(at.head)];
  const std::int64_t place = ((at.image * s.a + at.anchor) * s.h + at.y) * s.w + at.x;
  const bool classes = at.channel > 4;
  const auto& groups = classes ? evaluator.class_owners() : evaluator.slots();
  const auto found = groups.find({at.head, place});
  if (found != groups.end() && classes) return evaluator.classes(found->second).slopes[static_cast<std::size_t>(at.channel - 5)].e;
  if (found != groups.end()) return evaluator.positive(found->second).slopes[static_cast<std::size_t>(at.channel)].e;
  const bool negative = at.channel == 4 && p.roles[static_cast<std::size_t>(at.head)][static_cast<std::size_t>(place)] == Role::negative;
  return negative ? evaluator.negative(at).slope.e : 0;
}

}  // namespace

std::vector<Contribution> contributions(const Problem& problem, const NumericProfile& profile, const Address& at, const Branch* way) {
  // Let one source after the other count: what the bound grows by is its part, so that all parts together are the bound.
  std::vector<Contribution> parts;
  double before = error_of(problem, profile, 0, at, way);
  for (std::uint32_t i = 0; i < source_count; ++i) {
    const double error = error_of(problem, profile, (1U << (i + 1)) - 1, at, way);
    if (error > before) parts.push_back({static_cast<Source>(i), error - before});
    before = error;
  }
  std::sort(parts.begin(), parts.end(), [](const Contribution& a, const Contribution& b) { return a.error > b.error; });
  return parts;
}

}  // namespace yologold::bounds
