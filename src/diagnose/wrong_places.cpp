#include <algorithm>
#include <array>

#include "diagnose/hypothesis.hpp"
#include "suite/suite.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr const char* index_look = "the index arithmetic of the kernel that writes the gradient";

// Where a value of one head comes from: the index of a source element, or -1 for none.
using Source = std::function<std::ptrdiff_t(const HeadShape&, const Plane&, std::int64_t y, std::int64_t x)>;

std::ptrdiff_t inside(const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x) {
  return y < 0 || y >= s.h || x < 0 || x >= s.w ? -1 : static_cast<std::ptrdiff_t>(p.begin) + y * s.w + x;
}

// The first cell of the plane of another anchor or channel of the same image.
std::ptrdiff_t plane_begin(const HeadShape& s, std::int64_t image, std::int64_t anchor, std::int64_t channel) {
  const std::int64_t block = s.shared_classes ? 5 : 5 + s.c, planes = s.shared_classes ? s.a * 5 + s.c : s.a * block;
  const std::int64_t plane = s.shared_classes && channel > 4 ? s.a * 5 + channel - 5 : anchor * block + channel;
  return static_cast<std::ptrdiff_t>((image * planes + plane) * s.h * s.w);
}

void move(Field& field, const Scene& scene, const Source& source) {
  for (std::size_t k = 0; k < field.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    const std::vector<double> old = field[k];
    for (const Plane& p : planes_of(s))
      for (std::int64_t y = 0; y < s.h; ++y)
        for (std::int64_t x = 0; x < s.w; ++x) {
          const std::ptrdiff_t from = source(s, p, y, x);
          field[k][p.begin + static_cast<std::size_t>(y * s.w + x)] = from < 0 || from >= s.elements() ? 0 : old[static_cast<std::size_t>(from)];
        }
  }
}

void add(const std::string& id, const std::string& sentence, const Source& source, std::vector<Hypothesis>& list) {
  list.push_back({.id = id, .sentence = sentence, .look = index_look, .group = "place", .after = [source](Field& field, const Scene& scene) {
                    move(field, scene, source);
                  }});
}

void add_moved_cells(std::vector<Hypothesis>& list) {
  const auto shift = [&](const char* id, const char* sentence, std::int64_t dy, std::int64_t dx) {
    add(
        id, sentence, [=](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x) { return inside(s, p, y - dy, x - dx); }, list);
  };
  shift("written-column+1", "every value is written one column to the right", 0, 1);
  shift("written-column-1", "every value is written one column to the left", 0, -1);
  shift("written-row+1", "every value is written one row down", 1, 0);
  shift("written-row-1", "every value is written one row up", -1, 0);
  add(
      "written-transposed", "rows and columns of the grid are exchanged in the output: x*H + y for y*W + x",
      [](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x) {
        const std::int64_t flat = y * s.w + x;
        return static_cast<std::ptrdiff_t>(p.begin) + flat % s.h * s.w + flat / s.h;
      },
      list);
  const auto slide = [&](const char* id, const char* sentence, std::int64_t step, bool planes) {
    add(
        id, sentence, [=](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x) { return inside(s, p, y, x) - step * (planes ? s.h * s.w : 1); },
        list);
  };
  slide("written-element+1", "every value is written one element too far", 1, false);
  slide("written-element-1", "every value is written one element too early", -1, false);
  slide("written-plane+1", "every plane is written one plane too far", 1, true);
  slide("written-plane-1", "every plane is written one plane too early", -1, true);
}

// The channels of a predictor in another order: order[k] is the right channel of what stands at k.
void add_channels(const char* id, const char* sentence, std::array<std::int64_t, 5> order, std::vector<Hypothesis>& list) {
  add(
      id, sentence,
      [order](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x) {
        if (p.channel > 4) return inside(s, p, y, x);
        return plane_begin(s, p.image, p.anchor, order[static_cast<std::size_t>(p.channel)]) + y * s.w + x;
      },
      list);
}

void add_planes(std::vector<Hypothesis>& list) {
  add_channels("written-xy-swapped", "the gradients of tx and ty are exchanged", {1, 0, 2, 3, 4}, list);
  add_channels("written-wh-swapped", "the gradients of tw and th are exchanged", {0, 1, 3, 2, 4}, list);
  add_channels("written-xy-wh-swapped", "the gradients of tx, ty and of tw, th are exchanged", {2, 3, 0, 1, 4}, list);
  add_channels("written-objectness-first", "the objectness gradient is written before the box", {4, 0, 1, 2, 3}, list);
  const auto anchors = [&](const char* id, const char* sentence, auto&& of) {
    add(
        id, sentence,
        [of](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x) {
          const std::int64_t anchor = s.shared_classes && p.channel > 4 ? 0 : of(p.anchor, s.a);
          return plane_begin(s, p.image, anchor, p.channel) + y * s.w + x;
        },
        list);
  };
  anchors("written-anchors-reversed", "the gradients of the anchors are written in reversed order", [](std::int64_t a, std::int64_t n) { return n - 1 - a; });
  anchors("written-anchor+1", "the gradient of every anchor is written at the next one", [](std::int64_t a, std::int64_t n) { return (a + n - 1) % n; });
  anchors("written-anchor-1", "the gradient of every anchor is written at the one before", [](std::int64_t a, std::int64_t n) { return (a + 1) % n; });
  const auto images = [&](const char* id, const char* sentence, auto&& of) {
    add(
        id, sentence,
        [of](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x) {
          return plane_begin(s, of(p.image, s.n), p.anchor, p.channel) + y * s.w + x;
        },
        list);
  };
  images("written-images-reversed", "the images of the batch are written in reversed order", [](std::int64_t i, std::int64_t n) { return n - 1 - i; });
  images("written-image-0", "every image has the gradient of image 0", [](std::int64_t, std::int64_t) { return 0; });
}

// Writes the gradient in one layout into memory that is read in another.
void write_as(Field& field, const Setting& setting, LayoutName wrong) {
  for (std::size_t k = 0; k < field.size(); ++k) {
    const auto right = places(setting.layout, setting.shapes[k]), taken = places(wrong, setting.shapes[k]);
    std::vector<double> memory(field[k].size());
    for (std::size_t i = 0; i < taken.size(); ++i) memory[taken[i]] = field[k][i];
    for (std::size_t i = 0; i < right.size(); ++i) field[k][i] = memory[right[i]];
  }
}

}  // namespace

void add_wrong_places(const Scene& scene, std::vector<Hypothesis>& list) {
  add_moved_cells(list);
  add_planes(list);
  const bool shared = scene.setting.shapes[0].shared_classes;
  for (const LayoutName layout : {LayoutName::nchw, LayoutName::nhwc, LayoutName::nahwk, LayoutName::darknet_v1}) {
    if (layout == scene.setting.layout || layout == (shared ? LayoutName::nahwk : LayoutName::darknet_v1)) continue;
    list.push_back({.id = std::string("written-as-") + name_of(layout),
                    .sentence = std::string("the gradient is written in layout ") + name_of(layout) + ", " + name_of(scene.setting.layout) + " is wanted",
                    .look = "the strides of the gradient",
                    .group = "place",
                    .after = [layout](Field& field, const Scene& s) { write_as(field, s.setting, layout); }});
  }
}

}  // namespace yologold
