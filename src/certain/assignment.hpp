#pragma once
#include <vector>

#include "certain/problem.hpp"
#include "yologold/stages.hpp"

namespace yologold::certain {

/// A truth and a slot it is assigned to.
struct Match {
  Pair pair;
  Slot slot;
  const Truth* truth = nullptr;
};

/// Matches [begin, end) of `order` that share a slot (v1 cells: a cell).
struct Rivals {
  std::size_t begin, end;
};

/// Every decision, each made on numbers that are certain enough for it.
struct Assignment {
  std::vector<Match> matches;                  ///< by image, truth, head, anchor
  std::vector<std::size_t> order, cell_order;  ///< matches by slot; by cell (v1)
  std::vector<Rivals> slots, cells;
  std::vector<Role> roles;    ///< by slot, of all heads
  std::vector<char> refused;  ///< by slot: the gate of as-ignore turned a pair away here
  std::int64_t unowned = 0;
};

/// Pairs, collisions, roles.
Assignment assign(const Problem& p);

// The steps of assign.
void match_predictors(const Problem& p, Assignment& a);  ///< v1
void match_anchors(const Problem& p, Assignment& a);     ///< v2-v4
void settle_collisions(const Problem& p, Assignment& a);
void give_roles(const Problem& p, Assignment& a);

}  // namespace yologold::certain
