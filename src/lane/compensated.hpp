#pragma once
#include "lane/lane.hpp"

namespace yologold::lane {

/// A sum that carries what each addition loses (Knuth's two-sum): the result of n terms is as if added in twice the precision, then rounded.
/// Infinite sums stay infinite; the order of the additions fixes the bits.
template <class V>
struct Compensated {
  V sum = V(ScalarOf<V>(0)), lost = V(ScalarOf<V>(0));

  YG_INLINE void add(V x) {
    const V next = sum + x, back = next - sum;
    lost = lost + ((sum - (next - back)) + (x - back));
    sum = next;
  }
  /// What was lost; nothing of a sum that is not finite, where the difference has no value.
  YG_INLINE V rest() const { return lane::select(lost == lost, lost, V(ScalarOf<V>(0))); }
  YG_INLINE V value() const { return sum + rest(); }
};

/// hi + lo = a b exactly (Dekker); |a|, |b| < 2^995.
struct Product {
  double hi, lo;
};

YG_INLINE Product two_product(double a, double b) {
  const double hi = a * b;
  const double ca = 0x1.0000002p27 * a, cb = 0x1.0000002p27 * b;
  const double ah = ca - (ca - a), al = a - ah, bh = cb - (cb - b), bl = b - bh;
  return {hi, ((ah * bh - hi) + ah * bl + al * bh) + al * bl};
}

}  // namespace yologold::lane
