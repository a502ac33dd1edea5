#include <cmath>

#include "diagnose/retakes.hpp"

namespace yologold {
namespace {

using Group = Bench::Group;

void add(std::string id, std::string sentence, const char* look, const char* group, std::function<void(Setting&)> before, std::vector<Hypothesis>& list) {
  list.push_back({.id = std::move(id), .sentence = std::move(sentence), .look = look, .group = group, .before = std::move(before)});
}

/// The predictor of a cell that takes a truth.
using Choice = std::int64_t (*)(const Bench& bench, const Pair& pair);

// The predictor for which `measure(slot, truth)` is largest, the first on a tie.
template <class Measure>
std::int64_t largest(const Bench& bench, Pair pair, Measure&& measure) {
  double best = -bounds::inf;
  std::int64_t found = 0;
  for (pair.anchor = 0; pair.anchor < bench.shape(pair.head).a; ++pair.anchor) {
    const double value = measure(bench.slot_of(Group{&pair}), bench.truth_of(pair));
    if (value > best) best = value, found = pair.anchor;
  }
  return found;
}

std::int64_t first(const Bench&, const Pair&) { return 0; }

std::int64_t most_confident(const Bench& bench, const Pair& pair) {
  return largest(bench, pair, [](const bounds::Slot& slot, const Truth&) { return slot.t[4].v; });
}

std::int64_t by_shape(const Bench& bench, const Pair& pair) {
  return largest(bench, pair, [&](const bounds::Slot& slot, const Truth& truth) {
    const bounds::BoxPair boxes = bounds::box_pair(bench.variant(), slot, truth);
    const double w = boxes.pred.w.v, h = boxes.pred.h.v, common = std::min(w, truth.w) * std::min(h, truth.h);
    return common / (w * h + truth.w * truth.h - common);
  });
}

std::int64_t nearest(const Bench& bench, const Pair& pair) {
  return largest(bench, pair, [&](const bounds::Slot& slot, const Truth& truth) {
    const bounds::BoxPair b = bounds::box_pair(bench.variant(), slot, truth);
    return -(std::hypot(b.pred.x.v - truth.cx, b.pred.y.v - truth.cy, std::hypot(b.pred.w.v - truth.w, b.pred.h.v - truth.h)));
  });
}

void add_responsible(std::vector<Hypothesis>& list) {
  Retakes retakes("responsible", list);
  const auto add_choice = [&](const char* id, const char* sentence, Choice choice) {
    const auto make = [choice](const Bench& bench) {
      std::vector<Pair> pairs = bench.run().report.pairs;
      for (Pair& pair : pairs) pair.anchor = static_cast<std::int32_t>(choice(bench, pair));
      return bench.reassign(pairs, bench.variant().noobj == Noobj::object_free_cells);
    };
    retakes.add(id, sentence, "the choice of the predictor of a cell", make, true);
  };
  add_choice("responsible-first", "the first predictor of a cell takes every truth", first);
  add_choice("responsible-most-confident", "the predictor of the highest objectness takes the truth", most_confident);
  add_choice("responsible-by-shape", "the predictor is chosen by the overlap of sizes, centres laid on each other", by_shape);
  add_choice("responsible-nearest", "the predictor of the smallest distance of x y w h takes the truth, overlap or not", nearest);
}

// The nearest whole number of cells for the whole cells below.
Patch in_rounded_cells(const Bench& bench) {
  std::vector<Pair> pairs = bench.run().report.pairs;
  for (Pair& pair : pairs) {
    const HeadShape& s = bench.shape(pair.head);
    const Truth& truth = bench.truth_of(pair);
    const auto cell = [](double centre, std::int64_t cells) {
      return static_cast<std::int32_t>(std::min<std::int64_t>(static_cast<std::int64_t>(std::nearbyint(centre * static_cast<double>(cells))), cells - 1));
    };
    pair.x = cell(truth.cx, s.w), pair.y = cell(truth.cy, s.h);
  }
  return bench.reassign(pairs, false);
}

// Rows counted as if the grid were W cells high: the offset within the row goes along.
void count_rows_by_width(Setting& s, std::size_t head) {
  const HeadShape& shape = s.shapes[head];
  for (Truth& truth : s.truths) {
    const double place = truth.cy * static_cast<double>(shape.w), row = std::min(std::floor(place), static_cast<double>(shape.w - 1));
    truth.cy = (std::min(row, static_cast<double>(shape.h - 1)) + place - row) / static_cast<double>(shape.h);
  }
}

void add_cells(const Scene& scene, std::vector<Hypothesis>& list) {
  const Variant& v = scene.setting.variant;
  const char* const look = "the cell index: floor of the centre times the grid";
  Retakes retakes("truths", list);
  if (v.collision == Collision::sum && v.noobj == Noobj::complement && (v.family != Family::v3 || v.prior_gate != PriorGate::as_ignore))
    retakes.add("cell-rounded", "the cell is found by rounding, not by floor: from the middle of a cell on a truth lands in the next one", look,
                in_rounded_cells, true);
  const auto& shapes = scene.setting.shapes;
  if (std::any_of(shapes.begin(), shapes.end(), [](const HeadShape& s) { return s.w != s.h; }))
    list.push_back({.id = "rows-by-width",
                    .sentence = "the row is counted with W where H is wanted: floor(cy W)",
                    .look = look,
                    .group = "truths",
                    .before_head = count_rows_by_width});
}

// Lets only truths take part whose best anchor is above the threshold; where the ignore rule looks at every truth, the others are still ignored.
void drop_below(Setting& s) {
  const auto computed = run(s);
  if (!computed) return;
  std::vector<bool> above(s.truths.size());
  for (const Pair& p : computed->report.pairs)
    if (p.shape_iou > s.variant.iou_thresh) above[static_cast<std::size_t>(s.first[static_cast<std::size_t>(p.image)] + p.truth)] = true;
  std::vector<Truth> kept;
  std::vector<std::int64_t> first{0};
  for (std::size_t n = 0; n + 1 < s.first.size(); ++n) {
    for (auto i = static_cast<std::size_t>(s.first[n]); i < static_cast<std::size_t>(s.first[n + 1]); ++i) {
      if (!above[i] && s.variant.ignore == Ignore::off && !s.truths[i].ignore) continue;
      kept.push_back(s.truths[i]);
      kept.back().ignore = !above[i] || s.truths[i].ignore;
    }
    first.push_back(static_cast<std::int64_t>(kept.size()));
  }
  s.truths = std::move(kept), s.first = std::move(first);
}

void add_positives(const Variant& v, std::vector<Hypothesis>& list) {
  if (v.family != Family::v4 || v.positives == Positives::best_and_above) return;
  const char* const look = "the rule that gives a truth more than its best anchor";
  const auto only_best = [](Setting& s) { s.variant.iou_thresh = s.variant.match_ratio = 1; };
  add("positives-best-only", "only the best anchor of a truth is positive; those above the threshold are wanted too", look, "positives", only_best, list);
  if (v.anchor_match == AnchorMatch::shape_iou && (v.ignore == Ignore::off || v.ignore == Ignore::decoded))
    add("positives-above-only", "only anchors above the threshold are positive: a truth whose best anchor is below has none", look, "positives", drop_below,
        list);
}

void scale_anchors(Setting& s, double w, double h) {
  for (Anchor& a : s.variant.anchors) a.w *= w, a.h *= h;
}

void add_anchor_units(const Scene& scene, std::vector<Hypothesis>& list) {
  const Variant& v = scene.setting.variant;
  const char* const look = "the division of the anchors by stride or image size";
  const auto [width, height] = v.image;
  if (width <= 0 || height <= 0) return;
  list.push_back({.id = "anchors-over-stride",
                  .sentence = "the anchors are divided by the stride once too often",
                  .look = look,
                  .group = "anchors",
                  .before_head = [width = width, height = height](Setting& s, std::size_t k) {
                    scale_anchors(s, static_cast<double>(s.shapes[k].w) / width, static_cast<double>(s.shapes[k].h) / height);
                  }});
  if (v.anchor_unit != AnchorUnit::pixel) return;
  for (const int input : {416, 512, 608, 640}) {
    const double size = input;
    if (size == width && size == height) continue;
    const auto rescale = [size, width = width, height = height](Setting& s) { scale_anchors(s, width / size, height / size); };
    add("anchors-of-" + std::to_string(input), "the anchors are divided by an input size of " + std::to_string(input) + ", which is not this network's", look,
        "anchors", rescale, list);
  }
}

}  // namespace

void add_wrong_assignment(const Scene& scene, std::vector<Hypothesis>& list) {
  add_cells(scene, list);
  add_positives(scene.setting.variant, list);
  if (scene.setting.variant.family == Family::v1)
    add_responsible(list);
  else
    add_anchor_units(scene, list);
}

}  // namespace yologold
