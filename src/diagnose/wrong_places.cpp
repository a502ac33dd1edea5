#include <algorithm>
#include <array>

#include "diagnose/carry.hpp"
#include "diagnose/hypothesis.hpp"

namespace yologold {
namespace {

constexpr const char* index_look = "the index arithmetic of the kernel that writes the gradient";

using Elements = std::vector<std::ptrdiff_t>;

std::ptrdiff_t element(const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x) { return static_cast<std::ptrdiff_t>(p.begin) + y * s.w + x; }

// The first cell of the plane of another anchor or channel of the same image.
std::ptrdiff_t plane_begin(const HeadShape& s, std::int64_t image, std::int64_t anchor, std::int64_t channel) {
  const std::int64_t block = s.shared_classes ? 5 : 5 + s.c, planes = s.shared_classes ? s.a * 5 + s.c : s.a * block;
  const std::int64_t plane = s.shared_classes && channel > 4 ? s.a * 5 + channel - 5 : anchor * block + channel;
  return static_cast<std::ptrdiff_t>((image * planes + plane) * s.h * s.w);
}

void add(const std::string& id, const std::string& sentence, const Targets& targets, std::vector<Hypothesis>& list) {
  list.push_back({.id = id, .sentence = sentence, .look = index_look, .group = "place", .after = [targets](Prediction& p, const Scene& scene) {
                    move_values(p, scene, targets);
                  }});
}

void add_moved_cells(std::vector<Hypothesis>& list) {
  const auto shift = [&](const char* id, const char* sentence, std::int64_t dy, std::int64_t dx) {
    add(
        id, sentence,
        [=](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x, Elements& to) {
          const bool inside = y + dy >= 0 && y + dy < s.h && x + dx >= 0 && x + dx < s.w;
          if (inside) to.push_back(element(s, p, y + dy, x + dx));
        },
        list);
  };
  shift("written-column+1", "every value is written one column to the right", 0, 1);
  shift("written-column-1", "every value is written one column to the left", 0, -1);
  shift("written-row+1", "every value is written one row down", 1, 0);
  shift("written-row-1", "every value is written one row up", -1, 0);
  add("written-transposed", "rows and columns of the grid are exchanged in the output: x*H + y for y*W + x", to_transposed, list);
  const auto slide = [&](const char* id, const char* sentence, std::int64_t step, bool planes) {
    add(
        id, sentence,
        [=](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x, Elements& to) {
          to.push_back(element(s, p, y, x) + step * (planes ? s.h * s.w : 1));
        },
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
      [order](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x, Elements& to) {
        const auto channel = p.channel > 4 ? p.channel : std::find(order.begin(), order.end(), p.channel) - order.begin();
        to.push_back(plane_begin(s, p.image, p.anchor, channel) + y * s.w + x);
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
        [of](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x, Elements& to) {
          const std::int64_t anchor = s.shared_classes && p.channel > 4 ? 0 : of(p.anchor, s.a);
          to.push_back(plane_begin(s, p.image, anchor, p.channel) + y * s.w + x);
        },
        list);
  };
  anchors("written-anchors-reversed", "the gradients of the anchors are written in reversed order", [](std::int64_t a, std::int64_t n) { return n - 1 - a; });
  anchors("written-anchor+1", "the gradient of every anchor is written at the next one", [](std::int64_t a, std::int64_t n) { return (a + 1) % n; });
  anchors("written-anchor-1", "the gradient of every anchor is written at the one before", [](std::int64_t a, std::int64_t n) { return (a + n - 1) % n; });
  add(
      "written-images-reversed", "the images of the batch are written in reversed order",
      [](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x, Elements& to) {
        to.push_back(plane_begin(s, s.n - 1 - p.image, p.anchor, p.channel) + y * s.w + x);
      },
      list);
  add(
      "written-image-0", "every image has the gradient of image 0",
      [](const HeadShape& s, const Plane& p, std::int64_t y, std::int64_t x, Elements& to) {
        for (std::int64_t image = 0; p.image == 0 && image < s.n; ++image) to.push_back(plane_begin(s, image, p.anchor, p.channel) + y * s.w + x);
      },
      list);
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
                    .after = [layout](Prediction& p, const Scene& s) { write_as(p, s, layout); }});
  }
}

}  // namespace yologold
