#include <cmath>
#include <cstdio>

#include "certain/interval.hpp"
#include "certain/settle.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::certain;
using DdBall = Ball<double>;

namespace {

/// What a ball claims beside what an interval of 400 bits knows: how far apart their middles are, in radii (above 1: the ball lies), and the relative radius.
struct Claim {
  double distance = 0, radius = 0;
  int bits = 0;
};

/// @param shrink  a factor of the radius: what a wrong bound would be
double distance_in_radii(const DdBall& ball, const Interval& truth, double shrink) {
  const Interval apart = (Interval(ball.mid.hi) + Interval(ball.mid.lo)) - truth;
  const double distance = std::abs(apart.parts().high);
  return distance == 0 ? 0 : distance / (shrink * ball.radius);
}

struct Worst {
  double inside = 0;    ///< the largest distance in radii
  double relative = 0;  ///< the largest error of the middle, relative
  int outside = 0, outside_shrunk = 0;

  void look(const DdBall& ball, const Interval& truth) {
    const double distance = distance_in_radii(ball, truth, 1);
    inside = std::max(inside, distance);
    if (ball.mid.hi != 0) relative = std::max(relative, distance * ball.radius / std::abs(ball.mid.hi));
    outside += !(distance <= 1);
    outside_shrunk += !(distance_in_radii(ball, truth, 0x1p-16) <= 1);
  }
};

/// A double-double of any size in 2^[low, high], sometimes short, sometimes an f64.
Dd<double> hostile(test::Random& r, int low, int high) {
  const double hi = std::ldexp(r.uniform(1, 2), low + static_cast<int>(r.below(high - low + 1))) * (r.below(2) ? 1 : -1);
  switch (r.below(4)) {
    case 0:
      return {hi, 0};
    case 1:
      return {std::ldexp(std::round(std::ldexp(hi, 10 - std::ilogb(hi))), std::ilogb(hi) - 10), 0};
    case 2:
      return quick_two_sum(hi, hi * 0x1p-54 * r.uniform(-1, 1));
    default:
      return quick_two_sum(hi, hi * 0x1p-90 * r.uniform(-1, 1));
  }
}

Interval exact(const Dd<double>& x) { return Interval(x.hi) + Interval(x.lo); }

void report(const char* name, const Worst& w) {
  std::printf("%-6s worst error 2^%.1f, %.2g of the radius\n", name, std::log2(w.relative), w.inside);
  INFO(name);
  CHECK(w.outside == 0);
}

/// f of 4000 double-doubles of sizes 2^[low, high].
template <class F>
Worst check_function(const char* name, int low, int high, bool positive, const F& f) {
  test::Random r(7);
  Worst worst;
  for (int i = 0; i < 4000; ++i) {
    Dd<double> x = hostile(r, low, high);
    if (positive && x.hi < 0) x = negate(x);
    worst.look(f(DdBall(x, 0)), f(exact(x)));
  }
  report(name, worst);
  return worst;
}

template <class F>
Worst check_operation(const char* name, const F& f) {
  test::Random r(11);
  Worst worst;
  for (int i = 0; i < 4000; ++i) {
    const Dd<double> x = hostile(r, -30, 30);
    Dd<double> y = hostile(r, -30, 30);
    if (i % 4 == 0) y = Dd<double>{-x.hi * (1 + r.uniform(-4, 4) * 0x1p-52), y.lo * 0x1p-60};
    worst.look(f(DdBall(x, 0), DdBall(y, 0)), f(exact(x), exact(y)));
  }
  report(name, worst);
  return worst;
}

}  // namespace

TEST_CASE("every ball holds the real value, and the check would see a radius that is too small") {
  const Precision precision(400, false);
  int caught = 0;
  const auto join = [&](const Worst& w) { caught += w.outside_shrunk > 0; };
  join(check_operation("+", [](const auto& a, const auto& b) { return a + b; }));
  join(check_operation("*", [](const auto& a, const auto& b) { return a * b; }));
  join(check_operation("/", [](const auto& a, const auto& b) { return a / b; }));
  join(check_function("sqrt", -60, 60, true, [](const auto& x) { return sqrt(x); }));
  join(check_function("exp", -60, 8, false, [](const auto& x) { return exp(x); }));
  join(check_function("log", -60, 60, true, [](const auto& x) { return log(x); }));
  join(check_function("log", -1, 0, true, [](const auto& x) { return log(x); }));
  join(check_function("log1p", -80, -1, true, [](const auto& x) { return log1p(x); }));
  join(check_function("atan", -60, 60, false, [](const auto& x) { return atan(x); }));
  CHECK(caught == 9);
}

TEST_CASE("a radius is carried through every operation") {
  const Precision precision(400, false);
  test::Random r(13);
  Worst worst;
  for (int i = 0; i < 4000; ++i) {
    // Any number of the operands' balls must end in the result's ball.
    const Dd<double> x = hostile(r, -3, 3), y = hostile(r, -3, 3);
    const double rx = std::ldexp(std::abs(x.hi), -static_cast<int>(r.below(80)) - 3), ry = std::ldexp(std::abs(y.hi), -static_cast<int>(r.below(80)) - 3);
    const DdBall bx(x, rx), by(y, ry), positive = bx * bx;
    const Interval px = exact(x) + Interval(rx * r.uniform(-1, 1)), py = exact(y) + Interval(ry * r.uniform(-1, 1));
    const Interval p2 = px * px;
    worst.look(bx + by, px + py);
    worst.look(bx * by, px * py);
    worst.look(bx / by, px / py);
    worst.look(positive, p2);
    if (positive.radius < 0.2 * positive.mid.hi) worst.look(sqrt(positive), sqrt(p2)), worst.look(log(positive), log(p2));
    if (rx < 0.4) worst.look(exp(bx), exp(px));
    worst.look(atan(bx), atan(px));
  }
  report("carry", worst);
  CHECK(worst.inside > 0.5);  // the bounds are not padded
}

TEST_CASE("a value on or beside the middle of two f64 is left to MPFR, which knows") {
  const auto middle = DdBall({1, 0x1p-53}, 0x1p-100);
  CHECK_THROWS_AS(round_or_throw(middle), Undecided);
  CHECK(round_or_throw(DdBall({1, 0x1p-53 + 0x1p-90}, 0x1p-100)) == 1 + 0x1p-52);
  CHECK(round_or_throw(DdBall({1, 0x1p-53 - 0x1p-90}, 0x1p-100)) == 1);

  // An exact tie goes to even, however many digits there are; third + third + third is 1 only at the end of all digits.
  const double tie = settle([]<class S>() { return round_or_throw(S(1.0) + S(0x1p-53)); });
  CHECK(tie == 1);
  CHECK(settle([]<class S>() {
          const S third = S(1.0) / S(3.0);
          return sign((third + third + third) - S(1.0));
        }) == 0);
  CHECK(settle([]<class S>() {
          const S third = S(1.0) / S(3.0);
          return round_or_throw((third + third + third) * (S(1.0) + S(0x1p-53)));
        }) == 1);
}

TEST_CASE("what is not a real number is refused") {
  CHECK_THROWS_AS(settle([]<class S>() { return round_or_throw(S(1.0) / (S(2.0) - S(2.0))); }), Error);
  CHECK_THROWS_AS(settle([]<class S>() { return round_or_throw(log(-S(2.0))); }), Error);
}
