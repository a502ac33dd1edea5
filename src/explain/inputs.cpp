#include <fmt/format.h>

#include "explain/parts.hpp"
#include "golden/report_json.hpp"
#include "variant/catalogue.hpp"

namespace yologold::explain {
namespace {

Json anchor_json(const Subject& s) {
  const int number = s.variant.masks[static_cast<std::size_t>(s.at.head)][static_cast<std::size_t>(s.at.anchor)];
  const Box part = s.anchor(s.at.head, s.at.anchor);
  Json json{{"index", number}, {"image", {part.w, part.h}}};
  json["grid"] = {part.w * static_cast<double>(s.shape.w), part.h * static_cast<double>(s.shape.h)};
  if (s.variant.image[0] > 0) json["pixel"] = {part.w * s.variant.image[0], part.h * s.variant.image[1]};
  const Anchor& written = s.variant.anchors[static_cast<std::size_t>(number)];
  json[std::string(anchor_unit_names[static_cast<std::size_t>(s.variant.anchor_unit)])] = {written.w, written.h};
  return json;
}

Json truth_json(const Subject& s, std::int64_t i) {
  const Truth& t = s.truth(i);
  Json json{{"truth", i}, {"cx", exact_json(t.cx)}, {"cy", exact_json(t.cy)}, {"w", exact_json(t.w)}, {"h", exact_json(t.h)}, {"classes", {t.class_id}}};
  for (const std::int32_t c : t.more_classes) json["classes"].push_back(c);
  json.update(Json{{"weight", t.weight}, {"ignore", t.ignore}, {"centre_in_cell", s.holds(t)}, {"iou", number_json(iou(s.box(s.at.anchor), box_of(t)))}});
  return json;
}

}  // namespace

Json exact_json(double value) { return {{"value", number_json(value)}, {"hex", fmt::format("{:a}", value)}}; }

std::vector<std::int64_t> touching(const Subject& s) {
  std::vector<std::int64_t> found;
  const Box box = s.box(s.at.anchor);
  for (std::int64_t i = 0; i < s.truths(); ++i)
    if (s.holds(s.truth(i)) || iou(box, box_of(s.truth(i))) > 0) found.push_back(i);
  return found;
}

Json inputs_json(const Subject& s) {
  Json json{{"grid", {{"rows", s.shape.h}, {"columns", s.shape.w}}}, {"logits", Json::array()}, {"truths", Json::array()}};
  json["image"] = s.variant.image[0] > 0 ? Json{s.variant.image[0], s.variant.image[1]} : Json();
  if (s.variant.family != Family::v1) json["anchor"] = anchor_json(s);
  for (std::int64_t channel = 0; channel < 5 + s.shape.c; ++channel) {
    Json logit{{"channel", channel_name(channel)}};
    logit.update(exact_json(s.logit(channel)));
    json["logits"].push_back(std::move(logit));
  }
  for (const std::int64_t i : touching(s)) json["truths"].push_back(truth_json(s, i));
  return json;
}

}  // namespace yologold::explain
