#pragma once
#include "certain/batch_ball.hpp"
#include "certain/dense.hpp"

namespace yologold::certain {

/// A term of one vector of slots: value + ln(1 + decay), and its derivative.
template <class V>
struct DenseValue {
  Ball<V> value, decay, slope;
};

template <class V, DenseTerm term, bool delta>
YG_INLINE DenseValue<V> eval_dense(V t) {
  using B = Ball<V>;
  const V zero(0.0);
  if constexpr (term == DenseTerm::squared_linear) {
    const B x(t);
    return {x * x, B(), delta ? -x : B(t + t)};
  } else {
    const B one(V(1.0)), decay = exp(B(lane::negate(lane::abs(t)))), near = one / (one + decay), far = decay * near;
    const auto below = t < zero;
    const B rise = choose(below, far, near);
    if constexpr (term == DenseTerm::bce) return {B(lane::max(t, zero)), decay, delta ? -rise : rise};
    const B both = rise * rise, twice = both + both;
    return {both, B(), delta ? -rise : twice * choose(below, near, far)};
  }
}

/// The sums of V::size of the lanes.
template <class V>
struct DenseLanes {
  Ball<V> values, growth, squares;
  V widest = V(0.0);

  YG_INLINE void store(DenseSums& to, std::size_t at) const {
    widest.store_unaligned(to.widest + at);
    const auto put = [at](const Ball<V>& sum, BallLanes& lane) { certain::store(sum, {lane.high, lane.low, lane.radius}, at); };
    put(values, to.values), put(growth, to.growth), put(squares, to.squares);
  }
};

template <class V, DenseTerm term, bool delta>
YG_INLINE void dense_step(const DenseRow& row, const Ball<V>& scale, std::size_t i, DenseLanes<V>& sums) {
  const V zero(0.0), one(1.0);
  const auto off = V::load_aligned(row.weight + i) == zero;
  const auto r = eval_dense<V, term, delta>(V::load_aligned(row.t + i));
  const Ball<V> slope = scale * r.slope, none;
  const auto rounded = round(slope);
  const auto kept = rounded.value == rounded.other;
  sums.widest = lane::max(sums.widest, lane::select(kept & (slope.mid.hi != zero), slope.radius / size(slope), zero));
  lane::select(off, zero, rounded.value).store_aligned(row.slope + i);
  lane::select(off, zero, lane::select(kept, zero, one)).store_aligned(row.failed + i);
  sums.values = sums.values + choose(off, none, r.value);
  if constexpr (term == DenseTerm::bce) sums.growth = grow(sums.growth, choose(off, none, r.decay));
  if constexpr (delta) sums.squares = sums.squares + choose(off, none, r.slope * r.slope);
}

template <class V, DenseTerm term, bool delta>
void run_dense(const DenseRow& row, DenseSums& sums) {
  const auto scale = broadcast<V>(row.scale);
  constexpr std::size_t vectors = lanes / V::size;
  DenseLanes<V> own[vectors];
  for (std::size_t i = 0; i < row.n; i += lanes)
    for (std::size_t k = 0; k < vectors; ++k) dense_step<V, term, delta>(row, scale, i + k * V::size, own[k]);
  for (std::size_t k = 0; k < vectors; ++k) own[k].store(sums, k * V::size);
}

}  // namespace yologold::certain
