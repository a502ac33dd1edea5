#include "train/train_config.hpp"

#include <filesystem>

#include "configs/find_config.hpp"
#include "json/parse.hpp"
#include "json/readers.hpp"
#include "train/config_reader.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

/// Puts "outer.inner=value" into a document; objects are made where they are missing.
void set_key(Json& document, const std::string& pair) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string::npos || equals == 0) throw Error("--set " + pair, "is not KEY=VALUE");
  Json* at = &document;
  std::size_t from = 0;
  for (std::size_t dot; (dot = pair.substr(0, equals).find('.', from)) != std::string::npos; from = dot + 1) {
    at = &(*at)[pair.substr(from, dot - from)];
    if (!at->is_null() && !at->is_object()) throw Error("--set " + pair, "goes into something that is no object");
  }
  const std::string value = pair.substr(equals + 1);
  const bool is_json = Json::accept(value);
  (*at)[pair.substr(from, equals - from)] = is_json ? parse_json<Json>(value, "--set " + pair) : Json(value);
}

}  // namespace

TrainConfig parse_train_config(Json document, const std::string& where, std::span<const std::string> overrides) {
  if (!document.is_object()) throw Error(where, "must be an object");
  for (const std::string& pair : overrides) set_key(document, pair);
  return read_train_config(document, {overrides.empty() ? where : where + " with the command line's keys", ""});
}

TrainConfig load_train_config(const std::string& name_or_path, std::span<const std::string> overrides) {
  const std::string path = find_config("train", name_or_path, "configuration");
  return parse_train_config(read_document(path), path, overrides);
}

Schedule ScheduleConfig::in_steps(double steps_per_epoch, double epochs) const {
  Schedule schedule = in_epochs;
  schedule.warmup *= steps_per_epoch;
  for (double& at : schedule.at) at *= steps_per_epoch;
  schedule.period = (schedule.period > 0 ? schedule.period : epochs - in_epochs.warmup) * steps_per_epoch;
  return schedule;
}

}  // namespace yologold
