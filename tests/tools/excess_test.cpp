#include <limits>

#include "judge/gradients.hpp"
#include "judge/ulp.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

double excess_of(double got, double want, const Tolerance& tolerance, TensorType type = TensorType::f32) {
  return excess(got, want, ulp_error(got, want, type), tolerance, type);
}

}  // namespace

TEST_CASE("the most generous of the three ways decides") {
  CHECK(excess_of(1.5, 1, {0.5, 0, 0}) == 1);
  CHECK(excess_of(3, 2, {0, 0.5, 0}) == 1);
  CHECK(excess_of(1 + 0x1p-22, 1, {0, 0, 4}) == 0.5);
  CHECK(excess_of(1.5, 1, {0.25, 0.125, 1}) == 2);
  CHECK(excess_of(1.5, 1, {0, 0, 0}) == infinite);
  CHECK(excess_of(1, 1, {0, 0, 0}) == 0);
}

TEST_CASE("an infinity passes only for what the type can not hold") {
  const Tolerance wide{1e300, 1, 1e300};
  CHECK(excess_of(infinite, 1e39, wide) == 0);
  CHECK(excess_of(-infinite, 1e39, wide) == infinite);
  CHECK(excess_of(infinite, 1e38, wide) == infinite);
  CHECK(excess_of(infinite, 1e5, wide, TensorType::f16) == 0);
  CHECK(excess_of(0, infinite, wide) == infinite);
}
