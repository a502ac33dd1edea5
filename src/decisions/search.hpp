#pragma once
#include "decisions/components.hpp"
#include "decisions/image_truths.hpp"
#include "decisions/trial.hpp"

namespace yologold::decisions {

/// What an alternative leaves unexplained, and what it costs.
struct Cost {
  std::size_t failing = 0, flips = 0;  ///< elements outside their bounds; decisions made otherwise than the golden
  auto operator<=>(const Cost&) const = default;
  Cost operator+(const Cost& o) const { return {failing + o.failing, flips + o.flips}; }
};

/// Outcomes of open decisions, with all that follows from them.
struct Alternative {
  std::map<Site, SiteState> states;
  std::vector<Flip> flips;
  Cost cost;
};

/// Looks for the outcomes that a backend came to. An alternative must show gradients of boxes and classes where the backend has them, and none where it has
/// none: that decides most, and holds for a backend with wrong numbers, too. Of those that do, the one with the fewest failing elements is taken, then the one
/// with the fewest flips.
class Search {
 public:
  /// All must outlive it.
  Search(const Subject& subject, Decider& decider, const Trial& trial, const ImageTruths& truths)
      : s_(subject), decider_(decider), trial_(trial), truths_(truths) {}

  struct Result {
    std::optional<Alternative> found;  ///< explains more than the golden, or as much and shows gradients where the golden does not; nothing where none does
    bool capped = false;               ///< not all that fit were tried, and none of the tried explains everything
  };
  Result run(const Component& component);

 private:
  /// A way of an open truth, and what it does otherwise than the golden.
  struct Way {
    const Placement* placement;
    std::vector<Flip> flips;
  };
  struct Open {
    std::size_t truth;
    std::vector<Way> ways;
  };
  /// The best state of a site for some claims.
  struct Option {
    SiteState state;
    std::vector<Flip> flips;
    Cost cost;
  };
  using Claims = std::vector<TruthClaim>;

  bool gather(const Component& component);
  bool lacks_gradients(std::size_t truth, const Placement& placement, const Component& component);
  std::vector<Flip> flips_of(const TruthScenarios& truth, const Scenario& scenario);
  void sort_sites(const Component& component);
  void descend(std::size_t depth, const Cost& cost);
  std::optional<Cost> close_sites(std::size_t depth);
  void offer(const Cost& cost);
  const std::optional<Option>& option(const Site& site, const Claims& claims);
  std::optional<Option> best_option(const Site& site, const Claims& claims);

  const Subject& s_;
  Decider& decider_;
  const Trial& trial_;
  const ImageTruths& truths_;
  std::vector<Open> open_;
  std::vector<std::vector<Site>> closed_;  ///< [k] sites about which everything is chosen once k truths are
  std::map<std::pair<Site, Claims>, std::optional<Option>> options_;
  Chosen chosen_;
  std::vector<const Way*> path_;
  std::optional<Alternative> best_;
  std::size_t steps_ = 0;
};

}  // namespace yologold::decisions
