#pragma once
#include <cstdint>

namespace yologold::selftest {

/// SplitMix64: the same numbers everywhere for the same seed.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }  ///< [0, 1)
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(n)); }
  double side() { return bits() >> 63 ? -1 : 1; }                              ///< -1 or 1
  double bell() { return uniform() + uniform() + uniform() + uniform() - 2; }  ///< about normal, sd 0.58

 private:
  std::uint64_t state_;
};

}  // namespace yologold::selftest
