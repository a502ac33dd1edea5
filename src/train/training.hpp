#pragma once
#include "augment/make_batch.hpp"
#include "data/data_set.hpp"
#include "network/network_config.hpp"
#include "train/train_config.hpp"

namespace yologold {

/// A training with everything it needs, looked up, checked and made explicit.
struct Training {
  TrainConfig config;  ///< as given, with the data set's classes
  DataSet data;
  NetworkConfig network;  ///< its variant is the loss, with its anchors
  AugmentOptions augment;
  Json resolved;  ///< the configuration from which the same comes again: network, loss and anchors written out

  const std::vector<std::size_t>& members() const { return data.split(config.split); }
  const std::string& judged_split() const { return config.judge.split.empty() ? data.judged_split() : config.judge.split; }
  BatchOptions batch_options() const;  ///< of one mini-batch, on all ranks together
  std::int64_t steps_per_epoch() const;
};

/// Opens the data set, builds the network for its classes, puts the variant's loss in, and the anchors (k-means of the training pictures where "auto").
/// Throws Error where something is missing or does not fit.
Training prepare_training(TrainConfig config);

/// The data set that a configuration names.
DataSet open_training_data(const TrainConfig& config);

}  // namespace yologold
