#include "train/moving_average.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace yologold;

TEST_CASE("the average follows its recurrence, with and without a ramp") {
  const double ramp = GENERATE(0.0, 3.0);
  std::vector<float> values{1, -1};
  const std::vector<std::span<float>> spans{values};
  MovingAverage average(0.75, ramp, spans);
  double want[]{1, -1};
  for (int t = 1; t <= 8; ++t) {
    values = {static_cast<float>(t), static_cast<float>(0.5 * t * t)};
    average.update(spans);
    const double keep = 0.75 * (ramp > 0 ? 1 - std::exp(-t / ramp) : 1);
    for (std::size_t i = 0; i < 2; ++i) want[i] = keep * want[i] + (1 - keep) * static_cast<double>(values[i]);
  }
  average.swap(spans);
  CHECK(values[0] == Approx(want[0]).epsilon(1e-6));
  CHECK(values[1] == Approx(want[1]).epsilon(1e-6));
  average.swap(spans);
  CHECK(values == std::vector<float>{8, 32});
}

TEST_CASE("an average that is stored and read goes on in the same bits") {
  std::vector<float> values{1, 2};
  const std::vector<std::span<float>> spans{values};
  MovingAverage straight(0.9, 5, spans), other(0.9, 5, spans);
  values = {3, -7};
  straight.update(spans);
  Tensors state;
  straight.save(state);
  other.load(state);
  values = {0.1F, 0.7F};
  straight.update(spans);
  other.update(spans);
  straight.swap(spans);
  const std::vector<float> want = values;
  straight.swap(spans);
  other.swap(spans);
  CHECK(values == want);
}
