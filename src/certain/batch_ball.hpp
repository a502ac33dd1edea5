#pragma once
#include "certain/ball.hpp"
#include "certain/ball_lanes.hpp"

/// Balls of SIMD batches V, for the kernels: everything is inlined or a template of V, so that no object hands its ISA to another.
namespace yologold::certain {

template <class M, class V>
YG_INLINE Ball<V> choose(const M& m, const Ball<V>& a, const Ball<V>& b) {
  return {{lane::select(m, a.mid.hi, b.mid.hi), lane::select(m, a.mid.lo, b.mid.lo)}, lane::select(m, a.radius, b.radius)};
}

template <class V>
YG_INLINE Ball<V> broadcast(const PlainBall& a) {
  return {{V(a.high), V(a.low)}, V(a.radius)};
}

template <class V>
YG_INLINE Ball<V> load(const BallRow& row, std::size_t i) {
  return {{V::load_aligned(row.high + i), V::load_aligned(row.low + i)}, V::load_aligned(row.radius + i)};
}

template <class V>
YG_INLINE void store(const Ball<V>& a, const BallRow& row, std::size_t i) {
  a.mid.hi.store_aligned(row.high + i), a.mid.lo.store_aligned(row.low + i), a.radius.store_aligned(row.radius + i);
}

/// A running sum in `lanes` lanes: the vectors that hold them.
template <class V>
struct LaneBalls {
  static constexpr std::size_t vectors = lanes / V::size;
  Ball<V> at[vectors];

  YG_INLINE void store(BallLanes& to) const {
    for (std::size_t k = 0; k < vectors; ++k) certain::store(at[k], {to.high, to.low, to.radius}, k * V::size);
  }

  /// The sum of all lanes, one after another, in every lane of a vector.
  YG_INLINE Ball<V> total() const {
    BallLanes parts;
    store(parts);
    Ball<V> sum;
    for (std::size_t i = 0; i < lanes; ++i) sum = sum + broadcast<V>({parts.high[i], parts.low[i], parts.radius[i]});
    return sum;
  }
};

/// growth of (1 + growth)(1 + x): no digits are lost where all are small. x is 0 or in [e^-600, 1], so that no low part leaves the normal range, however
/// large growth is.
template <class V>
YG_INLINE Ball<V> grow(const Ball<V>& growth, const Ball<V>& x) {
  return growth + x * (Ball<V>(V(1.0)) + growth);
}

/// sum_i body(i, k) over a row, lane by lane; vector i starts k vectors into the lanes.
template <class V, class F>
YG_INLINE LaneBalls<V> sum_row(std::size_t n, const F& body) {
  LaneBalls<V> sum;
  for (std::size_t i = 0; i < n; i += lanes)
    for (std::size_t k = 0; k < sum.vectors; ++k) sum.at[k] = sum.at[k] + body(i + k * V::size);
  return sum;
}

}  // namespace yologold::certain
