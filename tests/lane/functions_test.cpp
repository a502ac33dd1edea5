#include <mpfr.h>

#include <cmath>
#include <cstdio>
#include <limits>

#include "kernels/lane_sums.hpp"
#include "lane/atan.hpp"
#include "lane/compensated.hpp"
#include "lane/logistic.hpp"
#include "lane/ratio.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using test::Random;

namespace {

using Function = int (*)(mpfr_t, mpfr_srcptr);

int rise(mpfr_t to, mpfr_srcptr x) {
  mpfr_neg(to, x, MPFR_RNDN);
  mpfr_exp(to, to, MPFR_RNDN);
  mpfr_add_ui(to, to, 1, MPFR_RNDN);
  return mpfr_ui_div(to, 1, to, MPFR_RNDN);
}
int softplus(mpfr_t to, mpfr_srcptr x) {
  mpfr_exp(to, x, MPFR_RNDN);
  return mpfr_log1p(to, to, MPFR_RNDN);
}
int centred(mpfr_t to, mpfr_srcptr x) {
  mpfr_div_ui(to, x, 2, MPFR_RNDN);
  mpfr_tanh(to, to, MPFR_RNDN);
  return mpfr_div_ui(to, to, 2, MPFR_RNDN);
}
int logit(mpfr_t to, mpfr_srcptr x) {
  mpfr_ui_sub(to, 1, x, MPFR_RNDN);
  mpfr_div(to, x, to, MPFR_RNDN);
  return mpfr_log(to, to, MPFR_RNDN);
}

/// |got - f(x)| in units in the last place of T at f(x).
template <class T>
double error_in_ulp(T got, double x, Function f) {
  mpfr_t at, exact, difference;
  mpfr_inits2(300, at, exact, difference, nullptr);
  mpfr_set_d(at, x, MPFR_RNDN);
  f(exact, at);
  const T near = std::abs(static_cast<T>(mpfr_get_d(exact, MPFR_RNDN)));
  mpfr_sub_d(difference, exact, static_cast<double>(got), MPFR_RNDN);
  const double ulp = near < std::numeric_limits<T>::max() ? std::nextafter(near, std::numeric_limits<T>::infinity()) - near : near - std::nextafter(near, T(0));
  const double error = std::abs(mpfr_get_d(difference, MPFR_RNDN)) / ulp;
  mpfr_clears(at, exact, difference, nullptr);
  return got == near || got == -near ? std::min(error, 0.5) : error;
}

/// The worst error of a function over [low, high], half of the points spread over magnitudes.
template <class T, class Ours>
void sweep(const char* name, double low, double high, double bound, Function f, const Ours& ours) {
  Random random(42);
  double worst = 0, where = 0;
  for (int i = 0; i < 40000; ++i) {
    double x = random.uniform(low, high);
    if (i % 2) x = (low < 0 && random.below(2) ? -1 : 1) * std::ldexp(random.uniform(0.5, 1), static_cast<int>(random.below(60)) - 52);
    x = static_cast<T>(x);
    if (!(x > low && x < high)) continue;
    const double error = error_in_ulp<T>(ours(static_cast<T>(x)), x, f);
    if (error > worst) worst = error, where = x;
  }
  std::printf("%-9s %s: worst %.3f ulp at %.17g\n", name, sizeof(T) == 8 ? "f64" : "f32", worst, where);
  CAPTURE(name, worst, where);
  CHECK(worst <= bound);
}

int exp_of(mpfr_t to, mpfr_srcptr x) { return mpfr_exp(to, x, MPFR_RNDN); }
int expm1_of(mpfr_t to, mpfr_srcptr x) { return mpfr_expm1(to, x, MPFR_RNDN); }
int log_of(mpfr_t to, mpfr_srcptr x) { return mpfr_log(to, x, MPFR_RNDN); }
int log1p_of(mpfr_t to, mpfr_srcptr x) { return mpfr_log1p(to, x, MPFR_RNDN); }
int atan_of(mpfr_t to, mpfr_srcptr x) { return mpfr_atan(to, x, MPFR_RNDN); }

template <class T>
void sweep_all() {
  const double big = sizeof(T) == 8 ? 700 : 80;
  sweep<T>("exp", -big, big, 1.0, exp_of, [](T x) { return lane::exp(x); });
  sweep<T>("expm1", -big, big, 2.0, expm1_of, [](T x) { return lane::expm1(x); });
  sweep<T>("log", 0, 1e6, 0.95, log_of, [](T x) { return lane::log(x); });
  sweep<T>("log1p", -0.999, 1e6, 1.3, log1p_of, [](T x) { return lane::log1p(x); });
  sweep<T>("atan", -1e3, 1e3, 1.75, atan_of, [](T x) { return lane::atan(x); });
  sweep<T>("logistic", -big, big, 2.5, rise, [](T x) { return lane::logistic(x).rise; });
  sweep<T>("softplus", -big, big, 1.7, softplus, [](T x) { return lane::softplus(x, lane::logistic(x).decay); });
  sweep<T>("centred", -big, big, 2.6, centred, [](T x) { return lane::centred_logistic(x); });
  sweep<T>("logit", 0, 1, 3.5, logit, [](T x) { return lane::logit(x); });
}

}  // namespace

