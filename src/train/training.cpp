#include "train/training.hpp"

#include <algorithm>
#include <cmath>

#include "data/open_data_set.hpp"
#include "data/shapes.hpp"
#include "json/fields.hpp"
#include "json/readers.hpp"
#include "train/choose_anchors.hpp"
#include "train/choose_loss.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

NetworkConfig open_network(const TrainConfig& config, std::size_t classes) {
  const NetworkChoices choices{.classes = static_cast<int>(classes), .width = config.size[0], .height = config.size[1]};
  const Place place = config.place.at("network");
  if (config.network.is_string()) return load_network(config.network.get<std::string>(), choices);
  if (!config.network.is_object()) refuse_kind(config.network, place, "the name of a network, a file, or an object");
  return parse_network(config.network.dump(), place.str(), choices);
}

/// Every choice written out; what the network's text already says is left out.
Json resolve(const Training& training) {
  TrainConfig config = training.config;
  config.network = Json::parse(print_network(training.network));
  config.variant = config.anchors = nullptr;
  config.augment = augment_json(training.augment);
  config.size = {training.network.width, training.network.height};
  return print_train_config(config);
}

}  // namespace

DataSet open_training_data(const TrainConfig& config) {
  if (config.data.is_string())
    return open_data_set(config.data.get<std::string>(), {.classes = config.classes, .val_share = config.val_share, .seed = config.seed});
  Fields<Json> fields(config.data, config.place.at("data"));
  const ShapesOptions shapes = read_shapes_options(fields.need("shapes"), fields.place("shapes"));
  fields.finish();
  return make_shapes(shapes);
}

Training prepare_training(TrainConfig config) {
  Training training;
  training.data = open_training_data(config);
  config.classes = training.data.classes;
  training.augment = config.augment.is_null() ? AugmentOptions{} : read_augment_options(config.augment, config.place.at("augment"));
  training.network = open_network(config, config.classes.size());
  Variant& variant = training.network.variant;
  if (!config.variant.is_null()) variant = choose_loss(variant, config.variant, config.place.at("variant"));
  training.config = std::move(config);
  if (training.members().empty()) throw Error("data", "the split " + training.config.split + " has no pictures");
  if (!training.config.anchors.is_null()) choose_anchors(variant, training);
  training.resolved = resolve(training);
  return training;
}

BatchOptions Training::batch_options() const {
  return {.batch = config.batch / config.subdivisions, .width = network.width, .height = network.height, .seed = config.seed, .augment = augment};
}

std::int64_t Training::steps_per_epoch() const { return std::max<std::int64_t>(1, std::llround(static_cast<double>(members().size()) / config.batch)); }

}  // namespace yologold
