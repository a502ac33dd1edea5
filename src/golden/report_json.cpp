#include "golden/report_json.hpp"

#include <cmath>
#include <cstdio>

namespace yologold {
namespace {

Json terms_json(const Report& report) {
  Json terms = Json::array();
  for (std::size_t i = 0; i < report.terms.size(); ++i) {
    const TermLoss& t = report.terms[i];
    const auto index = static_cast<std::int64_t>(i);
    terms.push_back({{"head", index / report.images},
                     {"image", index % report.images},
                     {"coord", number_json(t.coord)},
                     {"obj", number_json(t.obj)},
                     {"noobj", number_json(t.noobj)},
                     {"class", number_json(t.classes)}});
  }
  return terms;
}

Json pairs_json(const std::vector<Pair>& pairs) {
  Json all = Json::array();
  for (const Pair& p : pairs)
    all.push_back({{"image", p.image},
                   {"truth", p.truth},
                   {"head", p.head},
                   {"anchor", p.anchor},
                   {"y", p.y},
                   {"x", p.x},
                   {"iou", number_json(p.iou)},
                   {"shape_iou", number_json(p.shape_iou)},
                   {"kept", p.kept},
                   {"gated", p.gated}});
  return all;
}

}  // namespace

std::string channel_name(std::int64_t channel) {
  static const char* const names[] = {"tx", "ty", "tw", "th", "obj"};
  return channel < 5 ? names[channel] : "class " + std::to_string(channel - 5);
}

std::string slot_text(const Address& at) {
  return "head " + std::to_string(at.head) + ", image " + std::to_string(at.image) + ", row " + std::to_string(at.y) + ", column " + std::to_string(at.x) +
         ", anchor " + std::to_string(at.anchor);
}

std::string address_text(const Address& at) { return slot_text(at) + ", channel " + channel_name(at.channel); }

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", std::isnan(value) ? std::abs(value) : value);
  return text;
}

Json address_json(const Address& at) {
  return {{"head", at.head}, {"image", at.image}, {"y", at.y}, {"x", at.x}, {"anchor", at.anchor}, {"channel", channel_name(at.channel)}};
}

Json report_json(const Report& report) {
  // Say the loss and its parts.
  Json json{{"total", number_json(report.total)}, {"per_image", Json::array()}, {"terms", terms_json(report)}, {"cost", number_json(report.cost)}};
  for (const double loss : report.per_image) json["per_image"].push_back(number_json(loss));

  // Count.
  json["counts"] = {{"images", report.images},       {"heads", report.heads},   {"positives", report.positives}, {"ignored", report.ignored},
                    {"negatives", report.negatives}, {"truths", report.truths}, {"flagged", report.flagged},     {"unowned", report.unowned}};

  // List what was assigned and what is wrong.
  json["pairs"] = pairs_json(report.pairs);
  json["bad_truths"] = Json::array();
  for (const BadTruth& bad : report.bad_truths) json["bad_truths"].push_back({{"image", bad.image}, {"truth", bad.index}, {"reason", describe(bad.reason)}});
  json["first_non_finite"] = nullptr;
  if (report.first_non_finite) {
    json["first_non_finite"] = address_json(report.first_non_finite->at);
    json["first_non_finite"]["value"] = number_json(report.first_non_finite->value);
  }
  return json;
}

}  // namespace yologold
