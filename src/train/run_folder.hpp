#pragma once
#include <map>
#include <string>
#include <vector>

#include "images/fit.hpp"
#include "json/json.hpp"
#include "network/network.hpp"
#include "train/trainer.hpp"

namespace yologold {

/// Where a training stands, beside the trainer's state.
struct Standing {
  double best = -1;              ///< the highest mean average precision so far; -1: not judged yet
  std::int64_t judged_step = 0;  ///< the step after which it was judged last
};

/// What a weights file says beside the weights, so that it can be used alone.
struct ModelFacts {
  std::vector<std::string> classes;
  Fit fit = Fit::stretch;
};

/// A folder with everything of one training: config.json, log.jsonl, checkpoint.safetensors, last and best (.safetensors and darknet's .weights),
/// network.cfg, curves.html, samples/. Files are written aside and renamed. Each function throws Error.
class RunFolder {
 public:
  explicit RunFolder(std::string path) : path_(std::move(path)) {}

  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string log() const { return file("log.jsonl"); }
  bool holds_run() const;
  void must_be_free() const;  ///< Error where it holds a run

  /// Makes the folder and writes the configuration. The folder must be free.
  void begin(const Json& config) const;
  Json config() const;

  void write_checkpoint(const Trainer& trainer, const Standing& standing) const;
  Standing read_checkpoint(Trainer& trainer) const;

  /// NAME.safetensors, NAME.weights and network.cfg; what darknet has no words for is left out.
  void write_model(const std::string& name, const Network& network, const ModelFacts& facts, std::uint64_t seen) const;

  void write_curves() const;

  /// The best weights, else the last. Throws Error where there are none.
  std::string weights() const;

 private:
  std::string path_;
};

/// The metadata of write_model as facts; empty classes where a file has none.
ModelFacts facts_of(const std::map<std::string, std::string>& metadata, const std::string& where);

}  // namespace yologold
