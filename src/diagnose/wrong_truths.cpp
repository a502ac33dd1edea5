#include <algorithm>

#include "diagnose/hypothesis.hpp"

namespace yologold {
namespace {

constexpr const char* label_look = "the reading of the labels";

void add(const char* id, const char* sentence, const char* look, std::function<void(Setting&)> before, std::vector<Hypothesis>& list) {
  list.push_back({.id = id, .sentence = sentence, .look = look, .group = "truths", .before = std::move(before)});
}

template <class Change>
std::function<void(Setting&)> each_truth(Change change) {
  return [change](Setting& s) {
    for (Truth& truth : s.truths) change(truth, s);
  };
}

// Keeps `keep(i, count)` of the truths of every image.
template <class Keep>
std::function<void(Setting&)> some(Keep keep) {
  return [keep](Setting& s) {
    std::vector<Truth> kept;
    std::vector<std::int64_t> first{0};
    for (std::size_t n = 0; n + 1 < s.first.size(); ++n) {
      for (std::int64_t i = s.first[n]; i < s.first[n + 1]; ++i)
        if (keep(i - s.first[n], s.first[n + 1] - s.first[n])) kept.push_back(s.truths[static_cast<std::size_t>(i)]);
      first.push_back(static_cast<std::int64_t>(kept.size()));
    }
    s.truths = std::move(kept);
    s.first = std::move(first);
  };
}

void move_class(Truth& truth, const Setting& s, std::int64_t step) {
  const std::int64_t classes = s.shapes[0].c;
  if (truth.class_id >= 0 && truth.class_id < classes) truth.class_id = static_cast<std::int32_t>((truth.class_id + step + classes) % classes);
}

// Image n gets the truths of image n + 1, the last one those of the first.
void next_image(Setting& s) {
  std::vector<Truth> moved;
  std::vector<std::int64_t> first{0};
  const std::size_t images = s.first.size() - 1;
  for (std::size_t n = 0; n < images; ++n) {
    const std::size_t from = (n + 1) % images;
    for (std::int64_t i = s.first[from]; i < s.first[from + 1]; ++i) moved.push_back(s.truths[static_cast<std::size_t>(i)]);
    first.push_back(static_cast<std::int64_t>(moved.size()));
  }
  s.truths = std::move(moved);
  s.first = std::move(first);
}

void reverse_truths(Setting& s) {
  for (std::size_t n = 0; n + 1 < s.first.size(); ++n) std::reverse(s.truths.begin() + s.first[n], s.truths.begin() + s.first[n + 1]);
}

void add_truth_cells(std::vector<Hypothesis>& list) {
  const auto shift = [&](const char* id, const char* sentence, double dx, double dy) {
    list.push_back({.id = id,
                    .sentence = sentence,
                    .look = "the cell index: floor of the centre times the grid",
                    .group = "truths",
                    .before_head = [=](Setting& s, std::size_t head) {
                      for (Truth& truth : s.truths) {
                        truth.cx += dx / static_cast<double>(s.shapes[head].w);
                        truth.cy += dy / static_cast<double>(s.shapes[head].h);
                      }
                    }});
  };
  shift("cell-column+1", "every truth lands one cell too far right", 1, 0);
  shift("cell-column-1", "every truth lands one cell too far left", -1, 0);
  shift("cell-row+1", "every truth lands one cell too far down", 0, 1);
  shift("cell-row-1", "every truth lands one cell too far up", 0, -1);
}

void add_boxes(std::vector<Hypothesis>& list) {
  add("truths-xy-swapped", "x and y of the truths are exchanged", label_look, each_truth([](Truth& t, const Setting&) { std::swap(t.cx, t.cy); }), list);
  add("truths-wh-swapped", "width and height of the truths are exchanged", label_look, each_truth([](Truth& t, const Setting&) { std::swap(t.w, t.h); }), list);
  add("truths-xywh-swapped", "x and y, and width and height of the truths are exchanged", label_look, each_truth([](Truth& t, const Setting&) {
        std::swap(t.cx, t.cy);
        std::swap(t.w, t.h);
      }),
      list);
  add("truths-corner-as-centre", "the upper left corner of a truth is taken as its centre", label_look, each_truth([](Truth& t, const Setting&) {
        t.cx -= t.w / 2;
        t.cy -= t.h / 2;
      }),
      list);
  add("truths-half-size", "half the width and height of a truth are taken as the whole", label_look, each_truth([](Truth& t, const Setting&) {
        t.w /= 2;
        t.h /= 2;
      }),
      list);
  add("truths-double-size", "the width and height of a truth are taken as half of them", label_look, each_truth([](Truth& t, const Setting&) {
        t.w *= 2;
        t.h *= 2;
      }),
      list);
}

}  // namespace

void add_wrong_truths(const Scene&, std::vector<Hypothesis>& list) {
  add_truth_cells(list);
  add_boxes(list);

  // Mistake the labels beside the box.
  add("class+1", "class ids are one too high (the labels count from 0)", label_look, each_truth([](Truth& t, const Setting& s) { move_class(t, s, 1); }), list);
  add("class-1", "class ids are one too low (the labels count from 1)", label_look, each_truth([](Truth& t, const Setting& s) { move_class(t, s, -1); }), list);
  add("truths-first-class-only", "only the first class of a truth with several is used", label_look,
      each_truth([](Truth& t, const Setting&) { t.more_classes = {}; }), list);
  add("truths-weight-left-out", "the weights of truths are left out", label_look, each_truth([](Truth& t, const Setting&) { t.weight = 1; }), list);
  add("truths-ignore-flag-left-out", "truths that carry the ignore flag are trained like others", label_look,
      each_truth([](Truth& t, const Setting&) { t.ignore = false; }), list);

  // Mistake which truths there are.
  const char* const loop = "the loop over truths: its bounds, its order, its padding";
  add("truths-none", "no truth takes part", loop, some([](std::int64_t, std::int64_t) { return false; }), list);
  add("truths-first-only", "only the first truth of every image takes part", loop, some([](std::int64_t i, std::int64_t) { return i == 0; }), list);
  add("truths-without-first", "the first truth of every image is left out", loop, some([](std::int64_t i, std::int64_t) { return i > 0; }), list);
  add("truths-without-last", "the last truth of every image is left out", loop, some([](std::int64_t i, std::int64_t n) { return i + 1 < n; }), list);
  add("truths-reversed", "the truths of an image are taken in reversed order", loop, reverse_truths, list);
  add("truths-of-next-image", "every image has the truths of the next one", "the image index of the truths", next_image, list);
}

}  // namespace yologold
