#include "engine/slot_classes.hpp"

#include <algorithm>

#include "assign/non_finite.hpp"
#include "engine/prefetch.hpp"
#include "engine/slot_rows.hpp"

namespace yologold {
namespace {

std::size_t padded(std::int64_t classes) { return (static_cast<std::size_t>(classes) + kernels::row_step - 1) / kernels::row_step * kernels::row_step; }

/// Scratch of one class loss: rows of C elements, padded. The padding of the inputs is 0, and so is the whole sum.
template <class T>
struct ClassRows {
  T *logits, *target, *loss, *slope, *work, *sum;

  ClassRows(T* scratch, std::int64_t classes) {
    const std::size_t row = padded(classes);
    T** const rows[] = {&logits, &target, &loss, &slope, &work, &sum};
    for (std::size_t i = 0; i < 6; ++i) *rows[i] = scratch + i * row;
    for (T* input : {logits, target}) std::fill(input + classes, input + row, T(0));
    std::fill_n(sum, row, T(0));
  }
};

/// Softens a target of 0 or 1.
double soften(const Variant& v, double y, double classes) {
  if (v.family == Family::v1 || v.family == Family::v2) return y;
  const double e = v.smoothing_eps, d = std::min(1 / classes, 1.0 / 40);
  switch (v.label_smoothing) {
    case LabelSmoothing::half_eps:
      return y * (1 - e) + e / 2;
    case LabelSmoothing::eps_over_c:
      return y * (1 - e) + e / classes;
    case LabelSmoothing::clipped:
      return y > 0.5 ? 1 - d : d;
    default:
      return y;
  }
}

template <class T>
kernels::ClassKernel<T> class_kernel(const Model& model, const kernels::Table<T>& k) {
  const Variant& v = model.variant;
  const bool delta = model.delta();
  if (v.family == Family::v3 || v.family == Family::v4) return delta ? k.class_delta_bce : k.class_bce;
  if (v.family == Family::v1 && v.activation != Activation::logistic) return delta ? k.class_delta_linear_squared : k.class_linear_squared;
  return delta ? k.class_delta_softmax_squared : k.class_softmax_squared;
}

/// Sets the classes of a truth in a target row to `hot`.
template <class T>
void heat(const Truth& truth, T hot, T* target) {
  target[truth.class_id] = hot;
  for (const std::int32_t c : truth.more_classes) target[c] = hot;
}

template <class T>
struct ClassTask {
  const Run& run;
  const kernels::Table<T>& kernels;
  const Pair& at;
  ClassRows<T>& rows;
  TaskResult& result;
};

template <class T>
void load_classes(const ClassTask<T>& task) {
  const HeadView& view = task.run.heads[static_cast<std::size_t>(task.at.head)];
  const std::int64_t classes = task.run.model.classes;
  const auto at = [&](std::int64_t c) { return view.layout.classes.at(task.at.image, task.at.anchor, c, task.at.y, task.at.x); };
  gather(view, at(0), view.layout.classes.sk, static_cast<std::size_t>(classes), task.rows.logits);
  if (task.kernels.all_finite(task.rows.logits, static_cast<std::size_t>(classes))) return;
  const std::int64_t anchor = task.run.model.variant.family == Family::v1 ? 0 : task.at.anchor;
  for (std::int64_t c = 0; c < classes; ++c)
    assign::note(view, at(c), {task.at.head, task.at.image, anchor, 5 + c, task.at.y, task.at.x}, task.result.non_finite);
}

/// One class loss on the union of the classes of pairs [begin, end) of `order`, times factor; its slope joins rows.sum.
template <class T>
void add_class_loss(const ClassTask<T>& task, const std::vector<std::int64_t>& order, std::int64_t begin, std::int64_t end, double factor) {
  const Variant& v = task.run.model.variant;
  const auto n = static_cast<std::size_t>(task.run.model.classes);
  const double classes = static_cast<double>(n);
  std::fill_n(task.rows.target, n, static_cast<T>(soften(v, 0, classes)));
  for (std::int64_t i = begin; i < end; ++i)
    heat(*task.run.work.pairs[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])].truth->truth, static_cast<T>(soften(v, 1, classes)),
         task.rows.target);
  class_kernel(task.run.model, task.kernels)(task.rows.logits, task.rows.target, task.rows.loss, task.rows.slope, task.rows.work, n);
  task.result.classes += factor * task.kernels.sum(task.rows.loss, n);
  for (std::size_t c = 0; c < n; ++c) task.rows.sum[c] += static_cast<T>(factor) * task.rows.slope[c];
}

