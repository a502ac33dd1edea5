#pragma once
#include <string>
#include <vector>

#include "judge/compare.hpp"
#include "judge/patterns.hpp"

namespace yologold {

/// What is kept of the failing elements of a case, of which there may be as many as its tensors have: the worst, and what all have in common.
class Failures {
 public:
  /// @param top  how many of the worst are kept
  explicit Failures(std::size_t top);

  void add(const Difference& d);

  /// The largest excess first; of equal ones, the one that was added first.
  std::vector<Difference> worst();

  std::vector<std::string> patterns() const { return patterns_.words(); }

 private:
  void cut();

  std::size_t top_, room_;
  std::vector<Difference> kept_;  ///< the worst so far, then those that were added since
  Patterns patterns_;
};

}  // namespace yologold
