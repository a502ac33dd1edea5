#pragma once
#include <span>
#include <string>
#include <vector>

#include "diagnose/examiner.hpp"
#include "diagnose/hypothesis.hpp"

namespace yologold {

/// A mistake, or two together, and how much it explains.
struct Finding {
  std::vector<std::string> ids, sentences, looks;  ///< one, or two of a pair
  Score score;
  bool fitted = false;  ///< a number was read off the actual

  bool is(const std::string& id) const { return ids.size() == 1 && ids[0] == id; }
};

/// What may have gone wrong in one or several cases of one backend.
struct Diagnosis {
  std::int64_t elements = 0, failing = 0;  ///< compared; those that the golden does not explain
  std::vector<Finding> best;               ///< what explains most, first
  std::size_t named = 0;                   ///< how many of these are the cause: none, one, or several that these inputs do not tell apart

  double share(const Finding& finding) const { return failing ? static_cast<double>(finding.score.gained) / static_cast<double>(failing) : 0; }
};

/// Gives the hypotheses for a scene, which outlives them.
using Lister = std::function<std::vector<Hypothesis>(const Scene&)>;

/// Tries every hypothesis on every scene, and pairs of them where no single one will do. A cause is named where it explains at least 99 % of what
/// fails, breaks at most 1 % as much, leaves at least 99 % of all elements explained, and nothing else explains as much.
Diagnosis diagnose(std::span<const Scene> scenes, const Lister& list = hypotheses);

}  // namespace yologold
