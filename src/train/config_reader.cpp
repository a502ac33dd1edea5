#include "train/config_reader.hpp"

#include <array>
#include "json/fields.hpp"
#include "json/readers.hpp"
#include "train/config_names.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using Reader = Fields<Json>;

constexpr double any = 1e300;

/// A number in [low, high].
double number(Reader& fields, std::string_view key, double otherwise, double low, double high) {
  const double value = fields.number(key, otherwise);
  if (!(value >= low && value <= high))
    throw Error(fields.place(key).str(), "is " + Json(value).dump(),
                high < any ? Json(low).dump() + " to " + Json(high).dump() : "at least " + Json(low).dump());
  return value;
}

std::int64_t whole(Reader& fields, std::string_view key, std::int64_t otherwise, std::int64_t low, std::int64_t high) {
  return fields.find(key) ? fields.whole(key, low, high) : otherwise;
}

std::string text(Reader& fields, std::string_view key, const std::string& otherwise) { return fields.find(key) ? fields.text(key) : otherwise; }

template <class Kind, std::size_t count>
Kind choose(Reader& fields, std::string_view key, Kind otherwise, const std::array<std::string_view, count>& names) {
  const Json* value = fields.find(key);
  return value ? static_cast<Kind>(read_name(*value, fields.place(key), names, "a choice of " + std::string(key))) : otherwise;
}

std::vector<double> numbers(Reader& fields, std::string_view key) {
  std::vector<double> list;
  if (const Json* value = fields.find(key))
    for (const Json& item : read_list(*value, fields.place(key))) list.push_back(read_number(item, fields.place(key).at(list.size())));
  return list;
}

/// Reads an inner object with a function, where it is there.
template <class Section>
void read_section(Reader& fields, std::string_view key, Section& section, void (*read)(Reader&, Section&)) {
  const Json* value = fields.find(key);
  if (!value) return;
  Reader inner(*value, fields.place(key));
  read(inner, section);
  inner.finish();
}

void read_optimiser(Reader& fields, OptimiserOptions& o) {
  o.kind = choose(fields, "kind", o.kind, optimiser_names);
  if (o.kind == OptimiserKind::sgd) {
    o.momentum = number(fields, "momentum", o.momentum, 0, 1);
  } else {
    o.beta1 = number(fields, "beta1", o.beta1, 0, 1);
    o.beta2 = number(fields, "beta2", o.beta2, 0, 1);
    o.epsilon = number(fields, "epsilon", o.epsilon, 0, 1);
  }
  o.weight_decay = number(fields, "weight_decay", o.weight_decay, 0, 1);
  o.clip = number(fields, "clip", o.clip, 0, any);
}

void read_schedule(Reader& fields, ScheduleConfig& config) {
  Schedule& s = config.in_epochs;
  s.kind = choose(fields, "kind", s.kind, schedule_names);
  s.rate = number(fields, "rate", s.rate, 0, any);
  s.warmup = number(fields, "warmup", s.warmup, 0, any);
  s.warmup_power = number(fields, "warmup_power", s.warmup_power, 0, 100);
  if (s.kind == ScheduleKind::cosine) {
    s.period = number(fields, "period", s.period, 0, any);
    s.period_factor = number(fields, "period_factor", s.period_factor, 1, 100);
    s.final_rate = number(fields, "final_rate", s.final_rate, 0, any);
  } else if (s.kind == ScheduleKind::step) {
    s.at = numbers(fields, "at");
    s.scales = numbers(fields, "scales");
    if (s.at.size() != s.scales.size()) throw Error(fields.place("scales").str(), "must have one factor for each entry of `at`");
  }
}

void read_average(Reader& fields, AverageConfig& a) {
  a.decay = number(fields, "decay", a.decay, 0, 1);
  a.ramp = number(fields, "ramp", a.ramp, 0, any);
}

