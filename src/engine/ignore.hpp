#pragma once
#include "engine/cell_set.hpp"

namespace yologold {

/// Finds what the truths of the batch can reach, where a rule asks for it. Fills work.reaches and work.flagged_reaches.
void find_reaches(const Model& model, Work& work);

/// Whether some rule asks for the decoded boxes of a tile.
bool decodes(const Run& run, const Tile& tile);

/// Adds to `ignored` the slots of a tile whose decoded box overlaps a truth: the ignore rules decoded, decoded-same-class, decoded-any-class,
/// and truths that carry the ignore flag, under every rule and in every family. For tiles that decodes() tells.
template <class T>
void mark_decoded(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, CellSet& ignored, TaskResult& result);

}  // namespace yologold
