#include "diagnose/losses.hpp"

#include "support/catch.hpp"

namespace yologold::test {

TEST_CASE("a given loss agrees within its own bound, or within the tolerance where there is none") {
  GivenLoss loss{.golden = 8, .actual = 8.5, .slack = 0.5, .stored = TensorType::f32, .tolerance = {0, 0, 0}};
  CHECK(loss.agrees_with(8));
  loss.slack = 0.25;
  CHECK_FALSE(loss.agrees_with(8));
  loss.slack = -1;
  CHECK_FALSE(loss.agrees_with(8));
  loss.tolerance.rel = 0.0625;
  CHECK(loss.agrees_with(8));
}

TEST_CASE("another value than the golden has the bound in proportion") {
  const GivenLoss loss{.golden = 8, .actual = 16.5, .slack = 0.25, .stored = TensorType::f32};
  CHECK(loss.agrees_with(16));
  CHECK_FALSE(loss.agrees_with(15.5));
  CHECK_FALSE(loss.agrees_with(8));
}

TEST_CASE("the golden rounded otherwise is the golden") {
  const GivenLoss loss{.golden = 8, .actual = 8.25, .slack = 0.25, .stored = TensorType::f32};
  CHECK(loss.agrees_with(8 * (1 - 1e-14)));
  CHECK_FALSE(loss.agrees_with(7.9));
}

}  // namespace yologold::test
