#pragma once
#include <vector>

#include "bounds/problem.hpp"
#include "golden/golden.hpp"

namespace yologold {

/// A golden as the bounds see it. The golden must outlive it.
class Seen {
 public:
  explicit Seen(const GoldenCase& golden);

  /// The Seen must outlive it.
  bounds::Problem problem() const;

 private:
  const GoldenCase& golden_;
  std::vector<HeadView> heads_;
  std::vector<std::vector<Role>> roles_;
  std::vector<Pair> pairs_;
};

}  // namespace yologold
