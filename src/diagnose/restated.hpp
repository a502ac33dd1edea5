#pragma once
#include <functional>

#include "bounds/evaluator.hpp"
#include "diagnose/settled.hpp"

namespace yologold {

/// The slots of a site: one, or those of all predictors of a cell of v1. Channel 4.
std::vector<Address> slots_of(const HeadShape& shape, const Settled::Site& site);

/// The values of sites under pairs of one's own: the middles of balls, in which the roundings of f64 are accounted for.
class Restated {
 public:
  /// Both outlive it.
  Restated(const Setting& setting, const EngineRun& run, std::vector<Pair> pairs);
  Restated(const Restated&) = delete;
  Restated& operator=(const Restated&) = delete;

  /// Calls write(address, value) for every element of a site, and returns its losses.
  TermLoss go_through(const Settled::Site& site, const Settled::State& state, const std::function<void(const Address&, double)>& write) const;

 private:
  TermLoss slot(Address at, bool spared, const std::function<void(const Address&, double)>& write) const;

  const std::vector<Pair> pairs_;
  const std::vector<std::vector<Role>> roles_;
  const bounds::Problem problem_;
  const bounds::NumericProfile profile_;
  const bounds::Arithmetic arithmetic_;
  const bounds::Evaluator evaluator_;
};

}  // namespace yologold
