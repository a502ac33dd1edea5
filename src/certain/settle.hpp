#pragma once
#include <array>

#include "certain/not_real.hpp"
#include "certain/numbers.hpp"

namespace yologold::certain {

/// The digits tried one after another; with the last ones what can not be told apart is a tie.
inline constexpr std::array<int, 4> precisions{200, 400, 800, 1600};

/// Runs body.template operator()<Interval>() with more and more digits until it does not throw Undecided.
template <class F>
auto settle_exactly(const F& body) {
  for (const int bits : precisions) try {
      const Precision precision(bits, false);
      return body.template operator()<Interval>();
    } catch (const Undecided&) {
    }
  try {
    const Precision precision(precisions.back(), true);
    return body.template operator()<Interval>();
  } catch (const Undecided&) {
    throw NotReal("certified", "a value is not a real number: a division by 0, or a root or logarithm of a number <= 0",
                  "logits and truths for which every formula is defined");
  }
}

/// The same, in double-double first. The body's result must not depend on which arithmetic decided.
template <class F>
auto settle(const F& body) {
  try {
    return body.template operator()<Ball<double>>();
  } catch (const Undecided&) {
    return settle_exactly(body);
  }
}

/// The f64 nearest to a real number.
inline double round_or_throw(const Ball<double>& a) {
  const auto r = round(a);
  if (!(r.value == r.other)) throw Undecided();
  return r.value;
}
inline double round_or_throw(const Interval& a) { return round(a); }

}  // namespace yologold::certain
