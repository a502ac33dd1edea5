#include "decisions/edges.hpp"

#include "bounds/slot.hpp"
#include "decisions/comparison.hpp"

namespace yologold::decisions {
namespace {

using bounds::Ball;

/// One axis of a prediction and a truth: by corners and by the difference of the centres, whatever proves less.
struct EdgeAxis {
  Comparison high_inside, low_inside, overlap;

  EdgeAxis(const Ball& x, const Ball& w, const Ball& truth_x, const Ball& truth_w, const Ball& d) {
    const Ball zero = x.in->literal(0), half = 0.5 * w, truth_half = 0.5 * truth_w;
    const Ball high = x + half, low = x - half, truth_high = truth_x + truth_half, truth_low = truth_x - truth_half;
    const Ball lead = 0.5 * (w - truth_w), mean = 0.5 * (w + truth_w);
    high_inside = weaker(above(truth_high, high), above(zero, d + lead));
    low_inside = weaker(above(low, truth_low), above(d - lead, zero));
    overlap = weaker(above(least(high, truth_high) - most(low, truth_low), zero), above(least(least(w, truth_w), mean - abs(d)), zero));
  }
};

}  // namespace

std::vector<Decision> edges_of(const Subject& s, const Pair& p) {
  const Address at{p.head, p.image, p.anchor, 0, p.y, p.x};
  const bounds::BoxPair b = bounds::box_pair(s.variant(), s.evaluator.slot_at(at), s.truth(p.image, p.truth));
  const EdgeAxis x(b.pred.x, b.pred.w, b.truth.x, b.truth.w, b.dx), y(b.pred.y, b.pred.h, b.truth.y, b.truth.h, b.dy);
  std::vector<Decision> decisions;
  const auto add = [&](Kind kind, const Comparison& c) {
    const int yes = c.margin > 0;
    Decision d{{kind, p.head, p.image, p.truth, p.anchor, p.y, p.x}, yes, 1 - yes, c.margin, c.radius, s.arithmetic.profile.compute.unit(), {yes}};
    if (c.open()) d.open.push_back(1 - yes);
    decisions.push_back(d);
  };
  add(Kind::right, x.high_inside), add(Kind::left, x.low_inside), add(Kind::bottom, y.high_inside), add(Kind::top, y.low_inside);
  add(Kind::across, x.overlap), add(Kind::down, y.overlap);
  return decisions;
}

}  // namespace yologold::decisions
