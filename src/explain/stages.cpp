#include <algorithm>

#include "explain/parts.hpp"

namespace yologold::explain {
namespace {

Json box_json(const Box& box, double unit_x, double unit_y) {
  return {number_json(box.x * unit_x), number_json(box.y * unit_y), number_json(box.w * unit_x), number_json(box.h * unit_y)};
}

// The head that owns an anchor, and its position there; head -1 where none does.
std::pair<std::int64_t, std::int64_t> owner(const Variant& v, std::size_t anchor) {
  for (std::size_t head = 0; head < v.masks.size(); ++head)
    for (std::size_t position = 0; position < v.masks[head].size(); ++position)
      if (v.masks[head][position] == static_cast<int>(anchor)) return {static_cast<std::int64_t>(head), static_cast<std::int64_t>(position)};
  return {-1, -1};
}

// The shape IOU of a truth with every anchor.
Json anchors_json(const Subject& s, std::int64_t truth) {
  Json list = Json::array();
  for (std::size_t i = 0; i < s.variant.anchors.size(); ++i) {
    const auto [head, position] = owner(s.variant, i);
    const std::int64_t of = std::max<std::int64_t>(head, 0);
    const Anchor& written = s.variant.anchors[i];
    const Box anchor{0, 0, written.w / s.anchor_units(of, false), written.h / s.anchor_units(of, true)};
    Json one{{"anchor", i}, {"head", head < 0 ? Json() : Json(head)}, {"position", head < 0 ? Json() : Json(position)}};
    one.update(Json{{"shape_iou", shape_iou(anchor, box_of(s.truth(truth)))}, {"takes_it", false}});
    for (const Pair& p : s.all_pairs())
      if (p.image == s.at.image && p.truth == truth && p.head == head && p.anchor == position) one["takes_it"] = true;
    list.push_back(std::move(one));
  }
  return list;
}

// The IOU of a truth with the box of every predictor of the cell.
Json predictors_json(const Subject& s, std::int64_t truth) {
  Json list = Json::array();
  for (std::int64_t j = 0; j < s.shape.a; ++j) {
    list.push_back({{"predictor", j}, {"iou", number_json(iou(s.box(j), box_of(s.truth(truth))))}, {"takes_it", false}});
    for (const Pair& p : s.all_pairs())
      if (p.image == s.at.image && p.truth == truth && p.y == s.at.y && p.x == s.at.x && p.anchor == j) list.back()["takes_it"] = true;
  }
  return list;
}

}  // namespace

Json stages_json(const Subject& s) {
  // Say what the slot predicts.
  Json json{{"activated", Json::array()}};
  for (std::int64_t channel = 0; channel < 5 + s.shape.c; ++channel) json["activated"].push_back(number_json(s.activated(channel)));
  const Box box = s.box(s.at.anchor);
  json["box"] = {{"image", box_json(box, 1, 1)}, {"grid", box_json(box, static_cast<double>(s.shape.w), static_cast<double>(s.shape.h))}};
  if (s.variant.image[0] > 0) json["box"]["pixel"] = box_json(box, s.variant.image[0], s.variant.image[1]);
  json["best_iou"] = number_json(s.best_iou());

  // Say who competes for the truths of the cell.
  json["matches"] = Json::array();
  for (std::int64_t i = 0; i < s.truths(); ++i)
    if (s.holds(s.truth(i)))
      json["matches"].push_back({{"truth", i}, {"candidates", s.variant.family == Family::v1 ? predictors_json(s, i) : anchors_json(s, i)}});

  // Say who won this slot.
  json["pairs"] = Json::array();
  for (const Pair& p : s.pairs())
    json["pairs"].push_back({{"truth", p.truth}, {"iou", number_json(p.iou)}, {"shape_iou", s.shape_iou_of(p)}, {"kept", p.kept}, {"gated", p.gated}});
  return json;
}

}  // namespace yologold::explain
