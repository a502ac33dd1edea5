#include <algorithm>

#include "certain/assignment.hpp"
#include "certain/boxes.hpp"
#include "certain/settle.hpp"

namespace yologold::certain {
namespace {

/// Sorts matches into groups of equal keys, each in the order of the truths.
template <class Key>
void group(const std::vector<Match>& matches, const Key& key, std::vector<std::size_t>& order, std::vector<Rivals>& groups) {
  for (std::size_t i = 0; i < matches.size(); ++i) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(matches[a]) < key(matches[b]); });
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || key(matches[order[i - 1]]) != key(matches[order[i]])) groups.push_back({i, i});
    groups.back().end = i + 1;
  }
}

/// Whether match i overlaps its truth more than match j does.
bool overlaps_more(const Problem& p, const Match& i, const Match& j) {
  return settle([&]<class S>() {
    const Overlap<S> a(pair_of(p, i.slot, Decoded<S>(p, i.slot), *i.truth), 0), b(pair_of(p, j.slot, Decoded<S>(p, j.slot), *j.truth), 0);
    if (a.none) return false;
    return b.none ? sign(a.inter) > 0 : sign(a.inter * b.uni - b.inter * a.uni) > 0;
  });
}

}  // namespace

void settle_collisions(const Problem& p, Assignment& a) {
  const auto collision = p.variant().collision;
  for (const Rivals& slot : a.slots) {
    std::size_t winner = collision == Collision::last_wins ? slot.end - 1 : slot.begin;
    if (collision == Collision::best_iou_wins)
      for (std::size_t i = slot.begin + 1; i < slot.end; ++i)
        if (overlaps_more(p, a.matches[a.order[i]], a.matches[a.order[winner]])) winner = i;
    for (std::size_t i = slot.begin; i < slot.end; ++i)
      a.matches[a.order[i]].pair.kept = collision == Collision::sum || collision == Collision::mean || i == winner;
  }
}

Assignment assign(const Problem& p) {
  Assignment a;
  a.refused.resize(static_cast<std::size_t>(p.model.slots));
  if (p.is(Family::v1))
    match_predictors(p, a);
  else
    match_anchors(p, a);
  group(
      a.matches, [&](const Match& m) { return p.index(m.slot); }, a.order, a.slots);
  if (p.is(Family::v1)) {
    const auto cell = [&](const Match& m) { return p.index({m.slot.head, m.slot.image, 0, m.slot.y, m.slot.x}); };
    group(a.matches, cell, a.cell_order, a.cells);
  }
  settle_collisions(p, a);
  give_roles(p, a);
  return a;
}

}  // namespace yologold::certain
