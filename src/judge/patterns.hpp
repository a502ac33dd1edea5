#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "judge/compare.hpp"

namespace yologold {

/// What all failing elements have in common, where one simple thing fits every one of them: a constant factor, zeros, NaN.
class Patterns {
 public:
  Patterns() { nice_.fill(true); }
  void add(const Difference& d);

  /// "every failing element is 0"; none where nothing fits.
  std::vector<std::string> words() const;

 private:
  static constexpr std::array nice_factors{-1.0, 2.0, 0.5, -2.0, -0.5, 4.0, 0.25, 3.0, 5.0};

  std::string factor_text() const;

  std::int64_t count_ = 0;
  Address first_;
  double factor_ = 0;  ///< of the first
  bool nan_ = true, zero_ = true, unwanted_ = true, scaled_ = true, one_factor_ = true;
  std::array<bool, nice_factors.size()> nice_;  ///< which of the factors still fit
};

}  // namespace yologold
