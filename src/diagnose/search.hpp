#pragma once
#include "diagnose/tally.hpp"

namespace yologold {

/// A scene with what was worked out about it once.
struct Subject {
  const Scene& scene;
  Examiner examiner;
  std::vector<Hypothesis> list;
  std::size_t longest = 0;  ///< the most elements that a mistake lists, those aside that replace the gradient
};

/// Scores every mistake in a scene, and returns the longest of what they list.
std::size_t try_singles(const Subject& subject, Tally& tally, const Watch& watch);

/// Scores every mistake after each of some. A pair that misses or breaks more than `most` elements is dropped as soon as that shows.
/// @param starting  ids
void try_pairs(const Subject& subject, const std::vector<std::string>& starting, std::int64_t most, Tally& tally, const Watch& watch);

}  // namespace yologold
