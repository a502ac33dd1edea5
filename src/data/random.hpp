#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <utility>
#include <vector>

namespace yologold {

/// Random numbers that depend on a key alone: (seed, epoch or step, index, purpose, ...). The same on every machine and any number of threads.
/// SplitMix64 (Steele, Lea, Flood 2014), started by mixing the parts of the key in their order.
class KeyedRandom {
 public:
  KeyedRandom(std::initializer_list<std::uint64_t> key) {
    for (const std::uint64_t part : key) state_ = mix(state_ + golden) ^ mix(part + golden);
  }

  std::uint64_t bits() { return mix(state_ += golden); }
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }  ///< [0, 1)
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(bits() % count); }  ///< [0, count); count > 0
  bool chance(double probability) { return uniform() < probability; }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_ = 0;
};

/// 0 .. count - 1 in a random order (Fisher and Yates).
inline std::vector<std::size_t> shuffled(std::size_t count, KeyedRandom random) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

}  // namespace yologold
