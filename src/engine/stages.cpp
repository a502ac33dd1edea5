#include "engine/stages.hpp"

#include <algorithm>

#include "engine/element.hpp"
#include "geometry/overlap.hpp"
#include "lane/logistic.hpp"

namespace yologold {
namespace {

/// The activated values and the box of one slot.
struct SlotStages {
  double activated[5], box[4];
};

double activate(const Variant& v, double t, int k) {
  const bool logistic = v.family != Family::v1 || v.activation == Activation::logistic || v.activation == Activation::softmax_off;
  if (logistic) return lane::logistic(t).rise;
  return v.activation == Activation::linear_sqrt && (k == 2 || k == 3) ? t * t : t;
}

SlotStages decode_slot(const Model& model, const HeadModel& head, const HeadView& view, std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) {
  SlotStages s;
  const auto logit = [&](int k) {
    return k < 4 ? read<double>(view, view.layout.box.at(n, a, k, y, x)) : read<double>(view, view.layout.objectness.at(n, a, 0, y, x));
  };
  for (int k = 0; k < 5; ++k) s.activated[k] = activate(model.variant, logit(k), k);
  if (model.variant.family != Family::v1) {
    const HeadAnchor& anchor = head.anchors[static_cast<std::size_t>(a)];
    for (int k = 0; k < 2; ++k) s.activated[k] = head.scale_xy * s.activated[k] - (head.scale_xy - 1) / 2;
    s.activated[2] = anchor.w_image * lane::exp(logit(2));
    s.activated[3] = anchor.h_image * lane::exp(logit(3));
  }
  s.box[0] = (static_cast<double>(x) + s.activated[0]) / static_cast<double>(head.shape.w);
  s.box[1] = (static_cast<double>(y) + s.activated[1]) / static_cast<double>(head.shape.h);
  s.box[2] = s.activated[2], s.box[3] = s.activated[3];
  return s;
}

double best_iou(const Work& work, std::int64_t image, const double (&box)[4]) {
  double best = 0;
  for (auto t = work.first_truth[static_cast<std::size_t>(image)]; t < work.first_truth[static_cast<std::size_t>(image) + 1]; ++t) {
    const Truth& truth = *work.truths[static_cast<std::size_t>(t)].truth;
    best = lane::max(best, geometry::iou<double>({box[0] - truth.cx, box[1] - truth.cy, box[2], box[3], truth.w, truth.h}));
  }
  return best;
}

/// The class probabilities of one slot, into a row.
void activate_classes(const Run& run, const kernels::Table<double>& kernels, const HeadView& view, const std::int64_t (&at)[4], double* logits, double* p) {
  const Variant& v = run.model.variant;
  const auto n = static_cast<std::size_t>(run.model.classes);
  for (std::size_t c = 0; c < n; ++c) logits[c] = read<double>(view, view.layout.classes.at(at[0], at[1], static_cast<std::int64_t>(c), at[2], at[3]));
  if (v.family == Family::v2 || (v.family == Family::v1 && v.activation == Activation::logistic))
    kernels.activate_softmax(logits, p, n);
  else
    for (std::size_t c = 0; c < n; ++c) p[c] = v.family == Family::v1 ? logits[c] : lane::logistic(logits[c]).rise;
}

}  // namespace

template <class T>
std::vector<HeadStages> compute_stages(const Run& run, const kernels::Table<double>& kernels, const kernels::Table<T>& kernels_of_run) {
  std::vector<HeadStages> all;
  const std::size_t row = (static_cast<std::size_t>(run.model.classes) + 15) / 16 * 16;
  std::vector<double> memory(2 * row + 8);
  auto* logits = reinterpret_cast<double*>((reinterpret_cast<std::uintptr_t>(memory.data()) + 63) / 64 * 64);
  for (std::size_t h = 0; h < run.heads.size(); ++h) {
    const HeadModel& head = run.model.heads[h];
    const HeadShape& s = head.shape;
    const std::int64_t cells = head.cells(), k = 5 + s.c;
    const auto slots = static_cast<std::size_t>(s.slots());
    HeadStages stages{std::vector<double>(slots * static_cast<std::size_t>(k)), std::vector<double>(slots * 4), std::vector<double>(slots),
                      std::vector<std::int32_t>(slots, -1), std::vector<Role>(slots)};

    // Decode every slot.
    for (std::int64_t i = 0; i < s.slots(); ++i) {
      const std::int64_t cell = i % cells, plane = i / cells, at[4] = {plane / s.a, plane % s.a, cell / s.w, cell % s.w};
      const auto d = decode_slot(run.model, head, run.heads[h], at[0], at[1], at[2], at[3]);
      const auto put = [&](std::vector<double>& to, std::int64_t channels, std::int64_t c, double x) {
        to[static_cast<std::size_t>((plane * channels + c) * cells + cell)] = x;
      };
      for (int c = 0; c < 5; ++c) put(stages.activated, k, c, d.activated[c]);
      for (int c = 0; c < 4; ++c) put(stages.boxes, 4, c, d.box[c]);
      activate_classes(run, kernels, run.heads[h], at, logits, logits + row);
      for (std::int64_t c = 0; c < s.c; ++c) put(stages.activated, k, 5 + c, logits[row + static_cast<std::size_t>(c)]);
      stages.best_iou[static_cast<std::size_t>(i)] = best_iou(run.work, at[0], d.box);
    }
    all.push_back(std::move(stages));
  }

  // Roles, tile by tile; then the truth that keeps each taken slot.
  for (std::int64_t i = 0; i < count_tiles(run.model); ++i) {
    const Tile t = tile_at(run.model, i);
    const HeadModel& head = run.model.heads[static_cast<std::size_t>(t.head)];
    run_tile<T>(run, kernels_of_run, i, all[static_cast<std::size_t>(t.head)].role.data() + (head.slot(t.image, t.anchor, t.first_cell) - head.first_slot));
  }
  for (const WorkPair& p : run.work.pairs) {
    auto& kept =
        all[static_cast<std::size_t>(p.pair.head)].truth[static_cast<std::size_t>(p.slot - run.model.heads[static_cast<std::size_t>(p.pair.head)].first_slot)];
    if (p.pair.kept && kept < 0) kept = p.pair.truth;
  }
  return all;
}

template std::vector<HeadStages> compute_stages<float>(const Run&, const kernels::Table<double>&, const kernels::Table<float>&);
template std::vector<HeadStages> compute_stages<double>(const Run&, const kernels::Table<double>&, const kernels::Table<double>&);

}  // namespace yologold
