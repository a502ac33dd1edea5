#pragma once
#include <set>

#include "decisions/image_truths.hpp"
#include "decisions/search.hpp"

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
  void solve(const Component& component, std::set<Site>& bad, Resolution& to);

  /// Whether at a slot that no truth took the other role agrees with what was written, or shows an objectness gradient that is there and should not be.
  bool looks_flipped(const Site& site) const;

  void explain_truth(std::size_t i, const std::set<Site>& bad, Resolution& to, std::size_t most);
  void explain_slot(const Site& site, Resolution& to);
  bool explains(std::size_t i, const Placement& placement, const std::set<Site>& bad);

  const Subject& s_;
  Decider& decider_;
  const Trial& trial_;
  std::int64_t index_;
  ImageTruths truths_;
};

}  // namespace yologold::decisions
