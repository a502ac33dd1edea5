#pragma once
#include <set>

#include "decisions/components.hpp"
#include "decisions/trial.hpp"

namespace yologold::decisions {

/// The decisions about one image of a batch.
class Image {
 public:
  /// All must outlive it.
  Image(const Subject& subject, Decider& decider, const Trial& trial, std::int64_t index);

  /// Resolves the components that touch bad sites, and takes the sites that this settles out of `bad`.
  void resolve(std::set<Site>& bad, Resolution& to);

  /// Names flips that explain bad sites, whatever their margin.
  void explain(const std::set<Site>& bad, Resolution& to, std::size_t most);

 private:
  /// An alternative of a component.
  struct Alternative {
    std::map<Site, SiteState> states;
    std::vector<Flip> flips;
  };
  /// A truth that a component leaves open, and its ways.
  struct Open {
    std::size_t truth;
    std::vector<const Scenario*> ways;
  };
  using Chosen = std::map<std::size_t, const Placement*>;  ///< placements of some truths that are not the golden's
  using AskSlot = std::function<int(const Decision&)>;

  void solve(const Component& component, std::set<Site>& bad, Resolution& to);
  void settle(const Component& component, const std::optional<Alternative>& found, bool open, std::set<Site>& bad, Resolution& to) const;

  /// The scenarios of a truth that leave every decision outside a component as the golden has it.
  std::vector<const Scenario*> within(const TruthScenarios& truth, const Component& component) const;
  /// The next choice of one way each; false after the last.
  static bool advance(const std::vector<Open>& open, std::vector<std::size_t>& at);
  std::vector<Flip> flips_of(const TruthScenarios& truth, const Scenario& scenario);
  bool try_slots(const Component& component, const Chosen& chosen, const std::vector<Flip>& flips, std::optional<Alternative>& best);
  std::map<Site, SiteState> states_of(const std::set<Site>& sites, const Chosen& chosen, const AskSlot& ask);
  bool agrees(const std::map<Site, SiteState>& states) const;

  /// Whether the other role would agree with what was written at a slot that no truth took.
  bool looks_flipped(const Site& site) const;

  void explain_truth(std::size_t i, const std::set<Site>& bad, Resolution& to, std::size_t most);
  void explain_slot(const Site& site, Resolution& to);
  bool explains(std::size_t i, const Placement& placement, const std::set<Site>& bad);

  const Subject& s_;
  Decider& decider_;
  const Trial& trial_;
  std::int64_t index_;
  std::vector<TruthScenarios> truths_;
  std::map<Site, std::vector<std::size_t>> claimants_;  ///< truths with a claim on a site in some scenario
};

}  // namespace yologold::decisions
