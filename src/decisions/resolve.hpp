#pragma once
#include "decisions/restate.hpp"

namespace yologold::decisions {

inline constexpr std::size_t most_steps = 4096;  ///< of the search for the outcomes of a component; above, nothing is decided about its sites

/// What a backend wrote, and how it is held against a value.
struct Evidence {
  std::vector<std::vector<double>> gradients;      ///< per head, at the offsets of its layout
  std::vector<std::vector<double>> roles, truths;  ///< per head, as HeadStages; empty where it wrote none
  std::function<bool(const bounds::Bound&, double golden, double got)> fits;
  std::vector<Address> suspects;  ///< elements that fail against the golden, slots whose role or truth differs
};

/// A site under the alternative that the backend agrees with.
struct Change {
  Site site;
  SiteState before, after;
  SiteValues values;
  std::array<certain::DdBall, 4> gained;  ///< what the losses gain over the golden's
};

/// A decision that the backend made otherwise than the golden.
struct Flip {
  Decision decision;
  int outcome = 0;
};

struct Resolution {
  std::vector<Flip> flips;           ///< all within their radius
  std::vector<Change> changes;       ///< sites under the outcomes that the backend came to, whether or not all its numbers are right
  std::vector<Site> open;            ///< sites of components with too many ways
  std::int64_t open_components = 0;  ///< how many these are
  std::vector<Flip> beyond;          ///< flips that explain failing sites although their margin forbids them; the first few
};

/// Looks for the outcomes that a backend came to where rounding leaves decisions open that touch suspect sites: those whose sites have gradients of boxes and
/// classes where it has them. Of several, one with the fewest failing elements at all the sites of its component, then one with the fewest flips; the golden
/// itself unless another explains more.
Resolution resolve(const Subject& subject, const Evidence& evidence);

}  // namespace yologold::decisions
