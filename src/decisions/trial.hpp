#pragma once
#include "decisions/resolve.hpp"

namespace yologold::decisions {

/// How a state agrees with what a backend wrote at a site.
struct Fit {
  bool shows_it = false;    ///< roles, truths and zeros agree: gradients of boxes and classes are where they must be, and none where it must not be
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
  /// Of a part of a slot: a state may move it, the backend does.
  struct Part {
    bool may = false, does = false;
    bool agrees() const { return may || !does; }
  };

  /// What a slot shows: its box and classes together, which a state must move or not; its box alone, which a gate switches off; its objectness, which an ignore
  /// rule does.
  struct Motion {
    bool must = false;
    Part all, box, objectness;

    bool agrees() const { return (all.does ? all.may : !must) && box.agrees() && objectness.agrees(); }
  };

  bool agrees_with_told(const Site& site, const SiteState& state) const;
  bool fits(const Site& site, const Element& e) const;
  std::vector<Motion> motions(const Site& site, const SiteState& state, const SiteValues& values) const;

  const Subject& s_;
  const Evidence& e_;
};

}  // namespace yologold::decisions
