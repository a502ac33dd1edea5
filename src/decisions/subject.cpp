#include "decisions/subject.hpp"

#include <algorithm>

namespace yologold::decisions {
namespace {

/// Sorts matches into runs of equal keys, each in the order of the pairs.
template <class Key>
void group(const std::vector<certain::Match>& matches, const Key& key, std::vector<std::size_t>& order, std::vector<certain::Rivals>& groups) {
  for (std::size_t i = 0; i < matches.size(); ++i) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(matches[a]) < key(matches[b]); });
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || key(matches[order[i - 1]]) != key(matches[order[i]])) groups.push_back({i, i});
    groups.back().end = i + 1;
  }
}

}  // namespace

certain::Assignment assignment_of(const certain::Problem& p, std::span<const Pair> pairs) {
  certain::Assignment a;
  for (const Pair& pair : pairs) {
    const auto image = static_cast<std::size_t>(pair.image);
    const auto& objects = p.objects[image];
    const auto object = std::find_if(objects.begin(), objects.end(), [&](const certain::Object& o) { return o.index == pair.truth; });
    a.matches.push_back({pair, {static_cast<std::size_t>(pair.head), pair.image, pair.anchor, pair.y, pair.x}, object->truth});
  }
  group(
      a.matches, [&](const certain::Match& m) { return p.index(m.slot); }, a.order, a.slots);
  const auto cell = [&](const certain::Match& m) { return p.index({m.slot.head, m.slot.image, 0, m.slot.y, m.slot.x}); };
  if (p.is(Family::v1)) group(a.matches, cell, a.cell_order, a.cells);
  return a;
}

Subject::Subject(const bounds::Problem& given, const bounds::NumericProfile& profile)
    : problem(given),
      arithmetic(profile),
      evaluator(problem, arithmetic),
      factors(bounds::factors_of(problem, arithmetic, evaluator.class_owners())),
      exact(problem.variant, problem.shapes, problem.heads, problem.truths),
      whole(assignment_of(exact, problem.pairs)) {}

}  // namespace yologold::decisions