TEST_CASE("functions stay within their stated error, against MPFR") {
  sweep_all<double>();
  sweep_all<float>();
}

TEST_CASE("functions at the edges") {
  const double inf = INFINITY, nan = NAN;
  CHECK(lane::exp(-inf) == 0);
  CHECK(lane::exp(inf) == inf);
  CHECK(lane::exp(0.0) == 1);
  CHECK(std::isnan(lane::exp(nan)));
  CHECK(lane::exp(-745.0) == 0x1p-1074);
  CHECK(lane::exp(-708.5) == Approx(std::exp(-708.5)));
  CHECK(lane::exp(709.78) < inf);
  CHECK(lane::exp(709.79) == inf);
  CHECK(lane::log(0.0) == -inf);
  CHECK(lane::log(inf) == inf);
  CHECK(std::isnan(lane::log(-1.0)));
  CHECK(std::isnan(lane::log(nan)));
  CHECK(lane::log(1.0) == 0);
  CHECK(lane::log(0x1p-1074) == Approx(-744.4400719213812));
  CHECK(lane::log1p(0.0) == 0);
  CHECK(lane::log1p(inf) == inf);
  CHECK(lane::log1p(0x1p-1074) == 0x1p-1074);
  CHECK(lane::atan(inf) == Approx(std::acos(0.0)));
  CHECK(lane::atan(0.0) == 0);
  CHECK(lane::atan(1.0) == Approx(std::atan(1.0)).epsilon(1e-15));
  CHECK(std::isnan(lane::atan(nan)));
  CHECK(lane::logistic(0.0).rise == 0.5);
  CHECK(lane::logistic(inf).rise == 1);
  CHECK(lane::logistic(inf).fall == 0);
  CHECK(std::isnan(lane::logistic(nan).rise));
  CHECK(lane::logistic(-40.0).rise == lane::logistic(40.0).fall);
  CHECK(lane::centred_logistic(0.0) == 0);
  CHECK(lane::logit(0.5) == 0);
  CHECK(std::signbit(lane::negate(0.0)));
}

TEST_CASE("the project is built without fused multiply-add") {
  volatile double a = 1 + 0x1p-27, b = 1 - 0x1p-27, c = -1;
  CHECK(a * b + c == 0);  // fused, it is -2^-54
}

TEST_CASE("sums carry what they lose, and stay infinite") {
  lane::Compensated<double> sum;
  for (const double x : {1.0, 0x1p-80, 0x1p-80}) sum.add(x);
  CHECK(sum.rest() == 0x1p-79);
  for (const double x : {HUGE_VAL, 1.0}) sum.add(x);
  CHECK(sum.value() == HUGE_VAL);
  sum.add(-HUGE_VAL);
  CHECK(std::isnan(sum.value()));
  for (std::size_t infinite = 0; infinite < 8; ++infinite) {
    kernels::LaneSums lanes;
    for (std::size_t i = 0; i < 16; ++i) lanes.add(i % 8, i == infinite ? HUGE_VAL : 0x1p-60 + static_cast<double>(i));
    CAPTURE(infinite);
    CHECK(lanes.join() == HUGE_VAL);
  }
}

TEST_CASE("two_product is exact") {
  Random random(7);
  for (int i = 0; i < 10000; ++i) {
    const double a = random.uniform(-1, 1), b = static_cast<double>(random.below(5000));
    const auto p = lane::two_product(a, b);
    CHECK(p.hi == a * b);
    CHECK(p.lo == std::fma(a, b, -p.hi));
  }
}
