#include "bounds/logistic.hpp"

#include <cmath>
#include <limits>

namespace yologold::bounds {
namespace {

// 1/(1 + e^-t): where the exponential overflows the backend holds 0, where it does not the result is as usual.
Ball naive(const Ball& t, const Ball& stable) {
  const Ball one = t.in->literal(1), growth = exp(-t);
  if (std::isfinite(growth.e)) return one / (one + growth);
  return {stable.v, 2 * (stable.v + stable.e), t.in};
}

}  // namespace

Logistic logistic(const Ball& t) {
  // Evaluate the form that does not cancel.
  const Ball one = t.in->literal(1), decay = exp(-abs(t)), whole = one + decay;
  const Ball near = one / whole, far = decay / whole;
  const bool left = t.v < 0;
  const Ball rise = left ? far : near, fall = left ? near : far;

  // Add what the plain form may do.
  Ball plain = naive(t, rise);
  plain.v = rise.v;
  plain.e += 0x1p-50 * rise.v;
  const Ball up = either(plain, rise);
  return {up, either(one - plain, fall), either(plain * (one - plain), rise * fall)};
}

Term cross_entropy(const Ball& t, const Ball& target) {
  const Ball zero = t.in->literal(0), one = t.in->literal(1);
  const Ball decay = exp(-abs(t));
  const Ball soft = either(log(one + decay), log1p(decay));
  const Logistic sigma = logistic(t);
  const Ball slope = sigma.rise - target;
  return {most(t, zero) - t * target + soft, target.v > 0.5 ? either(slope, (one - target) - sigma.fall) : slope};
}

}  // namespace yologold::bounds
