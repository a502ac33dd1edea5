#pragma once
#include "certain/batch_ball.hpp"
#include "certain/class_vector.hpp"

namespace yologold::certain {

/// Adds a ball to element i; to nothing, itself.
template <class V>
YG_INLINE void add_element(const BallRow& elements, std::size_t i, const Ball<V>& x) {
  const auto old = load<V>(elements, i);
  store(choose(is_zero(old), x, old + x), elements, i);
}

/// sum_c BCE(y_c, sigma(t_c)) = sum_c t_c ([t_c > 0] - y_c) + ln prod_c (1 + e^-|t_c|), slope sigma(t_c) - y_c.
/// A wanted class is an unwanted one mirrored: -sigma(-t_c) + (1 - y_c).
template <class V>
void class_bce(const ClassVector& in, ClassSums& sums) {
  using B = Ball<V>;
  const B one(V(1.0)), none, factor = broadcast<V>(in.factor), cold = broadcast<V>(in.targets[0]), hot = broadcast<V>(in.targets[1]);
  const B above[2] = {one - cold, one - hot}, below[2] = {-cold, -hot};
  const V zero(0.0);
  LaneBalls<V> values, growth;
  for (std::size_t i = 0; i < in.n; i += lanes)
    for (std::size_t k = 0; k < values.vectors; ++k) {
      const std::size_t at = i + k * V::size;
      const V t = V::load_aligned(in.t + at);
      const auto wanted = V::load_aligned(in.hot + at) != zero, off = V::load_aligned(in.counts + at) == zero;
      const V x = lane::select(wanted, lane::negate(t), t);
      const B decay = exp(B(lane::negate(lane::abs(t)))), near = one / (one + decay), rise = choose(x < zero, decay * near, near);
      const B slope = choose(wanted, -rise, rise) + choose(wanted, above[1], below[0]);
      add_element(in.elements, at, choose(off, none, factor * slope));

      const B weight = choose(t > zero, choose(wanted, above[1], above[0]), choose(wanted, below[1], below[0]));
      values.at[k] = values.at[k] + weight * B(t);
      growth.at[k] = grow(growth.at[k], choose(off, none, decay));
    }
  values.store(sums.values);
  growth.store(sums.growth);
}

/// sum_c (v_c - y_c)^2 of the values as they are; the slope without its 2.
template <class V>
void class_linear(const ClassVector& in, ClassSums& sums) {
  using B = Ball<V>;
  const B factor = broadcast<V>(in.factor);
  const V zero(0.0);
  const auto plain = (factor.mid.lo == zero) & (factor.radius == zero);
  const auto values = sum_row<V>(in.n, [&](std::size_t i) {
    const B error(two_sum(V::load_aligned(in.t + i), lane::negate(V::load_aligned(in.hot + i))), zero);
    B scaled = factor * error;
    scaled.radius = lane::select(plain & (error.mid.lo == zero) & (size(scaled) > V(0x1p-900)), zero, scaled.radius);
    add_element(in.elements, i, scaled);
    return error * error;
  });
  values.store(sums.values);
  LaneBalls<V>().store(sums.growth);
}

/// Whether a value has lost digits to cancellation that another way of summing keeps.
template <class V>
YG_INLINE V blurred(const Ball<V>& a) {
  return lane::select(a.radius > size(a) * V(0x1p-70), V(1.0), V(0.0));
}

/// The rows of a softmax on their way.
template <class V>
struct SoftmaxRows {
  std::size_t n;
  BallRow p, d, bracket;
  double* blur;

  YG_INLINE explicit SoftmaxRows(const ClassVector& in)
      : n(in.n), p(row(in.work)), d(row(in.work + 3 * n)), bracket(row(in.work + 6 * n)), blur(in.work + 9 * n) {}
  YG_INLINE BallRow row(double* at) const { return {at, at + n, at + 2 * n}; }