/// Writes the gradient, or leaves it in `row`.
template <class T>
void store_classes(const ClassTask<T>& task, T* row = nullptr) {
  const auto n = static_cast<std::size_t>(task.run.model.classes);
  if (task.run.model.delta()) task.result.cost += task.kernels.sum_squares(task.rows.sum, n);
  if (row) std::copy_n(task.rows.sum, n, row);
  if (row || task.run.gradients.empty()) return;
  const GradientView& g = task.run.gradients[static_cast<std::size_t>(task.at.head)];
  const std::int64_t base = g.layout.classes.at(task.at.image, task.at.anchor, 0, task.at.y, task.at.x);
  scatter(g, base, g.layout.classes.sk, task.run.model.classes, [&](std::int64_t c) { return task.rows.sum[c]; });
}

}  // namespace

void prefetch_slot(const Run& run, std::size_t index, std::int64_t quarter) {
  const Work& work = run.work;
  if (index >= work.slots.size() || run.model.variant.family == Family::v1) return;
  const Pair& p = work.pairs[static_cast<std::size_t>(work.order[static_cast<std::size_t>(work.slots[index].begin)])].pair;
  const auto h = static_cast<std::size_t>(p.head);
  const std::int64_t first = run.model.classes * quarter / 4, end = run.model.classes * (quarter + 1) / 4;
  prefetch_classes(run.heads[h], first, end, p.image, p.anchor, p.y, p.x);
  if (run.known_zero) prefetch_classes(run.gradients[h], first, end, p.image, p.anchor, p.y, p.x);
}

std::size_t scratch_elements(std::int64_t classes) { return 6 * padded(classes); }

template <class T>
void run_slot_classes(const Run& run, const kernels::Table<T>& kernels, std::size_t index, const Pair& at, T* scratch, TaskResult& result) {
  ClassRows<T> rows(scratch, run.model.classes);
  const ClassTask<T> task{run, kernels, at, rows, result};
  const Work& work = run.work;
  const Group& slot = work.slots[index];
  const auto pair = [&](std::int64_t i) -> const WorkPair& { return work.pairs[static_cast<std::size_t>(work.order[static_cast<std::size_t>(i)])]; };
  const double scale = work.scales[static_cast<std::size_t>(at.head)].classes;
  load_classes(task);
  prefetch_slot(run, index + 1, 2);
  switch (run.model.variant.class_collision) {
    case ClassCollision::per_pair:
      for (std::int64_t i = slot.begin; i < slot.end; ++i)
        if (pair(i).pair.kept) add_class_loss(task, work.order, i, i + 1, scale * weight_of(pair(i)) * pair(i).share);
      break;
    case ClassCollision::multi_hot: {
      double weight = 0;
      for (std::int64_t i = slot.begin; i < slot.end; ++i) weight = std::max(weight, weight_of(pair(i)));
      add_class_loss(task, work.order, slot.begin, slot.end, scale * weight);
      break;
    }
    case ClassCollision::overwrite:
      add_class_loss(task, work.order, slot.end - 1, slot.end, scale * weight_of(pair(slot.end - 1)));
      break;
  }
  prefetch_slot(run, index + 1, 3);
  store_classes(task, run.slot_rows ? slot_row<T>(run, index) + 5 : nullptr);
}

template <class T>
void run_cell(const Run& run, const kernels::Table<T>& kernels, std::size_t index, T* scratch) {
  const Group& cell = run.work.cells[index];
  const Work& work = run.work;
  const auto pair = [&](std::int64_t i) -> const WorkPair& { return work.pairs[static_cast<std::size_t>(work.cell_order[static_cast<std::size_t>(i)])]; };
  const Pair& at = pair(cell.begin).pair;
  const double scale = work.scales[static_cast<std::size_t>(at.head)].classes;
  TaskResult result;
  ClassRows<T> rows(scratch, run.model.classes);
  const ClassTask<T> task{run, kernels, at, rows, result};
  load_classes(task);
  if (run.model.variant.cell_sharing == CellSharing::sum) {
    for (std::int64_t i = cell.begin; i < cell.end; ++i) add_class_loss(task, work.cell_order, i, i + 1, scale * weight_of(pair(i)));
  } else {
    double weight = 0;
    for (std::int64_t i = cell.begin; i < cell.end; ++i) weight = std::max(weight, weight_of(pair(i)));
    add_class_loss(task, work.cell_order, cell.begin, cell.end, scale * weight);
  }
  store_classes(task);
  run.work.cell_results[index] = result;
}

template void run_slot_classes<float>(const Run&, const kernels::Table<float>&, std::size_t, const Pair&, float*, TaskResult&);
template void run_cell<float>(const Run&, const kernels::Table<float>&, std::size_t, float*);
template void run_slot_classes<double>(const Run&, const kernels::Table<double>&, std::size_t, const Pair&, double*, TaskResult&);
template void run_cell<double>(const Run&, const kernels::Table<double>&, std::size_t, double*);

}  // namespace yologold
