#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "detect/suppress.hpp"
#include "evaluate/evaluate.hpp"
#include "json/json.hpp"
#include "json/place.hpp"
#include "train/optimiser.hpp"
#include "train/schedule.hpp"

namespace yologold {

/// Lengths of time of a Schedule, written in epochs.
struct ScheduleConfig {
  Schedule in_epochs;  ///< warmup, at and period count epochs; period 0: the rest of the training

  /// In steps.
  Schedule in_steps(double steps_per_epoch, double epochs) const;
};

struct AverageConfig {
  double decay = 0;    ///< 0: no average
  double ramp = 2000;  ///< MovingAverage's, in steps
};

/// When and how a training is judged.
struct JudgeConfig {
  double every = 1;   ///< epochs
  std::string split;  ///< empty: val where there is one, else test, else train
  EvaluateOptions options{};
  double score = 0.005;  ///< detections below do not count
  SuppressOptions suppress{};
};

/// Self-adversarial training (YOLOv4): first the pictures are moved by `step` along the sign of the loss's gradient, weights held, then they are learned.
struct AdversaryConfig {
  double probability = 0;  ///< of a batch
  double step = 0.01;      ///< of the range 0 to 1
};

/// A training as data.
struct TrainConfig {
  Place place;                       ///< how errors name the file
  Json network, variant, augment;    ///< as written; variant: null where the network's holds
  Json anchors;                      ///< null: the variant's; "auto": k-means; or a list of [w, h] in pixels
  Json data = "shapes";              ///< a path or name for open_data_set, or {"shapes": {...}}
  std::vector<std::string> classes;  ///< empty: the data set's
  std::string split = "train";
  double val_share = 0.2;
  std::array<int, 2> size{0, 0};  ///< width, height; 0: the network's
  int batch = 8;                  ///< pictures of one optimiser step
  int subdivisions = 1;           ///< mini-batches that a batch is cut into
  double epochs = 40;
  OptimiserOptions optimiser{};
  ScheduleConfig schedule{};
  AverageConfig average{};
  JudgeConfig judge{};
  AdversaryConfig adversary{};
  bool drop_ramp = false;          ///< DropBlock's probability grows from 0 over the training
  std::string weights;             ///< to start from; empty: random ones
  int weights_layers = 0;          ///< only so many layers of them (fine-tuning); 0: all
  double objectness_prior = 0.01;  ///< what a fresh network claims, see calm_objectness; 0: biases start at 0
  std::uint64_t seed = 0;
  int threads = 0;
};

/// Reads a training from JSON. Strict: what is not known is an Error with its place. configs/train/README.md lists every key.
/// @param overrides  "key=value"; keys of inner objects are joined by dots ("optimiser.momentum=0.9"); the value is JSON, or a bare word
TrainConfig parse_train_config(Json document, const std::string& where, std::span<const std::string> overrides = {});

/// Reads a training by file name, or by the name of a file in configs/train ("shapes").
TrainConfig load_train_config(const std::string& name_or_path, std::span<const std::string> overrides = {});

/// Every key with its value: parse_train_config gives the same again.
Json print_train_config(const TrainConfig& config);

}  // namespace yologold
