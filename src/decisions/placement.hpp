#pragma once
#include <functional>
#include <map>

#include "decisions/decider.hpp"

namespace yologold::decisions {

/// What is judged as one: a slot, in v1 a cell with all its predictors, whose class vector is one. The place is that of Evaluator::class_owners.
struct Site {
  std::int64_t head = 0, place = 0;
  auto operator<=>(const Site&) const = default;
};

/// What a truth does to a site.
struct Claim {
  bool taken = false;        ///< it is assigned to a slot here
  std::int64_t anchor = -1;  ///< where it is taken: the position in the head's mask, the predictor of v1
  bool gated = false;        ///< without its coordinate term
  bool refused = false;      ///< the gate turned it away, and the slot is ignored
  bool cleared = false;      ///< object-free-cells: the cell is not free
  bool near = false;         ///< the ignore rule `prior`
  auto operator<=>(const Claim&) const = default;
};

using Placement = std::map<Site, Claim>;
using Ask = std::function<int(const Question&)>;

/// Site and address of each other; the channel is 0, the anchor of a v1 site 0.
Site site_of(const Subject& subject, const Address& at);
Address address_of(const Subject& subject, const Site& site);

/// Everything a truth does, given the outcome of each decision about it.
Placement place(const Subject& subject, const Decider& decider, std::int64_t image, std::int64_t truth, const Ask& ask);

}  // namespace yologold::decisions
