#include "train/train_log.hpp"

#include <cmath>
#include <filesystem>

#include "files/bytes.hpp"
#include "files/write.hpp"
#include "json/fields.hpp"
#include "json/json.hpp"
#include "json/parse.hpp"
#include "json/readers.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr std::int64_t most = std::int64_t{1} << 50;

/// The whole lines of a log: a kill may have cut off the last one.
std::vector<std::string> whole_lines(const std::string& path) {
  std::vector<std::string> lines;
  if (!std::filesystem::exists(path)) return lines;
  const std::string text = read_text(path);
  for (std::size_t from = 0, to; (to = text.find('\n', from)) != std::string::npos; from = to + 1) lines.push_back(text.substr(from, to - from));
  return lines;
}

StepRecord read_step(Fields<Json>& fields) {
  StepRecord record{.step = fields.whole("step", 0, most), .epoch = fields.whole("epoch", 0, most), .rate = fields.number("rate", 0)};
  const auto logged = [](Fields<Json>& from, const char* key) { return from.need(key).is_string() ? NAN : from.number(key, 0); };
  Fields<Json> loss(fields.need("loss"), fields.place("loss"));
  record.terms = {logged(loss, "coord"), logged(loss, "obj"), logged(loss, "noobj"), logged(loss, "class")};
  record.gradient_norm = logged(fields, "gradient_norm");
  record.images_per_second = fields.number("images_per_second", 0);
  record.loss_share = fields.number("loss_share", 0);
  record.wait_share = fields.number("wait_share", 0);
  return record;
}

EvaluationRecord read_evaluation(Fields<Json>& fields) {
  EvaluationRecord record{.step = fields.whole("step", 0, most), .epoch = fields.whole("epoch", 0, most)};
  record.split = fields.text("split");
  record.metric = fields.text("metric");
  record.map = fields.number("map", 0);
  record.best = fields.flag("best", false);
  for (const auto& item : fields.need("classes").items()) {
    Fields<Json> one(item.value(), fields.place("classes").at(item.key()));
    record.classes.push_back({item.key(), one.whole("boxes", 0, most), one.number("ap", 0)});
  }
  return record;
}

bool is_within(const std::string& line, const std::string& where, std::int64_t last_step, std::int64_t last_evaluation) {
  const Json document = parse_json<Json>(line, where);
  Fields<Json> fields(document, {where, ""});
  return fields.whole("step", 0, most) <= (fields.find("map") ? last_evaluation : last_step);
}

}  // namespace

std::string log_line(const StepRecord& r) {
  Json line{{"step", r.step}, {"epoch", r.epoch}, {"rate", r.rate}};
  line["loss"] = Json{{"total", number_json(r.total())},
                      {"coord", number_json(r.terms.coord)},
                      {"obj", number_json(r.terms.obj)},
                      {"noobj", number_json(r.terms.noobj)},
                      {"class", number_json(r.terms.classes)}};
  line["gradient_norm"] = number_json(r.gradient_norm);
  line["size"] = {r.width, r.height};
  line["images_per_second"] = r.images_per_second;
  line["loss_share"] = r.loss_share;
  line["wait_share"] = r.wait_share;
  return line.dump();
}

std::string log_line(const EvaluationRecord& r) {
  Json line{{"step", r.step}, {"epoch", r.epoch}, {"split", r.split}, {"metric", r.metric}, {"map", r.map}, {"best", r.best}, {"classes", Json::object()}};
  for (const ClassRecord& one : r.classes) line["classes"][one.name] = {{"boxes", one.truths}, {"ap", one.ap}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

TrainLog read_log(const std::string& path) {
  TrainLog log;
  std::size_t number = 0;
  for (const std::string& line : whole_lines(path)) {
    const std::string where = path + ":" + std::to_string(++number);
    const Json document = parse_json<Json>(line, where);
    Fields<Json> fields(document, {where, ""});
    if (fields.find("map"))
      log.evaluations.push_back(read_evaluation(fields));
    else
      log.steps.push_back(read_step(fields));
  }
  return log;
}

void cut_log(const std::string& path, std::int64_t last_step, std::int64_t last_evaluation) {
  std::string kept;
  for (const std::string& line : whole_lines(path))
    if (is_within(line, path, last_step, last_evaluation)) kept += line + "\n";
  write_text(path, kept);
}

}  // namespace yologold
