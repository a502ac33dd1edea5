#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "diagnose/diagnose.hpp"

namespace yologold {

/// Adds the scores of equal mistakes in several cases: of one id, and one fitted number; where a mistake does not exist in a case, it predicts the golden
/// there.
class Tally {
 public:
  void add(const Hypothesis& one, const Hypothesis* other, Score score);

  /// Leaves a mistake out, whatever it explains elsewhere.
  void drop(const Hypothesis& one, const Hypothesis* other);

  /// The most explained first; of equal ones, those without a fitted number, then those whose losses fit the given ones, then in the order of the list.
  /// Fitted numbers and pairs that explain fewer than 3 elements are left out.
  std::vector<Finding> sorted() const;

 private:
  std::map<std::string, std::size_t> index_;
  std::vector<Finding> findings_;
  std::set<std::string> dropped_;
};

}  // namespace yologold
