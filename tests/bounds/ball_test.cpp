#include <cmath>

#include "bounds/ball.hpp"
#include "bounds/sum.hpp"
#include "configs/find_config.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::bounds;

namespace {

NumericProfile plain() { return load_numeric_profile(find_config("profile", "ieee-fp32", "profile")); }
constexpr double u = 0x1p-24;

}  // namespace

TEST_CASE("exact numbers stay exact, others are rounded once", "[ball]") {
  const NumericProfile p = plain();
  const Arithmetic a(p);
  CHECK(a.input(0.5).e == 0);
  CHECK(a.constant(0.1).e == Approx(0.1 * u).epsilon(1e-6));
  CHECK((a.literal(3) * a.literal(5)).e == 0);
  CHECK((a.literal(1) / a.literal(3)).e == Approx(u / 3).epsilon(1e-6));
  const Ball third = a.literal(1) / a.literal(3);
  CHECK((third + third).e == Approx(2 * third.e + u * 2 / 3).epsilon(1e-6));
  CHECK((third - third).e >= 2 * third.e);
  CHECK((0.5 * third).e == third.e / 2);
}

TEST_CASE("an error goes through every function", "[ball]") {
  const NumericProfile p = plain();
  const Arithmetic a(p);
  const double e = 1e-3;
  const Ball x{0.7, e, &a};
  for (const double side : {-1.0, 1.0}) {
    const double moved = 0.7 + side * e;
    CHECK(std::abs(std::exp(moved) - exp(x).v) <= exp(x).e);
    CHECK(std::abs(std::log(moved) - log(x).v) <= log(x).e);
    CHECK(std::abs(std::log1p(moved) - log1p(x).v) <= log1p(x).e);
    CHECK(std::abs(std::sqrt(moved) - sqrt(x).v) <= sqrt(x).e);
    CHECK(std::abs(std::atan(moved) - atan(x).v) <= atan(x).e);
    CHECK(std::abs(1 / moved - (a.literal(1) / x).v) <= (a.literal(1) / x).e);
    CHECK(std::abs(moved * moved - (x * x).v) <= (x * x).e);
  }
  CHECK(exp(x).e <= 1.001 * e * std::exp(0.701) + 3 * u * 2.02);
  CHECK(atan(x).e <= 1.001 * e / (1 + 0.699 * 0.699) + 3 * u);
}

TEST_CASE("what may overflow or divide by 0 is unknown", "[ball]") {
  const NumericProfile p = plain();
  const Arithmetic a(p);
  CHECK(std::isinf(exp(a.literal(100)).e));
  CHECK(std::isinf((a.literal(1) / Ball{0.1, 0.2, &a}).e));
  CHECK(std::isinf(log(Ball{0.1, 0.2, &a}).e));
  CHECK(std::isinf((a.literal(0) * exp(a.literal(100))).e));
}

TEST_CASE("a kink is decided only where the balls are apart", "[ball]") {
  const NumericProfile p = plain();
  const Arithmetic a(p);
  CHECK(below(Ball{1, 0.1, &a}, Ball{2, 0.1, &a}, 0.5).e == 0);
  CHECK(below(Ball{1, 0.6, &a}, Ball{2, 0.6, &a}, 0.5).e == 1);
  CHECK(below(a.literal(2), a.literal(2), 0.5).v == 0.5);
  CHECK(below(a.literal(2), a.literal(2), 0.5).e == 0);
  CHECK(least(Ball{1, 0.1, &a}, Ball{2, 0.7, &a}).e == 0.1);
  CHECK(least(Ball{1, 0.6, &a}, Ball{2, 0.7, &a}).e == 0.7);
}

TEST_CASE("a sum pays for its longest chain", "[ball]") {
  NumericProfile p = plain();
  const auto error = [&](long chain) {
    p.longest_chain = chain;
    const Arithmetic a(p);
    Sum sum(a);
    for (int i = 0; i < 1001; ++i) sum.add(a.literal(1));
    return sum.value().e;
  };
  CHECK(error(0) == Approx(1000 * u * 1001).epsilon(1e-3));
  CHECK(error(10) == Approx(10 * u * 1001).epsilon(1e-3));
}

TEST_CASE("formats round as they must", "[ball]") {
  const Format half = format_named("f16", ""), brain = format_named("bf16", "");
  CHECK(half.round(65519) == 65504);
  CHECK(std::isinf(half.round(65520)));
  CHECK(half.round(0x1p-25) == 0);
  CHECK(half.round(0x1.8p-25) == 0x1p-24);
  CHECK(brain.round(1 + 0x1p-8) == 1);
  CHECK(brain.round(1 + 0x1.8p-8) == 1 + 0x1p-7);
  CHECK_THROWS(format_named("f8", "here"));
}
