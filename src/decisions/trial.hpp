#pragma once
#include "decisions/resolve.hpp"

namespace yologold::decisions {

/// Holds what a backend wrote against other assignments.
class Trial {
 public:
  Trial(const Subject& subject, const Evidence& evidence) : s_(subject), e_(evidence) {}

  /// The golden's state of a site.
  SiteState golden(const Site& site) const;

  /// Whether roles, truths and every element at a site agree with a state.
  bool agrees(const Site& site, const SiteState& state) const;

  /// Whether a reduction would divide by the same numbers. Where not, every element would change, and no alternative is offered.
  bool same_counts(const std::map<Site, SiteState>& states) const;

  Change change(const Site& site, const SiteState& state) const;

 private:
  bool agrees_with_told(const Site& site, const SiteState& state) const;

  const Subject& s_;
  const Evidence& e_;
};

}  // namespace yologold::decisions
