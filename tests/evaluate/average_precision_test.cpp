#include "evaluate/average_precision.hpp"

#include "support/catch.hpp"

using namespace yologold;

TEST_CASE("average precision by hand") {
  // Recall 1/4, 1/4, 1/4, 1/2, 3/4; precision 1, 1/2, 1/3, 1/2, 3/5, so 3/5 from a half on; one truth is never found.
  const std::vector<bool> hits{true, false, false, true, true};
  CHECK(average_precision(hits, 4, Interpolation::area) == Approx((1 + 2 * 0.6) / 4));
  CHECK(average_precision(hits, 4, Interpolation::eleven_points) == Approx((3 * 1 + 5 * 0.6) / 11));
  CHECK(average_precision(hits, 4, Interpolation::points_101) == Approx((26 * 1 + 50 * 0.6) / 101));
}

TEST_CASE("all found is 1, nothing found is 0") {
  for (const Interpolation interpolation : {Interpolation::area, Interpolation::eleven_points, Interpolation::points_101}) {
    CHECK(average_precision({true, true, true}, 3, interpolation) == Approx(1));
    CHECK(average_precision({}, 3, interpolation) == 0);
    CHECK(average_precision({false, false}, 3, interpolation) == 0);
  }
}
