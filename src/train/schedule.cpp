#include "train/schedule.hpp"

#include <cmath>
#include <numbers>

namespace yologold {
namespace {

double cosine(const Schedule& schedule, double since) {
  double period = schedule.period;
  if (!(period > 0)) return schedule.rate;
  while (since >= period) {
    since -= period;
    period *= schedule.period_factor;
  }
  return schedule.final_rate + (schedule.rate - schedule.final_rate) * (1 + std::cos(std::numbers::pi * since / period)) / 2;
}

}  // namespace

double rate_at(const Schedule& schedule, std::int64_t step) {
  const auto now = static_cast<double>(step);
  if (now < schedule.warmup) return schedule.rate * std::pow((now + 1) / schedule.warmup, schedule.warmup_power);
  if (schedule.kind == ScheduleKind::cosine) return cosine(schedule, now - schedule.warmup);

  double rate = schedule.rate;
  if (schedule.kind == ScheduleKind::step)
    for (std::size_t i = 0; i < schedule.at.size(); ++i)
      if (now >= schedule.at[i]) rate *= schedule.scales[i];
  return rate;
}

}  // namespace yologold
