#include "engine/model.hpp"

#include <algorithm>
#include <string>

#include "lane/log.hpp"
#include "variant/validate.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

std::string head_name(std::size_t i) { return "head " + std::to_string(i); }

void check_shapes(const Variant& v, std::span<const HeadShape> heads) {
  if (heads.empty()) throw Error("heads", "there are none", "one or more");
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const auto& s = heads[i];
    if (s.n < 0 || s.a < 1 || s.h < 1 || s.w < 1 || s.c < 1)
      throw Error(head_name(i), "an extent is too small", "n >= 0, and 1 or more predictors, rows, columns, classes");
    if (s.n != heads[0].n)
      throw Error(head_name(i), std::to_string(s.n) + " images, head 0 has " + std::to_string(heads[0].n), "the same number in every head");
    if (s.c != heads[0].c)
      throw Error(head_name(i), std::to_string(s.c) + " classes, head 0 has " + std::to_string(heads[0].c), "the same number in every head");
    if (s.shared_classes != (v.family == Family::v1))
      throw Error(head_name(i), "shared_classes does not fit the family", "true for v1, false for v2, v3 and v4");
    if (v.classes != 0 && v.classes != s.c) throw Error(head_name(i), std::to_string(s.c) + " classes", std::to_string(v.classes) + " (the variant's)");
    if (v.family == Family::v1 && s.a != v.predictors)
      throw Error(head_name(i), std::to_string(s.a) + " predictors", std::to_string(v.predictors) + " (the variant's)");
    const double elements = static_cast<double>(s.n) * s.h * s.w * (static_cast<double>(s.a) * (5 + s.c));
    if (elements > 0x1p48) throw Error(head_name(i), "more elements than can be addressed", "fewer than 2^48");
  }
}

void check_lists(const Variant& v, std::span<const HeadShape> heads) {
  const auto one_per_head = [&](const char* name, std::size_t size) {
    if (size != heads.size()) throw Error(name, std::to_string(size) + " for " + std::to_string(heads.size()) + " heads", "one per head");
  };
  if (!v.scale_xy.empty()) one_per_head("scale_xy", v.scale_xy.size());
  if (!v.head_weight.empty()) one_per_head("head_weight", v.head_weight.size());
  if (v.family == Family::v1) return;
  one_per_head("masks", v.masks.size());
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const auto& mask = v.masks[i];
    if (static_cast<std::int64_t>(mask.size()) != heads[i].a)
      throw Error(head_name(i), std::to_string(heads[i].a) + " anchors", std::to_string(mask.size()) + " (its mask)");
  }
}

HeadAnchor resolve(const Variant& v, int index, const HeadShape& head) {
  const Anchor a = v.anchors[static_cast<std::size_t>(index)];
  const double w = static_cast<double>(head.w), h = static_cast<double>(head.h);
  const auto anchor = [index](double w_image, double h_image, double w_cells, double h_cells) {
    return HeadAnchor{index, w_image, h_image, w_cells, h_cells, lane::log(w_cells), lane::log(h_cells)};
  };
  switch (v.anchor_unit) {
    case AnchorUnit::grid:
      return anchor(a.w / w, a.h / h, a.w, a.h);
    case AnchorUnit::image:
      return anchor(a.w, a.h, a.w * w, a.h * h);
    default:
      return anchor(a.w / v.image[0], a.h / v.image[1], a.w * w / v.image[0], a.h * h / v.image[1]);
  }
}

/// The unit of the coordinate loss, for one cell.
double unit_of_cell(const Variant& v, double cells, double pixels) {
  const bool image = v.family == Family::v2 ? v.size_space == SizeSpace::image || v.size_space == SizeSpace::sqrt : v.box_space == BoxSpace::image;
  const bool pixel = v.family == Family::v2 ? v.size_space == SizeSpace::pixel : v.box_space == BoxSpace::pixel;
  return image ? 1 / cells : pixel ? pixels / cells : 1;
}

}  // namespace

bool Model::squared_coord() const { return variant.family != Family::v4 || variant.box_loss == BoxLoss::squared; }

Model make_model(const Variant& variant, std::span<const HeadShape> shapes) {
  validate(variant, Sources{Place{variant.name.empty() ? "variant" : variant.name, ""}});
  check_shapes(variant, shapes);
  check_lists(variant, shapes);
  Model model;
  model.variant = variant;
  auto& v = model.variant;

  // Fill in what the variant leaves to the heads.
  v.classes = model.classes = shapes[0].c;
  if (v.head_weight.empty()) v.head_weight.assign(shapes.size(), 1);
  if (v.scale_xy.empty()) v.scale_xy.assign(shapes.size(), 1);
  model.images = shapes[0].n;

  // Resolve the heads.
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    HeadModel head;
    head.shape = shapes[i];
    head.weight = v.head_weight[i];
    head.scale_xy = v.scale_xy[i];
    head.unit_x = unit_of_cell(v, static_cast<double>(shapes[i].w), v.image[0]);
    head.unit_y = unit_of_cell(v, static_cast<double>(shapes[i].h), v.image[1]);
    head.first_slot = model.slots;
    if (v.family != Family::v1)
      for (const int m : v.masks[i]) head.anchors.push_back(resolve(v, m, shapes[i]));
    model.slots += shapes[i].slots();
    model.owned += shapes[i].a;
    model.heads.push_back(head);
  }

  // Resolve every anchor by the head that owns it.
  for (int index = 0; index < static_cast<int>(v.anchors.size()) && v.family != Family::v1; ++index) {
    std::size_t owner = 0;
    for (std::size_t i = shapes.size(); i-- > 0;)
      if (std::find(v.masks[i].begin(), v.masks[i].end(), index) != v.masks[i].end()) owner = i;
    model.anchors.push_back(resolve(v, index, shapes[owner]));
  }
  return model;
}

}  // namespace yologold
