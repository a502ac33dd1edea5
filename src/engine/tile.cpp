#include "engine/tile.hpp"

#include <algorithm>

#include "assign/non_finite.hpp"
#include "engine/ignore.hpp"
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

/// Gives every slot its role: later rules win over earlier ones.
template <class T>
void assign_roles(const Run& run, const kernels::Table<T>& kernels, const Tile& tile, Role* roles, TaskResult& result) {
  const std::int64_t begin = run.model.heads[static_cast<std::size_t>(tile.head)].slot(tile.image, tile.anchor, tile.first_cell), end = begin + tile.cells;
  std::fill_n(roles, tile.cells, Role::negative);
  const auto marks = within(run.work.marks, begin, end);
  for (const Mark& mark : marks)
    if (mark.role == Role::none) roles[mark.slot - begin] = Role::none;
  if (decodes(run, tile)) mark_decoded(run, kernels, tile, roles, result);
  for (const Mark& mark : marks)
    if (mark.role == Role::ignored) roles[mark.slot - begin] = Role::ignored;
  for (const Group& slot : within(run.work.slots, begin, end)) roles[slot.slot - begin] = Role::positive;
}

/// Puts the objectness gradients of the taken slots into the row of a tile.
template <class T>
void take_slots(const Run& run, const Tile& tile, T* slope) {
  const std::int64_t begin = run.model.heads[static_cast<std::size_t>(tile.head)].slot(tile.image, tile.anchor, tile.first_cell);
  for (const Group& slot : within(run.work.slots, begin, begin + tile.cells))
    slope[slot.slot - begin] = slot_row<T>(run, static_cast<std::size_t>(&slot - run.work.slots.data()))[4];
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

}  // namespace

template <class T>
void run_tile(const Run& run, const kernels::Table<T>& kernels, std::int64_t index, Role* roles_out) {
  const Tile tile = tile_at(run.model, index);
  const auto h = static_cast<std::size_t>(tile.head);
  const std::int64_t columns = run.model.heads[h].shape.w;
  const auto n = static_cast<std::size_t>(tile.cells);
  alignas(64) T t[tile_cells], weight[tile_cells], loss[tile_cells], slope[tile_cells];
  Role own_roles[tile_cells];
  Role* roles = roles_out ? roles_out : own_roles;
  TaskResult result;

  RecordFlow<T> whole_records(run, kernels, tile);
  ZeroFlow<T> zeros(run, kernels, tile, !whole_records.flows());

  // Load, and find every slot's role.
  const HeadView& view = run.heads[h];
  load_channel(kernels, view, view.layout.objectness, view.layout.objectness.at(tile.image, tile.anchor, 0, 0, 0), columns, tile.first_cell, tile.cells, t);
  if (!kernels.all_finite(t, n)) note_objectness(run, tile, t, result);
  assign_roles(run, kernels, tile, roles, result);
  const T trained = static_cast<T>(run.work.scales[h].noobj);
  for (std::size_t i = 0; i < n; ++i) weight[i] = roles[i] == Role::negative ? trained : T(0);
  result.negatives = std::count(roles, roles + n, Role::negative);
  result.ignored = std::count(roles, roles + n, Role::ignored);
  for (std::size_t i = n; i % kernels::row_step != 0; ++i) weight[i] = 0;

  // Evaluate and sum, while the zeros flow.
  const auto kernel = objectness_kernel(run.model, kernels);
  const std::size_t steps = step_count(n);
  zeros.spread(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    const std::size_t at = i * step_cells;
    const std::size_t count = std::min(step_cells, n - at);
    kernel(t + at, weight + at, loss + at, slope + at, count);
    if (whole_records.flows())
      whole_records.write(at, count, slope + at);
    else
      zeros.write();
  }
  result.noobj = kernels.sum(loss, n);
  if (run.model.delta()) result.cost = kernels.sum_squares(slope, n);

  zeros.finish();

  // Write the gradient.
  if (!run.gradients.empty() && !whole_records.flows()) {
    const GradientView& g = run.gradients[h];
    if (run.slot_rows) take_slots(run, tile, slope);
    store_channel(kernels, g, g.layout.objectness, g.layout.objectness.at(tile.image, tile.anchor, 0, 0, 0), columns, tile.first_cell, tile.cells, slope);
  }
  run.work.tiles[static_cast<std::size_t>(index)] = result;
}

template void run_tile<float>(const Run&, const kernels::Table<float>&, std::int64_t, Role*);
template void run_tile<double>(const Run&, const kernels::Table<double>&, std::int64_t, Role*);

}  // namespace yologold
