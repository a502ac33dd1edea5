#pragma once
#include <cstdint>
#include <string_view>

namespace yologold {

/// Counter-based random numbers: a value depends on (seed, case, tensor, element, draw) alone, not on what was drawn before.
/// Only integer operations and exact float operations: the bits are the same on every machine.
class Random {
 public:
  Random(std::uint64_t seed, std::string_view id, std::uint64_t tensor) : key_(mix(mix(seed ^ name_hash(id)) + tensor)) {}

  std::uint64_t bits(std::uint64_t element, std::uint64_t draw) const { return mix(key_ + (element * draws + draw + 1) * 0x9e3779b97f4a7c15u); }

  /// In [0, 1), a multiple of 2^-53.
  double uniform(std::uint64_t element, std::uint64_t draw) const { return static_cast<double>(bits(element, draw) >> 11) * 0x1p-53; }

  /// -1 or 1.
  double sign(std::uint64_t element, std::uint64_t draw) const { return bits(element, draw) >> 63 ? -1.0 : 1.0; }

  /// In [low, high]; the bias of the remainder is below 2^-32 for ranges below 2^32.
  std::int64_t integer(std::uint64_t element, std::uint64_t draw, std::int64_t low, std::int64_t high) const {
    return low + static_cast<std::int64_t>(bits(element, draw) % static_cast<std::uint64_t>(high - low + 1));
  }

  /// Close to a normal distribution of mean 0 and deviation 1: the sum of 12 uniform 16-bit integers has the variance 2^32; 24 more bits fill the mantissa.
  /// Uses draws `draw` to `draw + 3`. Lies in (-6, 6).
  double normal(std::uint64_t element, std::uint64_t draw) const {
    std::int64_t sum = 0;
    for (std::uint64_t i = 0; i < 3; ++i)
      for (std::uint64_t word = bits(element, draw + i), k = 0; k < 4; ++k, word >>= 16) sum += static_cast<std::int64_t>(word & 0xffff);
    const std::int64_t fine = ((sum - 12 * 65535 / 2) << 24) + static_cast<std::int64_t>(bits(element, draw + 3) >> 40);
    return static_cast<double>(fine) * 0x1p-40;
  }

 private:
  static constexpr std::uint64_t draws = 16;  // the most draws of one element

  // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // FNV-1a.
  static std::uint64_t name_hash(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const unsigned char c : name) hash = (hash ^ c) * 0x100000001b3u;
    return hash;
  }

  std::uint64_t key_;
};

}  // namespace yologold
