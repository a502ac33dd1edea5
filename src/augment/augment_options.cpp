#include "augment/augment_options.hpp"

#include <array>
#include <limits>

#include "json/fields.hpp"
#include "json/readers.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

struct Number {
  const char* key;
  double AugmentOptions::*member;
  double low, high;
};

constexpr std::array<Number, 11> number_options = {{{"mosaic", &AugmentOptions::mosaic, 0, 1},
                                                    {"cutmix", &AugmentOptions::cutmix, 0, 1},
                                                    {"mixup", &AugmentOptions::mixup, 0, 1},
                                                    {"mixup_alpha", &AugmentOptions::mixup_alpha, 0.05, 100},
                                                    {"flip_horizontal", &AugmentOptions::flip_horizontal, 0, 1},
                                                    {"flip_vertical", &AugmentOptions::flip_vertical, 0, 1},
                                                    {"hue", &AugmentOptions::hue, 0, 0.5},
                                                    {"saturation", &AugmentOptions::saturation, 1, 100},
                                                    {"exposure", &AugmentOptions::exposure, 1, 100},
                                                    {"jitter", &AugmentOptions::jitter, 0, 0.45},
                                                    {"least_visible", &AugmentOptions::least_visible, 1e-6, 1}}};

struct Span {
  const char* key;
  double AugmentOptions::*low;
  double AugmentOptions::*high;
};

constexpr std::array<Span, 2> span_options = {
    {{"scale", &AugmentOptions::smallest_scale, &AugmentOptions::largest_scale}, {"shapes", &AugmentOptions::smallest_shape, &AugmentOptions::largest_shape}}};
constexpr double smallest_factor = 0.1, largest_factor = 10;

constexpr std::array<std::string_view, 2> fit_words = {"stretch", "letterbox"};

void read_span(const Json& value, const Place& place, double& low, double& high) {
  read_list(value, place);
  if (value.size() == 2) {
    low = read_number(value[0], place.at(std::size_t{0}));
    high = read_number(value[1], place.at(std::size_t{1}));
  }
  if (value.size() != 2 || !(low >= smallest_factor && low <= high && high <= largest_factor))
    throw Error(place.str(), "must be two rising factors", "[low, high], 0.1 <= low <= high <= 10");
}

}  // namespace

AugmentOptions read_augment_options(const Json& value, const Place& place) {
  AugmentOptions options;
  Fields<Json> fields(value, place);
  if (const Json* fit = fields.find("fit")) options.fit = static_cast<Fit>(read_name(*fit, fields.place("fit"), fit_words, "a fit"));
  for (const Number& number : number_options) {
    const double given = fields.number(number.key, options.*number.member);
    if (!(given >= number.low && given <= number.high))
      throw Error(fields.place(number.key).str(), "is " + decimal(given), decimal(number.low) + " to " + decimal(number.high));
    options.*number.member = given;
  }
  for (const Span& span : span_options)
    if (const Json* given = fields.find(span.key)) read_span(*given, fields.place(span.key), options.*span.low, options.*span.high);
  if (fields.find("shape_every")) options.shape_every = static_cast<int>(fields.whole("shape_every", 1, std::numeric_limits<int>::max()));
  if (fields.find("shape_multiple")) options.shape_multiple = static_cast<int>(fields.whole("shape_multiple", 1, 1024));
  fields.finish();
  return options;
}

Json augment_json(const AugmentOptions& options) {
  Json json{{"fit", fit_words[static_cast<std::size_t>(options.fit)]}};
  for (const Number& number : number_options) json[number.key] = options.*number.member;
  for (const Span& span : span_options) json[span.key] = {options.*span.low, options.*span.high};
  json["shape_every"] = options.shape_every;
  json["shape_multiple"] = options.shape_multiple;
  return json;
}

}  // namespace yologold
