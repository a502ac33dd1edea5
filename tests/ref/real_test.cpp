#include "ref/scalar.hpp"
#include "support/catch.hpp"

using namespace yologold::ref;

TEST_CASE("Real holds 400 bits") {
  const Real one(1.0), small(0x1p-399), smaller(0x1p-401);
  CHECK(one + small > one);
  CHECK(one + smaller == one);
  CHECK(to_double((one + small) - one) == 0x1p-399);
}

TEST_CASE("Real's functions undo each other") {
  const Real x = Real(1.0) / Real(3.0);
  const auto close = [](const Real& a, const Real& b) { return to_double((a - b) / b) < 0x1p-390 && to_double((b - a) / b) < 0x1p-390; };
  CHECK(close(log(exp(x)), x));
  CHECK(close(log1p(expm1(x)), x));
  CHECK(close(sqrt(x) * sqrt(x), x));
  CHECK(close(Real(4) * atan(Real(1)), pi<Real>()));
  CHECK(to_double(floor(Real(-0.5))) == -1);
  CHECK(to_double(pi<Real>()) == 3.14159265358979323846);
}

TEST_CASE("sigma and its logarithm hold at both ends") {
  CHECK(sigma(-700.0) == Approx(std::exp(-700.0)));
  CHECK(sigma(700.0) == 1);
  CHECK(log_sigma(-700.0) == -700);
  CHECK(log_sigma(0.0) == Approx(-std::log(2.0)));
  CHECK(to_double(sigma(Real(40)) + sigma(Real(-40))) == 1);
}
