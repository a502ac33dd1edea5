#pragma once
#include "engine/tile.hpp"

namespace yologold {

inline double weight_of(const WorkPair& p) { return p.truth->truth->weight; }

/// Asks for a quarter of the classes that slot `index` of v2, v3, v4 will read, and write where its zeros are known. The quarters are asked for between the
/// stages of the slot before: all at once they would fill the line buffers, and its arithmetic would wait.
void prefetch_slot(const Run& run, std::size_t index, std::int64_t quarter);

/// The class losses of a slot of v2, v3, v4: loads its logits, adds the losses of its pairs by class_collision, writes the gradient. `at`: a pair of the slot.
template <class T>
void run_slot_classes(const Run& run, const kernels::Table<T>& kernels, std::size_t index, const Pair& at, T* scratch, TaskResult& result);

}  // namespace yologold
