#include "files/truth_json.hpp"

#include <cmath>
#include <limits>

#include "json/fields.hpp"
#include "json/json.hpp"
#include "json/parse.hpp"
#include "json/readers.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using nlohmann::json;

double parse_number(const json& value, const Place& place) {
  if (value.is_number()) return value.get<double>();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (value == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (value == "inf") return infinity;
  if (value == "-inf") return -infinity;
  refuse_kind(value, place, "a number", "a number, \"nan\", \"inf\", \"-inf\"");
}

std::int32_t parse_class(const json& value, const Place& place) { return static_cast<std::int32_t>(read_whole(value, place)); }

void parse_classes(const json& value, const Place& place, Truth& truth, std::vector<std::int32_t>& more) {
  if (!value.is_array()) {
    truth.class_id = parse_class(value, place);
    return;
  }
  if (value.empty()) throw Error(place.str(), "is an empty list", "a class, or a list of classes");
  truth.class_id = parse_class(value[0], place.at(std::size_t{0}));
  for (std::size_t i = 1; i < value.size(); ++i) more.push_back(parse_class(value[i], place.at(i)));
}

void parse_truth(const json& value, const Place& place, std::int64_t image, TruthBatch& batch) {
  Fields fields(value, place);
  const auto number = [&](std::string_view key) { return parse_number(fields.need(key), fields.place(key)); };
  Truth truth{number("cx"), number("cy"), number("w"), number("h")};
  std::vector<std::int32_t> more;
  parse_classes(fields.need("class"), fields.place("class"), truth, more);
  if (fields.find("weight")) truth.weight = number("weight");
  truth.ignore = fields.flag("ignore", false);
  fields.finish();
  batch.add(image, truth, std::move(more));
}

/// The shortest decimal that reads back as the same number; "-0.0" because JSON's "-0" is the integer 0.
std::string print_number(double value) {
  if (!std::isfinite(value)) return number_json(value).dump();
  return value == 0 && std::signbit(value) ? "-0.0" : decimal(value);
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
  Fields fields(root, {where, ""});
  const Place place = fields.place("images");
  const json& images = read_list(fields.need("images"), place);
  fields.finish();

  TruthBatch batch(static_cast<std::int64_t>(images.size()));
  for (std::size_t i = 0; i < images.size(); ++i)
    for (std::size_t k = 0; k < read_list(images[i], place.at(i)).size(); ++k)
      parse_truth(images[i][k], place.at(i).at(k), static_cast<std::int64_t>(i), batch);
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
