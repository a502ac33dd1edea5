#pragma once
#include <span>
#include <string>
#include <vector>

namespace yologold {

/// The processes that learn one batch together, each an equal part of its pictures: ranks 0 to count - 1. This one: a process alone.
/// All ranks make the same calls in the same order; each call waits for the others.
class Ranks {
 public:
  virtual ~Ranks() = default;
  virtual int rank() const { return 0; }
  virtual int count() const { return 1; }
  bool leads() const { return rank() == 0; }

  /// Puts the sum over all ranks in the place of each number: the same bits on every rank.
  virtual void sum(std::span<float>) const {}
  virtual void sum(std::span<double>) const {}

  /// What every rank gives, by ranks.
  virtual std::vector<std::string> gather(const std::string& bytes) const { return {bytes}; }

  /// Whether it is so on any rank.
  bool any(bool mine) const {
    double count = mine ? 1 : 0;
    sum({&count, 1});
    return count > 0;
  }
};

inline const Ranks one_rank{};

}  // namespace yologold