  /// Puts a sum over all others, body(m, d_k), in the place of the k-th value of `row` where that is blurred.
  template <class F>
  YG_INLINE void sharpen(const BallRow& row, const F& body) const {
    for (std::size_t k = 0; k < n; ++k) {
      if (blur[k] == 0) continue;
      const PlainBall own{p.high[k], p.low[k], p.radius[k]};
      p.high[k] = p.low[k] = p.radius[k] = 0;
      const auto d_k = broadcast<V>({d.high[k], d.low[k], d.radius[k]});
      const auto sum = sum_row<V>(n, [&](std::size_t m) { return body(m, d_k); }).total();
      p.high[k] = own.high, p.low[k] = own.low, p.radius[k] = own.radius;
      alignas(64) double parts[3][V::size];
      store(sum, {parts[0], parts[1], parts[2]}, 0);
      row.high[k] = parts[0][0], row.low[k] = parts[1][0], row.radius[k] = parts[2][0];
    }
  }
};

/// p = e^(t - top) / sum, d = p - y; where that cancels, minus the sum of the others.
template <class V>
YG_INLINE void fill_softmax(const ClassVector& in, const SoftmaxRows<V>& rows) {
  using B = Ball<V>;
  const V zero(0.0), top(in.top);
  const B none;
  const B sum = sum_row<V>(in.n, [&](std::size_t i) {
                  const auto off = V::load_aligned(in.counts + i) == zero;
                  const B power = choose(off, none, exp(B(two_sum(V::load_aligned(in.t + i), lane::negate(top)), zero)));
                  store(power, rows.p, i);
                  return power;
                }).total();
  for (std::size_t i = 0; i < in.n; i += V::size) {
    const B p = load<V>(rows.p, i) / sum;
    const auto wanted = V::load_aligned(in.hot + i) != zero, off = V::load_aligned(in.counts + i) == zero;
    const B kept = choose(off, none, p), d = choose(wanted, kept - B(V(1.0)), kept);
    store(kept, rows.p, i), store(d, rows.d, i);
    blurred(d).store_aligned(rows.blur + i);
  }
  rows.sharpen(rows.d, [&](std::size_t m, const B&) { return -load<V>(rows.p, m); });
}

/// sum_c (p_c - y_c)^2 of the softmax: slope_k = 2 p_k [d_k - sum_m p_m d_m]; where the bracket cancels, sum_{m != k} p_m (d_k - d_m). delta: d_k.
template <class V, bool delta>
void class_softmax(const ClassVector& in, ClassSums& sums) {
  using B = Ball<V>;
  const SoftmaxRows<V> rows(in);
  fill_softmax(in, rows);
  if constexpr (!delta) {
    const B mean = sum_row<V>(in.n, [&](std::size_t i) { return load<V>(rows.p, i) * load<V>(rows.d, i); }).total();
    for (std::size_t i = 0; i < in.n; i += V::size) {
      const B bracket = load<V>(rows.d, i) - mean;
      store(bracket, rows.bracket, i);
      (blurred(bracket) * V::load_aligned(in.counts + i)).store_aligned(rows.blur + i);
    }
    rows.sharpen(rows.bracket, [&](std::size_t m, const B& d_k) { return load<V>(rows.p, m) * (d_k - load<V>(rows.d, m)); });
  }
  const B factor = broadcast<V>(in.factor);
  const auto values = sum_row<V>(in.n, [&](std::size_t i) {
    const B d = load<V>(rows.d, i);
    if constexpr (delta)
      add_element(in.elements, i, factor * d);
    else
      add_element(in.elements, i, factor * (B(V(2.0)) * load<V>(rows.p, i) * load<V>(rows.bracket, i)));
    return d * d;
  });
  values.store(sums.values);
  LaneBalls<V>().store(sums.growth);
}

/// Rounds what the balls can; see RoundedRow.
template <class V>
void round_elements(const BallRow& elements, std::size_t n, RoundedRow& rounded) {
  const V zero(0.0), one(1.0);
  constexpr std::size_t vectors = lanes / V::size;
  V widest[vectors];
  for (V& w : widest) w = zero;
  const auto squares = sum_row<V>(n, [&](std::size_t i) {
    const auto ball = load<V>(elements, i);
    const auto r = round(ball);
    const auto kept = r.value == r.other;
    V& own = widest[i / V::size % vectors];
    own = lane::max(own, lane::select(kept & (ball.mid.hi != zero), ball.radius / size(ball), zero));
    (r.value + zero).store_aligned(rounded.value + i);
    lane::select(kept, zero, one).store_aligned(rounded.failed + i);
    return ball * ball;
  });
  squares.store(rounded.squares);
  for (std::size_t k = 0; k < vectors; ++k) widest[k].store_unaligned(rounded.widest + k * V::size);
}

}  // namespace yologold::certain
