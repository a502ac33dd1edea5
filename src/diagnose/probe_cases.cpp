#include "diagnose/probe_cases.hpp"

#include <array>
#include <cmath>

#include "diagnose/arrangements.hpp"
#include "diagnose/ties.hpp"
#include "variant/catalogue.hpp"
#include "variant/use_rules.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {
namespace {

constexpr double exact_steps = 64;  // a threshold of so many parts is a number in every type
constexpr double provable_if_saturated = 0.4;

// The thresholds of a variant, where they are no multiples of 1/64, as the nearest one: what is equal to them is equal in every type.
Json exact_thresholds(const Variant& v) {
  Json set = Json::object();
  for (double Variant::*member : {&Variant::iou_thresh, &Variant::gate_thresh, &Variant::ignore_thresh}) {
    const NumberInfo& number = number_of(member);
    const double exact = std::round(v.*member * exact_steps) / exact_steps;
    if (number.applies(v.family) && !unread_by(number.key, v) && exact != v.*member) set[number.key] = exact;
  }
  return set;
}

// Truths of few sizes, to most of which the first two anchors are equally near and no other nearer, with at most the overlap of v4's threshold.
ProbeCase anchor_ties(const ProbeRequest& r, const Json& set, const Variant& variant) {
  static const std::vector<std::array<double, 2>> sizes{{0.5, 0.25}, {0.25, 0.5}, {0.5, 0.5}, {1, 0.5}, {0.5, 1}, {1, 1}, {1, 0.75}, {0.75, 1}, {0.75, 0.75}};
  static constexpr std::array<std::array<int, 2>, 3> grids{{{3, 4}, {6, 8}, {5, 6}}};
  Json anchors = Json::array(), shapes = Json::array();
  for (std::size_t i = 0; i < variant.anchors.size(); ++i) anchors.push_back(sizes[i % sizes.size()]);
  for (std::size_t k = 0; k < std::max<std::size_t>(1, variant.masks.size()); ++k) shapes.push_back(grids[k % grids.size()]);
  ProbeCase one{{{"id", r.name + "/anchor-ties"}, {"variant", r.variant}, {"set", set}, {"fill", "normal"}}};
  one.json["set"].update(Json{{"anchors", anchors}, {"anchor_unit", "image"}});
  if (variant.family == Family::v4 && !unread_by("iou_thresh", variant)) one.json["set"]["iou_thresh"] = 0.5;
  one.json["heads"] = {{"n", 2}, {"classes", 3}, {"grids", shapes}};
  one.json["truths"] = {{"kind", "collide"}, {"count", {4, 8}}};
  one.always = true;
  return one;
}

// Saturated logits leave less to prove than a profile asks for.
void ask_for_less(Json& json, const Variant& variant) {
  if (json["fill"] != "saturated" || (variant.family != Family::v1 && variant.family != Family::v2)) return;
  json["conclusive"] = {{"at_least", provable_if_saturated},
                        {"because", "sigma is flat at |t| >= 20; where t > 0 it is 1 in float32, and a backend may hold 1 - sigma as 0"}};
}

}  // namespace

Variant probed_variant(const std::string& name, const Json& set) {
  std::vector<std::string> overrides;
  for (const auto& [key, value] : set.items()) overrides.push_back(key + "=" + value.dump());
  return load_variant(name, overrides);
}

std::vector<ProbeCase> probe_cases(const ProbeRequest& r, const Variant& variant, int round) {
  std::vector<ProbeCase> cases;
  for (Json& json : arrangements(r.name, r.variant, r.set, variant, round)) {
    ask_for_less(json, variant);
    cases.push_back({std::move(json)});
  }
  if (round > 1 || variant.family == Family::v1) return cases;
  Json set = r.set;
  set.update(exact_thresholds(variant));
  if (auto ties = exact_ties(r.name, r.variant, set, probed_variant(r.variant, set))) cases.push_back({std::move(ties->json), std::move(ties->inputs), true});
  cases.push_back(anchor_ties(r, set, variant));
  return cases;
}

}  // namespace yologold
