#include <algorithm>
#include <cmath>

#include "diagnose/hypothesis.hpp"
#include "json/text.hpp"
#include "variant/catalogue.hpp"
#include "variant/use_rules.hpp"

namespace yologold {
namespace {

struct Trial {
  double Variant::*member;
  std::vector<double> values;
  const char *what, *look;
};

const std::vector<Trial>& trials() {
  static const char* const weights = "the weights of the terms, and the factor 2 of the derivative of a square";
  static const std::vector<Trial> all{
      {&Variant::lambda_coord, {0, 0.5, 1, 2, 5}, "the coordinate term is weighted", weights},
      {&Variant::lambda_obj, {0, 0.5, 1, 2, 5}, "the objectness of positive slots is weighted", weights},
      {&Variant::lambda_noobj, {0, 0.5, 1, 2, 5}, "the objectness of the other slots is weighted", weights},
      {&Variant::lambda_class, {0, 0.5, 1, 2, 5}, "the class term is weighted", weights},
      {&Variant::iou_thresh, {0.2, 0.25, 0.3, 0.5}, "the threshold of further positives is", "the threshold of the anchor match"},
      {&Variant::gate_thresh, {0.25, 0.3, 0.4, 0.6}, "the threshold of the prior gate is", "the threshold of the shape IOU"},
      {&Variant::ignore_thresh, {0.3, 0.4, 0.5, 0.6, 0.7}, "the threshold of the ignore rule is", "the threshold of the ignore mask"},
      {&Variant::class_thresh, {0.1, 0.5}, "the class probability of the ignore rule is", "the ignore mask"},
      {&Variant::smoothing_eps, {0, 0.01, 0.05, 0.1}, "eps of the label smoothing is", "the class targets"},
      {&Variant::match_ratio, {2, 2.91, 4}, "the bound of the ratio match is", "the threshold of the anchor match"},
      {&Variant::offset_eps, {1e-7, 1e-4, 1e-2}, "offsets in the cell are clamped by", "the clamp in front of the logit of the coordinates"},
  };
  return all;
}

void add_number(const Trial& trial, double value, std::vector<Hypothesis>& list) {
  const std::string key(number_of(trial.member).key);
  list.push_back({.id = key + "=" + decimal(value),
                  .sentence = std::string(trial.what) + " " + decimal(value),
                  .look = trial.look,
                  .group = key,
                  .before = [member = trial.member, value](Setting& s) { s.variant.*member = value; }});
}

// A comparison > T that is >= T: what is compared is equal to T only where it is above the number below T.
void add_not_strict(double Variant::*member, const char* what, std::vector<Hypothesis>& list) {
  const std::string key(number_of(member).key);
  list.push_back({.id = key + ">=",
                  .sentence = std::string("a value equal to the threshold ") + what + " counts as above it (>= for >)",
                  .look = "the comparison with " + key,
                  .group = key,
                  .before = [member](Setting& s) { s.variant.*member = std::nextafter(s.variant.*member, 0.0); }});
}

void add_lists(const Variant& variant, std::vector<Hypothesis>& list) {
  const auto plain = [](double x) { return x == 1; };
  if (variant.family == Family::v4 && !std::all_of(variant.scale_xy.begin(), variant.scale_xy.end(), plain))
    list.push_back({"scale-xy-left-out", "the grid sensitivity scale_xy is left out", "the decoding of x and y", "scale_xy",
                    [](Setting& s) { s.variant.scale_xy.clear(); }});
  if (!std::all_of(variant.head_weight.begin(), variant.head_weight.end(), plain))
    list.push_back({"head-weight-left-out", "the weight of the heads is left out", "the sum over heads", "head_weight",
                    [](Setting& s) { s.variant.head_weight.clear(); }});
}

}  // namespace

void add_wrong_numbers(const Scene& scene, std::vector<Hypothesis>& list) {
  // Try the usual values, and for weights the half and the double of the right one.
  const Variant& variant = scene.setting.variant;
  for (const Trial& trial : trials()) {
    const NumberInfo& number = number_of(trial.member);
    if (!number.applies(variant.family) || unread_by(number.key, variant)) continue;
    const double right = variant.*trial.member;
    std::vector<double> values = trial.values;
    if (number.key.starts_with("lambda")) values.insert(values.end(), {right / 2, right * 2});
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    for (const double value : values)
      if (value != right) add_number(trial, value, list);
  }

  // Move every threshold by one unit in the last place.
  if (variant.family == Family::v4) add_not_strict(&Variant::iou_thresh, "of further positives", list);
  if (variant.family == Family::v3 && variant.prior_gate != PriorGate::off) add_not_strict(&Variant::gate_thresh, "of the prior gate", list);
  if (variant.family != Family::v1) add_not_strict(&Variant::ignore_thresh, "of the ignore rule", list);
  add_lists(variant, list);
}

}  // namespace yologold
