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

template <DenseTerm term, bool delta>
void run(const DenseRow& row, DenseSums& sums) {
  const V zero(0.0), one(1.0);
  const B scale({V(row.scale_high), V(row.scale_low)}, V(row.scale_radius));
  B values, squares;
  V widest = zero;
  for (std::size_t i = 0; i < row.n; i += V::size) {
    const auto off = V::load_aligned(row.weight + i) == zero;
    const Pair r = eval<term, delta>(V::load_aligned(row.t + i));
    const B slope = scale * r.slope;
    const auto rounded = round(slope);
    const auto kept = rounded.value == rounded.other;
    widest = lane::max(widest, lane::select(kept & (slope.mid.hi != zero), slope.radius / size(slope), zero));
    lane::select(off, zero, rounded.value).store_aligned(row.slope + i);
    lane::select(off, zero, lane::select(kept, zero, one)).store_aligned(row.failed + i);
    values = values + choose(off, B(), r.value);
    if constexpr (delta) squares = squares + choose(off, B(), r.slope * r.slope);
  }
  sums.lanes = V::size;
  widest.store_unaligned(sums.widest);
  values.mid.hi.store_unaligned(sums.value_high), values.mid.lo.store_unaligned(sums.value_low), values.radius.store_unaligned(sums.value_radius);
  squares.mid.hi.store_unaligned(sums.square_high), squares.mid.lo.store_unaligned(sums.square_low), squares.radius.store_unaligned(sums.square_radius);
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
