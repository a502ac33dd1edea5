#pragma once
#include <string>

#include "network/network.hpp"
#include "train/run_folder.hpp"

namespace yologold {

/// A trained network, ready to look at pictures.
struct TrainedModel {
  Network network;
  ModelFacts facts;
  std::string path;  ///< of the weights
};

struct ModelChoices {
  std::string network{};  ///< of darknet's .weights: a .cfg, a network's JSON, or a name; empty: network.cfg beside them
  std::string names{};    ///< a file with one class name a line; empty: what the weights say, else numbers
  int threads = 0;
};

/// Opens a run folder (its best weights, else the last), weights in safetensors as a training writes them, or darknet's .weights with their network.
/// Throws Error.
TrainedModel open_model(const std::string& path, const ModelChoices& choices = {});

}  // namespace yologold
