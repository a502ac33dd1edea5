#include "bounds/objectness.hpp"

#include <vector>

#include "bounds/activation.hpp"

namespace yologold::bounds {
namespace {

Ball joined(const Ball& a, const Ball& b) { return {a.v + b.v, a.e + b.e, a.in}; }

/// For every pair 1 where its IOU is the first of the largest, else 0.
std::vector<Ball> selectors(std::span<const BoxPair> pairs) {
  const Arithmetic& a = *pairs[0].dx.in;
  std::vector<Ball> chosen{a.literal(1)};
  Ball top = iou(pairs[0]);
  for (const BoxPair& pair : pairs.subspan(1)) {
    const Ball other = iou(pair), larger = below(top, other, 0), not_larger{1 - larger.v, larger.e, &a};
    for (Ball& one : chosen) one = gate(not_larger, one);
    chosen.push_back(larger);
    top = most(top, other);
  }
  return chosen;
}

}  // namespace

Term objectness(const Variant& v, const Ball& t, const Ball& target) {
  const bool delta = v.gradient == Gradient::darknet_delta;
  if (v.family == Family::v3 || v.family == Family::v4) {
    Term term = cross_entropy(t, target);
    if (delta) term.slope = -term.slope;
    return term;
  }
  const Activated c = activated(v, t);
  const Ball error = c.value - target;
  return {error * error, delta ? -error : 2 * follow(error, c.rate)};
}

Ball largest_iou(std::span<const BoxPair> pairs) {
  Ball top = pairs[0].dx.in->literal(0);
  for (const BoxPair& pair : pairs) top = most(top, iou(pair));
  return top;
}

std::array<Ball, 4> largest_iou_slopes(const Variant& v, std::span<const BoxPair> pairs, const Ball& factor) {
  const std::vector<Ball> chosen = selectors(pairs);
  const Ball zero = factor.in->literal(0);
  std::array<Ball, 4> sum{zero, zero, zero, zero};
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (chosen[i].v == 0 && chosen[i].e == 0) continue;
    const std::array<Ball, 4> slopes = iou_slopes(tie_of(v), pairs[i], factor);
    for (std::size_t k = 0; k < 4; ++k) sum[k] = joined(sum[k], gate(chosen[i], slopes[k]));
  }
  return sum;
}

}  // namespace yologold::bounds
