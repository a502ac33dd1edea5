#include <algorithm>

#include "assign/non_finite.hpp"
#include "engine/element.hpp"
#include "engine/tile.hpp"
#include "terms/bce_logits.hpp"
#include "terms/coord_v1.hpp"
#include "terms/coord_v2.hpp"
#include "terms/coord_v3.hpp"
#include "terms/coord_v4.hpp"
#include "terms/coordinate_scale.hpp"

namespace yologold {
namespace {

std::size_t padded(std::int64_t classes) { return (static_cast<std::size_t>(classes) + kernels::row_step - 1) / kernels::row_step * kernels::row_step; }

/// Scratch of one class loss: rows of C elements, padded.
template <class T>
struct ClassRows {
  T *logits, *target, *loss, *slope, *work, *sum;

  ClassRows(T* scratch, std::int64_t classes) {
    const std::size_t row = padded(classes);
    T** const rows[] = {&logits, &target, &loss, &slope, &work, &sum};
    for (std::size_t i = 0; i < 6; ++i) std::fill_n(*rows[i] = scratch + i * row, row, T(0));
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
  for (std::int64_t c = 0; c < classes; ++c) task.rows.logits[c] = read<T>(view, at(c));
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

template <class T>
void store_classes(const ClassTask<T>& task) {
  const auto n = static_cast<std::size_t>(task.run.model.classes);
  if (task.run.model.delta()) task.result.cost += task.kernels.sum_squares(task.rows.sum, n);
  if (task.run.gradients.empty()) return;
  const GradientView& g = task.run.gradients[static_cast<std::size_t>(task.at.head)];
  for (std::size_t c = 0; c < n; ++c)
    write<T>(g, g.layout.classes.at(task.at.image, task.at.anchor, static_cast<std::int64_t>(c), task.at.y, task.at.x), task.rows.sum[c]);
}

double weight_of(const WorkPair& p) { return p.truth->truth->weight; }

/// The class losses of a slot of v2, v3, v4.
template <class T>
void run_slot_classes(const ClassTask<T>& task, const Group& slot) {
  const Work& work = task.run.work;
  const auto pair = [&](std::int64_t i) -> const WorkPair& { return work.pairs[static_cast<std::size_t>(work.order[static_cast<std::size_t>(i)])]; };
  const double scale = work.scales[static_cast<std::size_t>(task.at.head)].classes;
  load_classes(task);
  switch (task.run.model.variant.class_collision) {
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
  store_classes(task);
}

/// The objectness of a positive slot: value, gradient, and the gradient that a differentiated IOU target sends into the box.
template <class T>
struct ObjectnessTerm {
  T value, slope, iou_slope = 0;
};

template <class T>
ObjectnessTerm<T> objectness(const Model& model, T t, T iou) {
  const Variant& v = model.variant;
  const T one(1);
  if (!model.squared_objectness()) {
    const auto r = terms::bce_logits(t, one);
    return {r.value, model.delta() ? lane::negate(r.slope) : r.slope};
  }
  const bool linear = v.family == Family::v1 && (v.activation == Activation::linear || v.activation == Activation::linear_sqrt);
  const T target = v.iou_target == IouTarget::one ? one : iou;
  const auto d = linear ? terms::offset_linear(t, target) : terms::offset_logistic(t, target);
  const auto r = terms::squared(d, model.delta());
  return {r.value, r.slope, v.iou_target == IouTarget::differentiated ? T(-2) * d.error : T(0)};
}

/// The coordinate term of a pair.
template <class T>
terms::CoordTerm<T> coordinates(const Model& model, const HeadModel& head, const WorkPair& p, const T (&t)[4]) {
  const Variant& v = model.variant;
  if (v.family == Family::v1) return terms::coord_v1(t, p, v);
  const HeadAnchor& anchor = head.anchors[static_cast<std::size_t>(p.pair.anchor)];
  auto term = v.family == Family::v2   ? terms::coord_v2(t, p, v, head, anchor)
              : v.family == Family::v3 ? terms::coord_v3(t, p, v, head, anchor)
                                       : terms::coord_v4(t, p, v, head, anchor);
  terms::scale_coordinates(term, t, *p.truth->truth, v, anchor);
  return term;
}

/// dIOU/dt of the box of a slot against a truth, v1 and v2; the value is the IOU.
template <class T>
terms::CoordTerm<T> iou_gradient(const Model& model, const HeadModel& head, const WorkPair& p, const T (&t)[4]) {
  const Variant& v = model.variant;
  const Truth& truth = *p.truth->truth;
  const HeadShape& s = head.shape;
  const T tie = geometry::tie_of<T>(v), off[2] = {static_cast<T>(p.offset_x), static_cast<T>(p.offset_y)}, grid[2] = {static_cast<T>(s.w), static_cast<T>(s.h)};
  terms::CoordTerm<T> g;
  if (v.family == Family::v2) {
    const auto boxes =
        decode::anchor_pair<T>(t, head, head.anchors[static_cast<std::size_t>(p.pair.anchor)], off[0], off[1],
                               static_cast<T>(truth.w * static_cast<double>(s.w)), static_cast<T>(truth.h * static_cast<double>(s.h)), T(1), T(1));
    g = terms::pull_back(geometry::iou_loss(boxes, tie).loss, boxes, t, head, T(1), T(1));
  } else {
    const auto boxes = decode::v1_pair<T>(t, v.activation, off[0], off[1], grid[0], grid[1], static_cast<T>(truth.w), static_cast<T>(truth.h));
    const auto l = geometry::iou_loss(boxes, tie).loss;
    const T partial[4] = {l.x / grid[0], l.y / grid[1], l.w, l.h};
    for (int k = 0; k < 4; ++k) {
      const auto sigma = lane::logistic(t[k]);
      const bool logistic = v.activation == Activation::logistic || v.activation == Activation::softmax_off;
      g.slope[k] = partial[k] * (logistic ? sigma.rise * sigma.fall : v.activation == Activation::linear_sqrt && k > 1 ? t[k] + t[k] : T(1));
    }
  }
  for (int k = 0; k < 4; ++k) g.slope[k] = lane::negate(g.slope[k]);
  return g;
}

/// The kept pair of the largest IOU, the first on a tie.
const WorkPair& largest_iou(const Work& work, const Group& slot) {
  const WorkPair* best = nullptr;
  for (std::int64_t i = slot.begin; i < slot.end; ++i) {
    const WorkPair& p = work.pairs[static_cast<std::size_t>(work.order[static_cast<std::size_t>(i)])];
    if (p.pair.kept && (!best || p.pair.iou > best->pair.iou)) best = &p;
  }
  return *best;
}

}  // namespace

std::size_t scratch_elements(std::int64_t classes) { return 6 * padded(classes); }

template <class T>
void run_slot(const Run& run, const kernels::Table<T>& kernels, std::size_t index, T* scratch) {
  const Group& slot = run.work.slots[index];
  const WorkPair& target = largest_iou(run.work, slot);
  const Pair& at = target.pair;
  const auto h = static_cast<std::size_t>(at.head);
  const HeadModel& head = run.model.heads[h];
  const HeadView& view = run.heads[h];
  const Scales& scales = run.work.scales[h];
  const auto t = decode::read_logits<T>(view, at.image, at.anchor, at.y, at.x);
  TaskResult result;
  T slope[4] = {};

  // Add the coordinate term of every kept pair.
  double weight = 0;
  for (std::int64_t i = slot.begin; i < slot.end; ++i) {
    const WorkPair& p = run.work.pairs[static_cast<std::size_t>(run.work.order[static_cast<std::size_t>(i)])];
    if (!p.pair.kept) continue;
    weight = std::max(weight, weight_of(p));
    if (p.pair.gated) continue;
    const auto term = coordinates(run.model, head, p, t.box);
    const double factor = scales.coord * weight_of(p) * p.share;
    result.coord += factor * static_cast<double>(term.value);
    for (int k = 0; k < 4; ++k) slope[k] += static_cast<T>(factor) * term.slope[k];
  }

  // Add the objectness, once.
  const auto obj = objectness(run.model, t.objectness, static_cast<T>(at.iou));
  const double obj_factor = scales.obj * weight;
  result.obj = obj_factor * static_cast<double>(obj.value);
  const T obj_slope = static_cast<T>(obj_factor) * obj.slope;
  const bool squares = run.model.squared_objectness();
  if (squares && run.model.variant.iou_target == IouTarget::differentiated && !run.model.delta()) {
    const auto iou = iou_gradient(run.model, head, target, t.box);
    for (int k = 0; k < 4; ++k) slope[k] += static_cast<T>(obj_factor) * obj.iou_slope * iou.slope[k];
  }

  // Write, and go on to the classes.
  if (run.model.delta()) {
    result.cost = static_cast<double>(obj_slope) * static_cast<double>(obj_slope);
    for (const T s : slope) result.cost += static_cast<double>(s) * static_cast<double>(s);
  }
  if (!run.gradients.empty()) {
    const GradientView& g = run.gradients[h];
    for (int k = 0; k < 4; ++k) write<T>(g, g.layout.box.at(at.image, at.anchor, k, at.y, at.x), slope[k]);
    write<T>(g, g.layout.objectness.at(at.image, at.anchor, 0, at.y, at.x), obj_slope);
  }
  if (run.model.variant.family != Family::v1) {
    ClassRows<T> rows(scratch, run.model.classes);
    run_slot_classes(ClassTask<T>{run, kernels, at, rows, result}, slot);
  }
  run.work.slot_results[index] = result;
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

template void run_slot<float>(const Run&, const kernels::Table<float>&, std::size_t, float*);
template void run_slot<double>(const Run&, const kernels::Table<double>&, std::size_t, double*);
template void run_cell<float>(const Run&, const kernels::Table<float>&, std::size_t, float*);
template void run_cell<double>(const Run&, const kernels::Table<double>&, std::size_t, double*);

}  // namespace yologold
