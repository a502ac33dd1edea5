#pragma once
#include <map>

#include "bounds/build.hpp"
#include "bounds/scene.hpp"

namespace yologold::bounds_test {

/// What is done to the inputs of a backend that has a mistake in what it reads.
struct Reading {
  Mistake mistake = Mistake::none;
  std::int64_t anchor_shift = 0, column_shift = 0;
  bool tw_as_bf16 = false;
};

/// Runs kernels over a scene with the engine's assignment; the gradient at the offsets of the head.
/// @param logits  as the backend reads them
template <class S>
std::vector<double> play(const Scene& scene, const Kernels<S>& kernels, const std::vector<S>& logits, double (*value)(S), const Reading& reading = {}) {
  // Lay out the slot.
  const HeadShape& s = scene.shape;
  const Variant& v = scene.variant;
  const int family = static_cast<int>(v.family) + 1, n = static_cast<int>(s.c);
  std::vector<double> out(scene.gradient.size());
  const auto place = [&](const Block& b, std::int64_t a, std::int64_t k, std::int64_t y, std::int64_t x) {
    return static_cast<std::size_t>(b.at(0, a, k, y, x));
  };
  std::map<std::int64_t, std::vector<const Pair*>> slots, rows;
  for (const Pair& p : scene.report.pairs) {
    slots[(p.anchor * s.h + p.y) * s.w + p.x].push_back(&p);
    rows[((family == 1 ? 0 : p.anchor) * s.h + p.y) * s.w + p.x].push_back(&p);
  }

  // Go through the objectness of the slots without a truth.
  for (std::int64_t i = 0; i < s.slots(); ++i) {
    if (scene.roles[0][static_cast<std::size_t>(i)] != Role::negative) continue;
    const std::size_t at = place(scene.layout.objectness, i / (s.w * s.h), 0, i / s.w % s.h, i % s.w);
    const S slope = kernels.objectness(family, logits[at], S(0));
    out[at] = value(family == 1 ? S(0.5) * slope : slope);
  }

  // Go through the slots with truths.
  for (const auto& [key, pairs] : slots) {
    S box[4] = {S(0), S(0), S(0), S(0)}, target(family > 2 ? 1 : 0);
    const Pair& at = *pairs[0];
    for (const Pair* p : pairs) {
      const Truth& truth = scene.truths[static_cast<std::size_t>(p->truth)];
      PairInput<S> in{family,
                      {},
                      S(static_cast<double>(p->x + reading.column_shift)),
                      S(static_cast<double>(p->y)),
                      S(static_cast<double>(s.w)),
                      S(static_cast<double>(s.h)),
                      S(1),
                      S(1),
                      S(1),
                      S(1),
                      S(v.scale_xy.empty() || family < 4 ? 1 : v.scale_xy[0]),
                      S(truth.cx),
                      S(truth.cy),
                      S(truth.w),
                      S(truth.h)};
      for (std::int64_t k = 0; k < 4; ++k) in.t[k] = logits[place(scene.layout.box, p->anchor, k, p->y, p->x)];
      if (reading.tw_as_bf16) in.t[2] = S(bounds::format_named("bf16", "").round(value(in.t[2])));
      if (family > 1) {
        const Anchor& anchor = v.anchors[static_cast<std::size_t>(v.masks[0][static_cast<std::size_t>((p->anchor + reading.anchor_shift) % s.a)])];
        in.anchor_w = S(anchor.w), in.anchor_h = S(anchor.h);
        const bool grid = v.anchor_unit == AnchorUnit::grid;
        in.anchor_per_w = grid ? in.grid_w : S(v.image[0]), in.anchor_per_h = grid ? in.grid_h : S(v.image[1]);
      }
      if (family < 3) {
        const S iou = kernels.iou(in);
        target = target < iou ? iou : target;
      }
      if (p->gated) continue;
      S slopes[4];
      kernels.box(in, reading.mistake, slopes);
      for (int k = 0; k < 4; ++k) box[k] = box[k] + slopes[k];
    }
    for (std::int64_t k = 0; k < 4; ++k) out[place(scene.layout.box, at.anchor, k, at.y, at.x)] = value(box[k]);
    const std::size_t to = place(scene.layout.objectness, at.anchor, 0, at.y, at.x);
    out[to] = value(kernels.objectness(family, logits[to], target));
  }

  // Go through the classes: of the pairs of a slot one by one, of a cell of v1 together.
  for (const auto& [key, pairs] : rows) {
    const Pair& at = *pairs[0];
    const std::int64_t a = family == 1 ? 0 : at.anchor;
    S t[16], sum[16], slopes[16];
    for (int c = 0; c < n; ++c) t[c] = logits[place(scene.layout.classes, a, c, at.y, at.x)], sum[c] = S(0);
    for (std::size_t i = 0; i < (family == 1 ? 1 : pairs.size()); ++i) {
      bool hot[16] = {};
      for (std::size_t j = 0; j < pairs.size(); ++j)
        if (family == 1 || j == i) hot[scene.truths[static_cast<std::size_t>(pairs[j]->truth)].class_id] = true;
      kernels.classes(family, kernels.stable, t, hot, n, slopes);
      for (int c = 0; c < n; ++c) sum[c] = sum[c] + slopes[c];
    }
    for (int c = 0; c < n; ++c) out[place(scene.layout.classes, a, c, at.y, at.x)] = value(sum[c]);
  }
  return out;
}

}  // namespace yologold::bounds_test
