#include "explain/subject.hpp"

#include <algorithm>

#include "assign/cell.hpp"
#include "golden/report_json.hpp"
#include "judge/gradients.hpp"
#include "suite/locate.hpp"
#include "yologold/engine.hpp"
#include "yologold/error.hpp"

namespace yologold::explain {
namespace {

std::size_t index(std::int64_t i) { return static_cast<std::size_t>(i); }

HeadShape shape_of(const GoldenCase& golden, const Address& at) {
  const auto refuse = [&](const char* option, std::int64_t given, std::int64_t count) {
    if (given < 0 || given >= count) throw Error(option, std::to_string(given) + " does not exist", "0 to " + std::to_string(count - 1));
  };
  refuse("--head", at.head, static_cast<std::int64_t>(golden.inputs.shapes.size()));
  const HeadShape& shape = golden.inputs.shapes[index(at.head)];
  refuse("--image", at.image, shape.n);
  refuse("--anchor", at.anchor, shape.a);
  refuse("--y", at.y, shape.h);
  refuse("--x", at.x, shape.w);
  return shape;
}

}  // namespace

Subject::Subject(const GoldenCase& g, const Address& slot)
    : golden(g), variant(g.inputs.variant), at(slot), shape(shape_of(g, slot)), seen_(g), truths_(g.inputs.truths), index_(index(slot_index(shape, slot))) {
  stages_ = Plan(variant, g.inputs.shapes).stages(problem().heads, truths_.view());
}

Role Subject::role() const { return problem().roles[index(at.head)][index_]; }

double Subject::shape_iou_of(const Pair& pair) const {
  return variant.family == Family::v1 ? 0 : shape_iou(anchor(pair.head, pair.anchor), box_of(truth(pair.truth)));
}

std::vector<Pair> Subject::pairs() const {
  std::vector<Pair> here;
  const auto all = all_pairs();
  std::copy_if(all.begin(), all.end(), std::back_inserter(here),
               [&](const Pair& p) { return p.head == at.head && p.image == at.image && p.anchor == at.anchor && p.y == at.y && p.x == at.x; });
  return here;
}

double Subject::value(const Tensor& tensor, std::int64_t channel) const {
  const Layout layout = layout_of(golden.inputs.layout, shape);
  const Block& block = channel < 4 ? layout.box : channel == 4 ? layout.objectness : layout.classes;
  const std::int64_t k = channel < 4 ? channel : channel == 4 ? 0 : channel - 5, anchor = channel > 4 && shape.shared_classes ? 0 : at.anchor;
  const auto size = static_cast<std::ptrdiff_t>(size_of(tensor.type));
  const auto begin = tensor.bytes.begin() + block.at(at.image, anchor, k, at.y, at.x) * size;
  return as_doubles({tensor.type, {1}, {begin, begin + size}})[0];
}

double Subject::logit(std::int64_t channel) const { return value(golden.inputs.heads[index(at.head)], channel); }

double Subject::activated(std::int64_t channel) const {
  const std::int64_t plane = (at.image * shape.a + at.anchor) * (5 + shape.c) + channel;
  return stages().activated[index((plane * shape.h + at.y) * shape.w + at.x)];
}

Box Subject::box(std::int64_t anchor) const {
  const auto part = [&](std::int64_t k) { return stages().boxes[index((((at.image * shape.a + anchor) * 4 + k) * shape.h + at.y) * shape.w + at.x)]; };
  return {part(0), part(1), part(2), part(3)};
}

double Subject::anchor_units(std::int64_t head, bool vertical) const {
  if (variant.anchor_unit == AnchorUnit::image) return 1;
  const HeadShape& s = golden.inputs.shapes[index(head)];
  if (variant.anchor_unit == AnchorUnit::grid) return static_cast<double>(vertical ? s.h : s.w);
  return variant.image[vertical ? 1 : 0];
}

Box Subject::anchor(std::int64_t head, std::int64_t position) const {
  const Anchor& a = variant.anchors[index(variant.masks[index(head)][index(position)])];
  return {0, 0, a.w / anchor_units(head, false), a.h / anchor_units(head, true)};
}

std::int64_t Subject::truths() const {
  const Truths all = truths_.view();
  return all.first[index(at.image + 1)] - all.first[index(at.image)];
}

const Truth& Subject::truth(std::int64_t i) const {
  const Truths all = truths_.view();
  return all.all[index(all.first[index(at.image)] + i)];
}

bool Subject::holds(const Truth& t) const {
  if (find_fault(t, shape.c)) return false;
  return assign::locate(t.cx, shape.w).index == at.x && assign::locate(t.cy, shape.h).index == at.y;
}

Box box_of(const Truth& t) { return {t.cx, t.cy, t.w, t.h}; }

double iou(const Box& a, const Box& b) {
  const auto overlap = [](double d, double w, double W) { return std::max(0.0, std::min({w, W, (w + W) / 2 - std::abs(d)})); };
  const double inter = overlap(a.x - b.x, a.w, b.w) * overlap(a.y - b.y, a.h, b.h);
  return inter > 0 ? inter / (a.w * a.h + b.w * b.h - inter) : 0;
}

}  // namespace yologold::explain
