#include "files/truth_json.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "files/strict_json.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using nlohmann::json;

double parse_number(const json& value, const JsonPlace& place) {
  if (value.is_number()) return value.get<double>();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (value == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (value == "inf") return infinity;
  if (value == "-inf") return -infinity;
  throw Error(place.words(), "is " + kind_of(value), "a number, \"nan\", \"inf\", \"-inf\"");
}

std::int32_t parse_class(const json& value, const JsonPlace& place) {
  using Limits = std::numeric_limits<std::int32_t>;
  const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= std::uint64_t{Limits::max()}
                                               : value.is_number_integer() && value.get<std::int64_t>() >= Limits::min();
  if (!fits) throw Error(place.words(), "is " + kind_of(value), "an integer of 32 bits");
  return value.get<std::int32_t>();
}

void parse_classes(const json& value, const JsonPlace& place, Truth& truth, std::vector<std::int32_t>& more) {
  if (!value.is_array()) {
    truth.class_id = parse_class(value, place);
    return;
  }
  if (value.empty()) throw Error(place.words(), "is an empty array", "a class, or an array of classes");
  truth.class_id = parse_class(value[0], place / 0);
  for (std::size_t i = 1; i < value.size(); ++i) more.push_back(parse_class(value[i], place / i));
}

void parse_truth(const json& value, const JsonPlace& place, std::int64_t image, TruthBatch& batch) {
  check_keys(value, place, {"cx", "cy", "w", "h", "class"}, {"weight", "ignore"});
  const auto number = [&](const char* key) { return parse_number(value[key], place / key); };
  Truth truth{number("cx"), number("cy"), number("w"), number("h")};
  if (value.contains("weight")) truth.weight = number("weight");
  if (value.contains("ignore")) {
    if (!value["ignore"].is_boolean()) throw Error((place / "ignore").words(), "is " + kind_of(value["ignore"]), "true, false");
    truth.ignore = value["ignore"].get<bool>();
  }
  std::vector<std::int32_t> more;
  parse_classes(value["class"], place / "class", truth, more);
  batch.add(image, truth, std::move(more));
}

/// The shortest decimal that reads back as the same number; "-0.0" because JSON's "-0" is the integer 0.
std::string print_number(double value) {
  if (std::isnan(value)) return "\"nan\"";
  if (std::isinf(value)) return value < 0 ? "\"-inf\"" : "\"inf\"";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string print_truth(const Truth& truth) {
  std::string classes = std::to_string(truth.class_id);
  for (const std::int32_t id : truth.more_classes) classes += ", " + std::to_string(id);
  if (!truth.more_classes.empty()) classes = "[" + classes + "]";

  std::string text =
      "{\"cx\": " + print_number(truth.cx) + ", \"cy\": " + print_number(truth.cy) + ", \"w\": " + print_number(truth.w) + ", \"h\": " + print_number(truth.h);
  text += ", \"class\": " + classes;
  if (truth.weight != 1) text += ", \"weight\": " + print_number(truth.weight);
  if (truth.ignore) text += ", \"ignore\": true";
  return text + "}";
}

}  // namespace

TruthBatch parse_truths_json(std::string_view text, const std::string& where) {
  const json root = parse_json(text, where);
  check_keys(root, {where}, {"images"});
  const json& images = root["images"];
  const JsonPlace place = JsonPlace{where} / "images";
  if (!images.is_array()) throw Error(place.words(), "is " + kind_of(images), "an array of images");

  TruthBatch batch(static_cast<std::int64_t>(images.size()));
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!images[i].is_array()) throw Error((place / i).words(), "is " + kind_of(images[i]), "an array of objects");
    for (std::size_t k = 0; k < images[i].size(); ++k) parse_truth(images[i][k], place / i / k, static_cast<std::int64_t>(i), batch);
  }
  return batch;
}

std::string print_truths(const Truths& truths) {
  std::string text = "{\"images\": [";
  for (std::size_t image = 0; image + 1 < truths.first.size(); ++image) {
    text += image ? ",\n  [" : "\n  [";
    for (auto i = truths.first[image]; i < truths.first[image + 1]; ++i)
      text += (i > truths.first[image] ? ",\n   " : "") + print_truth(truths.all[static_cast<std::size_t>(i)]);
    text += "]";
  }
  return text + "\n]}\n";
}

}  // namespace yologold
