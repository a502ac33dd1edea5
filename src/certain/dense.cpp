// Compiled once per ISA, with YG_ARCH the xsimd architecture and YG_ISA_NAME its name. Exports dense_<isa>() and nothing else that another object could use.
#include "certain/dense.hpp"

#include "certain/ball.hpp"

namespace yologold::certain {
namespace {

using V = xsimd::batch<double, YG_ARCH>;
using B = Ball<V>;

struct Pair {
  B value, slope;
};

template <class M>
YG_INLINE B choose(const M& m, const B& a, const B& b) {
  return {{lane::select(m, a.mid.hi, b.mid.hi), lane::select(m, a.mid.lo, b.mid.lo)}, lane::select(m, a.radius, b.radius)};
}

template <DenseTerm term, bool delta>
YG_INLINE Pair eval(V t) {
  const V zero(0.0);
  if constexpr (term == DenseTerm::squared_linear) {
    const B x(t);
    return {x * x, delta ? -x : B(t + t)};
  } else {
    const B one(V(1.0)), decay = exp(B(lane::negate(lane::abs(t)))), near = one / (one + decay), far = decay * near;
    const auto below = t < zero;
    const B rise = choose(below, far, near);
    if constexpr (term == DenseTerm::bce) return {B(lane::max(t, zero)) + log1p(decay), delta ? -rise : rise};
    const B both = rise * rise, twice = both + both;
    return {both, delta ? -rise : twice * choose(below, near, far)};
  }
}

/// The sums of V::size of the lanes.
struct Lanes {
  B values, squares;
  V widest = V(0.0);

  void store(DenseSums& to, std::size_t at) const {
    widest.store_unaligned(to.widest + at);
    values.mid.hi.store_unaligned(to.value_high + at), values.mid.lo.store_unaligned(to.value_low + at), values.radius.store_unaligned(to.value_radius + at);
    squares.mid.hi.store_unaligned(to.square_high + at), squares.mid.lo.store_unaligned(to.square_low + at);
    squares.radius.store_unaligned(to.square_radius + at);
  }
};

template <DenseTerm term, bool delta>
YG_INLINE void eval_step(const DenseRow& row, const B& scale, std::size_t i, Lanes& sums) {
  const V zero(0.0), one(1.0);
  const auto off = V::load_aligned(row.weight + i) == zero;
  const Pair r = eval<term, delta>(V::load_aligned(row.t + i));
  const B slope = scale * r.slope;
  const auto rounded = round(slope);
  const auto kept = rounded.value == rounded.other;
  sums.widest = lane::max(sums.widest, lane::select(kept & (slope.mid.hi != zero), slope.radius / size(slope), zero));
  lane::select(off, zero, rounded.value).store_aligned(row.slope + i);
  lane::select(off, zero, lane::select(kept, zero, one)).store_aligned(row.failed + i);
  sums.values = sums.values + choose(off, B(), r.value);
  if constexpr (delta) sums.squares = sums.squares + choose(off, B(), r.slope * r.slope);
}

template <DenseTerm term, bool delta>
void run(const DenseRow& row, DenseSums& sums) {
  const B scale({V(row.scale_high), V(row.scale_low)}, V(row.scale_radius));
  constexpr std::size_t vectors = dense_step / V::size;
  Lanes lanes[vectors];
  for (std::size_t i = 0; i < row.n; i += dense_step)
    for (std::size_t k = 0; k < vectors; ++k) eval_step<term, delta>(row, scale, i + k * V::size, lanes[k]);
  for (std::size_t k = 0; k < vectors; ++k) lanes[k].store(sums, k * V::size);
}

#define YG_TEXT_(x) #x
#define YG_TEXT(x) YG_TEXT_(x)
constexpr DenseTable table{YG_TEXT(YG_ISA_NAME),
                           {run<DenseTerm::bce, false>, run<DenseTerm::squared_logistic, false>, run<DenseTerm::squared_linear, false>},
                           {run<DenseTerm::bce, true>, run<DenseTerm::squared_logistic, true>, run<DenseTerm::squared_linear, true>}};

}  // namespace

#define YG_JOIN_(a, b) a##b
#define YG_JOIN(a, b) YG_JOIN_(a, b)
const DenseTable& YG_JOIN(dense_, YG_ISA_NAME)();
const DenseTable& YG_JOIN(dense_, YG_ISA_NAME)() { return table; }

}  // namespace yologold::certain
