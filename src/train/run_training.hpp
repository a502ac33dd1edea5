#pragma once
#include <functional>

#include "network/ranks.hpp"
#include "train/run_folder.hpp"
#include "train/training.hpp"

namespace yologold {

/// What the caller is told while a training runs. Each may be empty.
struct TrainEvents {
  std::function<void(const StepRecord&, std::int64_t all_steps)> stepped;
  std::function<void(const EvaluationRecord&)> judged;
  std::function<bool()> stop;  ///< asked after every step, and where one process is alone after every judged picture: true ends the training with a checkpoint
};

enum class Ending { finished, stopped };

/// Trains into a run folder, from the start or from its checkpoint. After a kill at any moment the folder holds a whole checkpoint; a training that was stopped
/// or killed and resumed ends with the same bits as one that ran through. Throws Error, too where the disk is full: the old checkpoint then stays.
///
/// Where there are several ranks, which check_ranks found good, all call this alike. Each learns its part of every mini-batch and judges its part of the
/// pictures; only the leader writes the folder and is told of events, but `stop`, which counts on any rank; all read the checkpoint.
Ending run_training(const Training& training, const RunFolder& folder, bool resume, const TrainEvents& events = {}, const Ranks& ranks = one_rank);

}  // namespace yologold