void read_judge(Reader& fields, JudgeConfig& j) {
  j.every = number(fields, "every", j.every, 0.001, any);
  j.split = text(fields, "split", j.split);
  j.options.metric = choose(fields, "metric", j.options.metric, metric_names);
  if (j.options.metric != Metric::coco) j.options.iou = number(fields, "iou", j.options.iou, 0, 1);
  j.options.inclusive = fields.flag("inclusive", j.options.inclusive);
  j.score = number(fields, "score", j.score, 0, 1);
  j.suppress.kind = choose(fields, "nms", j.suppress.kind, suppression_names);
  j.suppress.threshold = number(fields, "nms_threshold", j.suppress.threshold, -1, 1);
  j.suppress.most = static_cast<std::size_t>(whole(fields, "most", static_cast<std::int64_t>(j.suppress.most), 1, 1000000));
}

void read_adversary(Reader& fields, AdversaryConfig& a) {
  a.probability = number(fields, "probability", a.probability, 0, 1);
  a.step = number(fields, "step", a.step, 0, 1);
}

/// One number for a square, or [width, height].
std::array<int, 2> read_size(Reader& fields, std::array<int, 2> otherwise) {
  const Json* value = fields.find("size");
  if (!value) return otherwise;
  const Place place = fields.place("size");
  const auto side = [&](const Json& one, const Place& at) { return static_cast<int>(read_whole(one, at, 1, 1 << 14)); };
  if (!value->is_array()) return {side(*value, place), side(*value, place)};
  if (value->size() != 2) throw Error(place.str(), "must be one side or [width, height]");
  return {side((*value)[0], place.at(std::size_t{0})), side((*value)[1], place.at(1))};
}

void read_batches(Reader& fields, TrainConfig& c) {
  c.batch = static_cast<int>(whole(fields, "batch", c.batch, 1, 1 << 16));
  c.subdivisions = static_cast<int>(whole(fields, "subdivisions", c.subdivisions, 1, 1 << 16));
  if (c.batch % c.subdivisions != 0) throw Error(fields.place("subdivisions").str(), "must divide the batch of " + std::to_string(c.batch));
  c.epochs = number(fields, "epochs", c.epochs, 0.001, 1e6);
}

void read_data(Reader& fields, TrainConfig& c) {
  if (const Json* data = fields.find("data")) {
    if (!data->is_string() && !data->is_object()) refuse_kind(*data, fields.place("data"), "a path, the name shapes, or an object {\"shapes\": {...}}");
    c.data = *data;
  }
  c.classes = fields.texts("classes");
  c.split = text(fields, "split", c.split);
  c.val_share = number(fields, "val_share", c.val_share, 0, 1);
}

}  // namespace

TrainConfig read_train_config(const Json& document, const Place& place) {
  TrainConfig c;
  c.place = place;
  Reader fields(document, place);
  c.network = fields.need("network");
  for (auto [key, part] : {std::pair{"variant", &c.variant}, {"anchors", &c.anchors}, {"augment", &c.augment}})
    if (const Json* value = fields.find(key)) *part = *value;
  read_data(fields, c);
  c.size = read_size(fields, c.size);
  read_batches(fields, c);
  read_section(fields, "optimiser", c.optimiser, read_optimiser);
  read_section(fields, "schedule", c.schedule, read_schedule);
  read_section(fields, "average", c.average, read_average);
  read_section(fields, "evaluate", c.judge, read_judge);
  read_section(fields, "self_adversarial", c.adversary, read_adversary);
  c.drop_ramp = fields.flag("drop_ramp", c.drop_ramp);
  c.weights = text(fields, "weights", c.weights);
  c.weights_layers = static_cast<int>(whole(fields, "weights_layers", c.weights_layers, 0, 1 << 16));
  c.objectness_prior = number(fields, "objectness_prior", c.objectness_prior, 0, 0.999);
  c.seed = static_cast<std::uint64_t>(whole(fields, "seed", 0, 0, std::int64_t{1} << 53));
  c.threads = static_cast<int>(whole(fields, "threads", c.threads, 0, 1 << 12));
  fields.finish();
  return c;
}

}  // namespace yologold
