#include "train/schedule.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace yologold;

TEST_CASE("warm-up rises to the rate, linearly or by a power") {
  const Schedule linear{.kind = ScheduleKind::constant, .rate = 0.5, .warmup = 4};
  CHECK(rate_at(linear, 0) == 0.125);
  CHECK(rate_at(linear, 2) == 0.375);
  CHECK(rate_at(linear, 3) == 0.5);
  CHECK(rate_at(linear, 1000) == 0.5);
  const Schedule power{.kind = ScheduleKind::constant, .rate = 1, .warmup = 1000, .warmup_power = 4};
  CHECK(rate_at(power, 499) == Approx(0.0625));
}

TEST_CASE("steps multiply") {
  const Schedule schedule{.kind = ScheduleKind::step, .rate = 1, .warmup = 2, .at = {10, 20}, .scales = {0.1, 0.5}};
  CHECK(rate_at(schedule, 9) == 1);
  CHECK(rate_at(schedule, 10) == Approx(0.1));
  CHECK(rate_at(schedule, 19) == Approx(0.1));
  CHECK(rate_at(schedule, 20) == Approx(0.05));
}

TEST_CASE("the cosine falls from the rate to the final rate and begins again, each cycle longer than the last") {
  const Schedule schedule{.kind = ScheduleKind::cosine, .rate = 1, .warmup = 5, .period = 10, .period_factor = 2, .final_rate = 0.2};
  CHECK(rate_at(schedule, 5) == 1);
  CHECK(rate_at(schedule, 10) == Approx(0.6));
  CHECK(rate_at(schedule, 14) == Approx(0.2 + 0.4 * (1 + std::cos(0.9 * 3.14159265358979))));
  CHECK(rate_at(schedule, 15) == 1);
  CHECK(rate_at(schedule, 25) == Approx(0.6));
  CHECK(rate_at(schedule, 34) < 0.21);
  CHECK(rate_at(schedule, 35) == 1);
  CHECK(rate_at(schedule, 35 + 20) == Approx(0.6));
}
