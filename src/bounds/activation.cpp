#include "bounds/activation.hpp"

#include "bounds/logistic.hpp"

namespace yologold::bounds {

bool emits_values(const Variant& v) { return v.family == Family::v1 && (v.activation == Activation::linear || v.activation == Activation::linear_sqrt); }

Activated activated(const Variant& v, const Ball& t) {
  if (emits_values(v)) return {t, t.in->literal(1)};
  const Logistic sigma = logistic(t);
  return {sigma.rise, sigma.slope};
}

Activated activated_size(const Variant& v, const Ball& t) {
  if (emits_values(v) && v.activation == Activation::linear_sqrt) return {t * t, 2 * t};
  return activated(v, t);
}

Ball follow(const Ball& a, const Ball& rate) { return rate.v == 1 && rate.e == 0 ? a : a * rate; }

}  // namespace yologold::bounds
