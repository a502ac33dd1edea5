#pragma once
#include "engine/tile.hpp"

namespace yologold {

/// Marks as ignored the slots of a tile whose decoded box overlaps a truth: the ignore rules decoded, decoded-same-class, decoded-any-class,
/// and truths that carry the ignore flag, under every rule and in every family.
template <class T>
void mark_decoded(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, Role* roles, TaskResult& result);

}  // namespace yologold
