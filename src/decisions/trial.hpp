#pragma once
#include "decisions/resolve.hpp"

namespace yologold::decisions {

/// How a state agrees with what a backend wrote at a site.
struct Fit {
  bool shows_it = false;    ///< roles, truths and zeros agree: gradients of boxes and classes are where they must be, and nowhere else
  std::size_t failing = 0;  ///< elements that do not agree
};

/// Holds what a backend wrote against other assignments.
class Trial {
 public:
  Trial(const Subject& subject, const Evidence& evidence) : s_(subject), e_(evidence) {}

  /// The golden's state of a site.
  SiteState golden(const Site& site) const;

  /// Whether roles, truths and every element at a site agree with a state.
  bool agrees(const Site& site, const SiteState& state) const;

  Fit fit(const Site& site, const SiteState& state) const;

  /// Whether the backend has no gradients of boxes and classes where a state must have some.
  bool lacks_gradients(const Site& site, const SiteState& state) const;

  /// Whether a reduction would divide by the same numbers. Where not, every element would change, and no alternative is offered.
  bool same_counts(const std::map<Site, SiteState>& states) const;

  Change change(const Site& site, const SiteState& state) const;

 private:
  /// What box and classes of a slot show: a state must move something, it may, the backend does.
  struct Motion {
    bool must = false, may = false, does = false;
    bool box_may = false, box_does = false;  ///< its box alone: a gate switches that off

    bool agrees() const { return (does ? may : !must) && (box_may || !box_does); }
  };

  bool agrees_with_told(const Site& site, const SiteState& state) const;
  bool fits(const Site& site, const Element& e) const;
  std::vector<Motion> motions(const Site& site, const SiteState& state, const SiteValues& values) const;

  const Subject& s_;
  const Evidence& e_;
};

}  // namespace yologold::decisions
