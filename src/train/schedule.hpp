#pragma once
#include <cstdint>
#include <vector>

namespace yologold {

enum class ScheduleKind { constant, step, cosine };

/// The learning rate as a function of the step.
struct Schedule {
  ScheduleKind kind = ScheduleKind::cosine;
  double rate = 1e-3;                  ///< the peak
  double warmup = 0;                   ///< steps of warm-up
  double warmup_power = 1;             ///< 1: linear; darknet's burn_in: 4
  std::vector<double> at{}, scales{};  ///< step: from step at[i] on the rate carries scales[i] too
  double period = 0;                   ///< cosine: steps of the first cycle, counted from the end of the warm-up
  double period_factor = 1;            ///< cosine: each cycle is this much longer than the one before
  double final_rate = 0;               ///< cosine: at the end of a cycle
};

/// The rate of a step, counted from 0.
///   warm-up  rate ((step + 1) / warmup)^power while step < warmup
///   step     rate times every scale whose step has come
///   cosine   final + (rate - final) (1 + cos(pi t/T)) / 2, t steps into a cycle of length T; at its end the next begins (SGDR, Loshchilov, Hutter 2017)
double rate_at(const Schedule& schedule, std::int64_t step);

}  // namespace yologold
