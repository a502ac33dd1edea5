#pragma once
#include "diagnose/tally.hpp"

namespace yologold {

/// A scene with what was worked out about it once.
struct Subject {
  const Scene& scene;
  Examiner examiner;
  std::vector<Hypothesis> list;
};

/// Scores every mistake in a scene.
void try_singles(const Subject& subject, Tally& tally, const Watch& watch);

/// Scores every mistake after each of some. A pair that misses or breaks more than `most` elements is dropped as soon as that shows.
/// @param starting  ids
void try_pairs(const Subject& subject, const std::vector<std::string>& starting, std::int64_t most, Tally& tally, const Watch& watch);

}  // namespace yologold
