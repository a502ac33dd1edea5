#include "engine/tile.hpp"

#include <algorithm>

#include "assign/non_finite.hpp"
#include "engine/exceptions.hpp"
#include "engine/record_flow.hpp"
#include "engine/rows.hpp"
#include "engine/zero.hpp"

namespace yologold {

std::int64_t count_tiles(const Model& model) {
  std::int64_t tiles = 0;
  for (const auto& head : model.heads) tiles += head.shape.n * head.shape.a * ((head.cells() + tile_cells - 1) / tile_cells);
  return tiles;
}

Tile tile_at(const Model& model, std::int64_t index) {
  for (std::size_t h = 0;; ++h) {
    const HeadModel& head = model.heads[h];
    const std::int64_t per_plane = (head.cells() + tile_cells - 1) / tile_cells, here = head.shape.n * head.shape.a * per_plane;
    if (index >= here) {
      index -= here;
      continue;
    }
    const std::int64_t plane = index / per_plane, first = index % per_plane * tile_cells;
    return {static_cast<std::int64_t>(h), plane / head.shape.a, plane % head.shape.a, first, std::min(tile_cells, head.cells() - first)};
  }
}

namespace {

template <class T>
kernels::ObjectnessKernel<T> objectness_kernel(const Model& model, const kernels::Table<T>& k) {
  if (!model.squared_objectness()) return model.delta() ? k.delta_bce : k.bce;
  const bool linear =
      model.variant.family == Family::v1 && (model.variant.activation == Activation::linear || model.variant.activation == Activation::linear_sqrt);
  if (linear) return model.delta() ? k.delta_squared_linear : k.squared_linear;
  return model.delta() ? k.delta_squared_logistic : k.squared_logistic;
}

/// Notes the first non-finite objectness logit of the tile.
template <class T>
void note_objectness(const Run& run, const Tile& tile, const T* t, TaskResult& result) {
  const HeadModel& head = run.model.heads[static_cast<std::size_t>(tile.head)];
  for (std::int64_t i = 0; i < tile.cells; ++i)
    if (t[i] - t[i] != 0) {
      const std::int64_t cell = tile.first_cell + i, y = cell / head.shape.w, x = cell % head.shape.w;
      const HeadView& view = run.heads[static_cast<std::size_t>(tile.head)];
      assign::note(view, view.layout.objectness.at(tile.image, tile.anchor, 0, y, x), {tile.head, tile.image, tile.anchor, 4, y, x}, result.non_finite);
      return;
    }
}

/// Trains the objectness of a tile's cells towards 0 where they are no exceptions, while its zeros flow: slopes into a row, losses into the result.
template <class T>
void train_negatives(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, const Exceptions& exceptions, const T* t, T* slope, ZeroFlow<T>& zeros,
                     RecordFlow<T>& records, TaskResult& result) {
  const auto kernel = objectness_kernel(run.model, kernels);
  const T weight = static_cast<T>(run.work.scales[static_cast<std::size_t>(tile.head)].noobj);
  const std::size_t n = static_cast<std::size_t>(tile.cells), steps = step_count(n);
  alignas(64) T loss[step_cells];
  kernels::LaneSums losses;
  zeros.spread(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    const std::size_t at = i * step_cells, count = std::min(step_cells, n - at);
    const std::uint16_t silent = weight == 0 ? 0xffff : exceptions.silent(i);
    kernel(t + at, weight, &silent, loss, slope + at, count);
    kernels.add_up(loss, step_cells, losses);
    if (records.flows())
      records.write(at, count, slope + at);
    else
      zeros.write();
  }
  result.noobj = losses.join();
  if (run.model.delta()) result.cost = kernels.sum_squares(slope, n);
  zeros.finish();
}

/// Writes the objectness gradients of a tile, and those that its taken slots left in their rows.
template <class T>
void store_objectness(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, std::span<const Group> slots, const T* slope) {
  const GradientView& g = run.gradients[static_cast<std::size_t>(tile.head)];
  const std::int64_t columns = run.model.heads[static_cast<std::size_t>(tile.head)].shape.w, begin = first_slot(run.model, tile);
  const Block& block = g.layout.objectness;
  store_channel(kernels, g, block, block.at(tile.image, tile.anchor, 0, 0, 0), columns, tile.first_cell, tile.cells, slope);
  if (!run.slot_rows) return;
  for (const Group& slot : slots) {
    const std::int64_t cell = tile.first_cell + slot.slot - begin;
    const T* row = slot_row<T>(run, static_cast<std::size_t>(&slot - run.work.slots.data()));
    write<T>(g, block.at(tile.image, tile.anchor, 0, cell / columns, cell % columns), row[4]);
  }
}

}  // namespace

template <class T>
void run_tile(const Run& run, const kernels::Table<T>& kernels, std::int64_t index, Role* roles) {
  const Tile tile = tile_at(run.model, index);
  const HeadView& view = run.heads[static_cast<std::size_t>(tile.head)];
  const std::int64_t columns = run.model.heads[static_cast<std::size_t>(tile.head)].shape.w, begin = first_slot(run.model, tile);
  alignas(64) T t[tile_cells], slope[tile_cells];
  TaskResult result;

  // Load, and find the slots that are no negatives.
  const std::int64_t base = view.layout.objectness.at(tile.image, tile.anchor, 0, 0, 0);
  if (!load_channel(kernels, view, view.layout.objectness, base, columns, tile.first_cell, tile.cells, t)) note_objectness(run, tile, t, result);
  const auto slots = within(run.work.slots, begin, begin + tile.cells);
  Exceptions exceptions;
  find_exceptions(run, kernels, tile, slots, exceptions, result);
  for (std::int64_t i = 0; roles && i < tile.cells; ++i) roles[i] = exceptions.role(i);

  // Train the others, and write the gradient.
  RecordFlow<T> records(run, kernels, tile);
  ZeroFlow<T> zeros(run, kernels, tile, !records.flows());
  train_negatives(run, kernels, tile, exceptions, t, slope, zeros, records, result);
  if (!run.gradients.empty() && !records.flows()) store_objectness(run, kernels, tile, slots, slope);
  run.work.tiles[static_cast<std::size_t>(index)] = result;
}

template void run_tile<float>(const Run&, const kernels::Table<float>&, std::int64_t, Role*);
template void run_tile<double>(const Run&, const kernels::Table<double>&, std::int64_t, Role*);

}  // namespace yologold
