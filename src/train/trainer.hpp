#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "augment/batch.hpp"
#include "network/network.hpp"
#include "network/ranks.hpp"
#include "train/batch_loss.hpp"
#include "train/moving_average.hpp"
#include "train/train_config.hpp"
#include "train/train_log.hpp"

namespace yologold {

/// A network in training: its weights, the optimiser, the average of weights, the number of steps done. Reads no files.
/// The same configuration, weights, batches and number of threads give the same bits, also where the state was stored and read in between.
/// Ranks that are each given their part of every mini-batch take the steps that one alone would take with the whole, and their weights stay the same in every
/// bit.
class Trainer {
 public:
  /// @param network  its config's variant is the loss
  /// @param ranks  must outlive the trainer
  Trainer(const TrainConfig& config, Network network, std::int64_t steps_per_epoch, const Ranks& ranks = one_rank);

  /// Gives mini-batch `part` of [0, subdivisions) of the step.
  using Load = std::function<Batch(std::int64_t step, int part)>;

  /// One step of the optimiser. The record's rates of time are its own; epoch is that of the step. Throws Error where the loss is not finite.
  StepRecord step(const Load& load);

  std::int64_t steps() const { return steps_; }
  std::int64_t steps_per_epoch() const { return steps_per_epoch_; }
  std::int64_t all_steps() const;  ///< of the training
  Network& network() { return network_; }

  /// Runs something while the network holds the averaged weights, where there is an average.
  void with_average(const std::function<void()>& run);

  /// Everything that the next step depends on, and back. load throws Error where something is missing or of another size.
  Tensors save() const;
  void load(const Tensors& state);

 private:
  struct Seconds;
  TermLoss learn(Batch batch, int part, Seconds& seconds);
  void deceive(Batch& batch, std::uint64_t seed);
  double weigh(const Report& report);
  void join(TermLoss& terms);
  std::vector<std::span<float>> averaged() const;

  TrainConfig config_;
  const Ranks* ranks_;
  Network network_;
  Schedule schedule_;
  std::int64_t steps_per_epoch_, steps_ = 0;
  BatchLoss loss_;
  Optimiser optimiser_;
  std::optional<MovingAverage> average_;
};

}  // namespace yologold
