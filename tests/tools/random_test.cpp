#include "suite/random.hpp"

#include <cmath>

#include "support/catch.hpp"

using yologold::Random;

TEST_CASE("a value depends on its key alone") {
  const Random random(1, "case", 0);
  const double later = random.normal(1000, 0);
  CHECK(random.normal(0, 0) != later);
  CHECK(random.normal(1000, 0) == later);
  CHECK(Random(2, "case", 0).normal(1000, 0) != later);
  CHECK(Random(1, "case2", 0).normal(1000, 0) != later);
  CHECK(Random(1, "case", 1).normal(1000, 0) != later);
}

TEST_CASE("normal has mean 0 and deviation 1") {
  const Random random(1, "moments", 0);
  constexpr int count = 200000;
  double sum = 0, squares = 0, fourth = 0, largest = 0;
  for (int i = 0; i < count; ++i) {
    const double x = random.normal(static_cast<std::uint64_t>(i), 0);
    sum += x, squares += x * x, fourth += x * x * x * x;
    largest = std::max(largest, std::abs(x));
  }
  // Five standard deviations of each estimate; the fourth moment of a sum of 12 uniforms is 3 - 1.2 / 12.
  CHECK(std::abs(sum / count) < 5 / std::sqrt(count));
  CHECK(std::abs(squares / count - 1) < 5 * std::sqrt(2.0 / count));
  CHECK(std::abs(fourth / count - 2.9) < 5 * std::sqrt(90.0 / count));
  CHECK(largest < 6);
  CHECK(largest > 3.5);
}

TEST_CASE("uniform and integer stay in their ranges and reach the ends") {
  const Random random(1, "ranges", 0);
  double low = 1, high = 0;
  int hits[3] = {};
  for (std::uint64_t i = 0; i < 10000; ++i) {
    const double u = random.uniform(i, 0);
    low = std::min(low, u), high = std::max(high, u);
    const auto n = random.integer(i, 1, -1, 1);
    REQUIRE((n >= -1 && n <= 1));
    ++hits[n + 1];
  }
  CHECK((low >= 0 && low < 0.001 && high > 0.999 && high < 1));
  for (const int hit : hits) CHECK(std::abs(hit - 3333) < 250);
}
