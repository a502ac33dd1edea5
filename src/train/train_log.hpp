#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "yologold/report.hpp"

namespace yologold {

/// One optimiser step, as it is logged.
struct StepRecord {
  std::int64_t step = 0, epoch = 0;  ///< counted from 1
  double rate = 0;
  TermLoss terms{};           ///< sums over heads and images of the step, as the variant's reduction counts them
  double gradient_norm = 0;   ///< before clipping
  int width = 0, height = 0;  ///< of the network's input in this step
  double images_per_second = 0;
  double loss_share = 0;  ///< of the step's time that went to the loss and its gradient
  double wait_share = 0;  ///< of the step's time that went by until its pictures were ready

  double total() const { return terms.coord + terms.obj + terms.noobj + terms.classes; }
};

/// A class's average precision in an evaluation.
struct ClassRecord {
  std::string name;
  std::int64_t truths = 0;
  double ap = 0;
};

/// One evaluation, as it is logged.
struct EvaluationRecord {
  std::int64_t step = 0, epoch = 0;
  std::string split{}, metric{};
  double map = 0;
  bool best = false;  ///< so far
  std::vector<ClassRecord> classes{};
};

/// What a log holds.
struct TrainLog {
  std::vector<StepRecord> steps;
  std::vector<EvaluationRecord> evaluations;
};

/// One line of JSON each, without its end of line.
std::string log_line(const StepRecord& record);
std::string log_line(const EvaluationRecord& record);

/// Reads a log; a last line that a kill cut off is left out. Empty where there is no file. Throws Error where a line is not one of a log.
TrainLog read_log(const std::string& path);

/// Drops what was logged after a step, and evaluations after another: a resumed run writes them again.
void cut_log(const std::string& path, std::int64_t last_step, std::int64_t last_evaluation);

}  // namespace yologold
