#include "evaluate/average_precision.hpp"

#include "support/catch.hpp"

using namespace yologold;

TEST_CASE("average precision by hand") {
  // Recall 1/4, 1/4, 1/2, 1/2, 3/4; precision 1, 1/2, 2/3, 1/2, 3/5; one truth is never found.
  const std::vector<bool> hits{true, false, true, false, true};
  CHECK(average_precision(hits, 4, Interpolation::area) == Approx((1 + 2.0 / 3 + 3.0 / 5) / 4));
  CHECK(average_precision(hits, 4, Interpolation::eleven_points) == Approx((3 * 1 + 3 * (2.0 / 3) + 2 * (3.0 / 5)) / 11));
  CHECK(average_precision(hits, 4, Interpolation::points_101) == Approx((26 * 1 + 25 * (2.0 / 3) + 25 * (3.0 / 5)) / 101));
}

TEST_CASE("all found is 1, nothing found is 0") {
  for (const Interpolation interpolation : {Interpolation::area, Interpolation::eleven_points, Interpolation::points_101}) {
    CHECK(average_precision({true, true, true}, 3, interpolation) == Approx(1));
    CHECK(average_precision({}, 3, interpolation) == 0);
    CHECK(average_precision({false, false}, 3, interpolation) == 0);
  }
}
