#include "bounds/play.hpp"
#include "bounds/tally.hpp"
#include "configs/find_config.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::bounds_test;

namespace yologold::bounds_test {
namespace fast {

// __expf: 2 to the power of x log2(e), the product rounded.
inline float exp(float x) { return ::exp2f(x * 1.44269504F); }
inline float log(float x) { return ::logf(x); }
inline float sqrt(float x) { return __builtin_sqrtf(x); }
inline float atan(float x) { return ::atanf(x); }

#include "bounds/backend.inc"

}  // namespace fast

const Kernels<float> fast_exp{
    "fast-math exp", false, fast::corner_iou<float>, fast::corner_box<float>, fast::corner_objectness<float>, fast::row_of_classes<float>};

}  // namespace yologold::bounds_test

namespace {

/// The share of the elements of three scenes of a family that a backend with a mistake puts outside their bounds; in the worst of the scenes.
double caught(Family family, Regime regime, const Kernels<float>& kernels, const Reading& reading) {
  const auto profile = bounds::load_numeric_profile(find_config("profile", "cuda-fp32", "profile"));
  double least = 1;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Scene scene = make_scene(family, regime, 100 + seed);
    Tally tally;
    tally.add(scene, bounds_of(scene, profile),
              play<float>(
                  scene, kernels, scene.logits, [](float x) { return static_cast<double>(x); }, reading),
              "mutant");
    least = std::min(least, static_cast<double>(tally.outside) / static_cast<double>(tally.elements));
  }
  return least;
}

double caught(Family family, const Reading& reading) { return caught(family, Regime::random, plain_o2().corner, reading); }

}  // namespace

TEST_CASE("a backend without a mistake is left alone", "[mutants]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) CHECK(caught(family, {}) == 0);
}

TEST_CASE("each mistake is seen in every scene", "[mutants]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    CHECK(caught(family, {Mistake::factor_two}) > 0);
    CHECK(caught(family, {Mistake::none, 0, 1}) > 0);
    CHECK(caught(family, {Mistake::none, 0, 0, true}) > 0);
    CHECK(caught(family, Regime::saturated, fast_exp, {}) > 0);
  }
  for (const Family family : {Family::v2, Family::v3, Family::v4}) CHECK(caught(family, {Mistake::none, 1}) > 0);
  for (const Family family : {Family::v2, Family::v3}) CHECK(caught(family, {Mistake::no_two_minus_wh}) > 0);
  CHECK(caught(Family::v4, {Mistake::alpha_not_detached}) > 0);
  CHECK(caught(Family::v4, {Mistake::short_pi}) > 0);
}
