#include "judge/ulp.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"

using namespace yologold;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double quiet_nan = std::nan("");

}  // namespace

TEST_CASE("neighbours are one ulp apart") {
  CHECK(ulp_error(std::nextafter(1.0, 2.0), 1, TensorType::f64) == 1);
  CHECK(ulp_error(std::nextafter(1.0f, 2.0f), 1, TensorType::f32) == 1);
  CHECK(ulp_error(-1 - 0x1p-10, -1, TensorType::f16) == 1);
  CHECK(ulp_error(1.5 + 0x1p-7, 1.5, TensorType::bf16) == 1);
  CHECK(ulp_error(3 + 0x1p-22, 3, TensorType::f32) == 1);
  CHECK(ulp_error(1 + 0x1p-25, 1, TensorType::f32) == 0.25);
}

TEST_CASE("below the normal numbers the spacing stays") {
  CHECK(ulp_error(0x1p-149, 0, TensorType::f32) == 1);
  CHECK(ulp_error(0x1p-24, 0, TensorType::f16) == 1);
  CHECK(ulp_error(0x1p-149, -0x1p-149, TensorType::f32) == 2);
  CHECK(ulp_error(std::numeric_limits<double>::denorm_min(), 0, TensorType::f64) == 1);
}

TEST_CASE("what is not finite agrees with its like only") {
  CHECK(ulp_error(quiet_nan, quiet_nan, TensorType::f32) == 0);
  CHECK(ulp_error(inf, inf, TensorType::f32) == 0);
  CHECK(ulp_error(quiet_nan, 1, TensorType::f32) == inf);
  CHECK(ulp_error(1, quiet_nan, TensorType::f32) == inf);
  CHECK(ulp_error(-inf, inf, TensorType::f32) == inf);
  CHECK(ulp_error(-0.0, 0.0, TensorType::f32) == 0);
}

TEST_CASE("the largest numbers") {
  CHECK(largest(TensorType::f16) == 65504);
  CHECK(largest(TensorType::f32) == std::numeric_limits<float>::max());
  CHECK(largest(TensorType::f64) == std::numeric_limits<double>::max());
  CHECK(largest(TensorType::bf16) == 0x1.fep127);
}
