#include "network/cfg_variant.hpp"

#include "json/json.hpp"
#include "json/names.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

/// Copies the numbers that a section gives under their names here.
void rename(const CfgSection& section, Json& variant, std::initializer_list<std::pair<const char*, const char*>> names) {
  for (const auto& [theirs, ours] : names)
    if (section.find(theirs)) variant[ours] = section.number(theirs, 0);
}

Json anchors_of(const CfgSection& section) {
  const std::vector<double> numbers = section.numbers("anchors");
  if (numbers.empty() || numbers.size() % 2 != 0) throw Error(section.where, "anchors must be pairs of numbers");
  Json anchors = Json::array();
  for (std::size_t i = 0; i < numbers.size(); i += 2) anchors.push_back({numbers[i], numbers[i + 1]});
  return anchors;
}

Json variant_of_detection(const CfgSection& head) {
  Json variant = {{"family", "v1"}, {"classes", head.whole("classes", 1)}, {"predictors", head.whole("num", 1)}};
  variant["activation"] = head.whole("sqrt", 0) ? "linear-sqrt" : "linear";
  if (!head.whole("sqrt", 0)) variant["size_error"] = "none";
  variant["responsible"] = "rmse";
  variant["cell_sharing"] = "first-wins";
  rename(head, variant, {{"coord_scale", "lambda_coord"}, {"object_scale", "lambda_obj"}, {"noobject_scale", "lambda_noobj"}, {"class_scale", "lambda_class"}});
  return variant;
}

Json variant_of_region(const CfgSection& head) {
  Json variant = {{"family", "v2"}, {"classes", head.whole("classes", 20)}, {"anchor_unit", "grid"}, {"anchors", anchors_of(head)}};
  variant["ignore"] = "decoded";
  variant["size_space"] = "t-space";
  rename(head, variant,
         {{"thresh", "ignore_thresh"},
          {"coord_scale", "lambda_coord"},
          {"object_scale", "lambda_obj"},
          {"noobject_scale", "lambda_noobj"},
          {"class_scale", "lambda_class"}});
  return variant;
}

std::string box_loss_of(const CfgSection& head) {
  static constexpr std::string_view theirs[] = {"mse", "iou", "giou", "diou", "ciou"};
  static constexpr const char* ours[] = {"squared", "iou", "giou", "diou", "ciou"};
  return ours[find_name(head.text("iou_loss", "mse"), head.where + ", iou_loss", theirs, "an IOU loss")];
}

Json variant_of_yolo(std::span<const CfgSection* const> heads) {
  const CfgSection& first = *heads[0];
  const bool v4 = first.find("scale_x_y") || first.find("iou_thresh") || first.find("iou_loss");
  Json variant = {{"family", v4 ? "v4" : "v3"}, {"classes", first.whole("classes", 20)}, {"anchors", anchors_of(first)}};
  variant["ignore"] = "decoded";
  if (v4)
    variant["box_loss"] = box_loss_of(first);
  else
    variant["prior_gate"] = "off";
  rename(first, variant, {{"ignore_thresh", "ignore_thresh"}, {"iou_normalizer", "lambda_coord"}, {"cls_normalizer", "lambda_class"}});
  if (v4) rename(first, variant, {{"iou_thresh", "iou_thresh"}});
  if (first.find("obj_normalizer")) variant["lambda_obj"] = variant["lambda_noobj"] = first.number("obj_normalizer", 1);
  if (first.find("label_smooth_eps")) {
    variant["label_smoothing"] = "half-eps";
    variant["smoothing_eps"] = first.number("label_smooth_eps", 0);
  }
  for (const CfgSection* head : heads) {
    Json mask = Json::array();
    for (const double index : head->numbers("mask")) mask.push_back(static_cast<std::int64_t>(index));
    for (std::int64_t i = 0; mask.empty() && i < head->whole("num", 1); ++i) mask.push_back(i);
    variant["masks"].push_back(mask);
    if (v4) variant["scale_xy"].push_back(head->number("scale_x_y", 1));
    if (head->whole("classes", 20) != variant["classes"] || anchors_of(*head) != variant["anchors"])
      throw Error(head->where, "has other classes or anchors than " + first.where);
  }
  return variant;
}

}  // namespace

std::string variant_of_cfg(std::span<const CfgSection* const> heads) {
  const CfgSection& first = *heads[0];
  if (first.name != "yolo" && heads.size() > 1) throw Error(heads[1]->where, "is a second head", "one [" + first.name + "], or several [yolo]");
  if (first.name == "detection") return variant_of_detection(first).dump();
  if (first.name == "region") return variant_of_region(first).dump();
  return variant_of_yolo(heads).dump();
}

}  // namespace yologold
