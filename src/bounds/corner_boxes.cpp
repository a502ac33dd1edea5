#include <optional>

#include "bounds/activation.hpp"
#include "bounds/boxes.hpp"
#include "bounds/sum.hpp"

namespace yologold::bounds {
namespace {

/// One axis by corners: areas, overlap and hull as a program forms them that keeps boxes as (x1, y1, x2, y2).
struct Span {
  Ball low, high, truth_low, truth_high;
  Ball size, truth_size, overlap, hull;
  Ball overlap_high, overlap_low;  ///< d overlap/d high, -d overlap/d low
  Ball hull_high, hull_low;        ///< d hull/d high, -d hull/d low

  /// @param tie     nothing: no derivative is asked for
  /// @param hulled  whether the derivatives of the hull are
  Span(std::optional<double> tie, bool hulled, const Ball& x, const Ball& w, const Ball& truth_x, const Ball& truth_w)
      : low(x - 0.5 * w), high(x + 0.5 * w), truth_low(truth_x - 0.5 * truth_w), truth_high(truth_x + 0.5 * truth_w) {
    const Ball zero = x.in->literal(0), raw = least(high, truth_high) - most(low, truth_low);
    size = high - low, truth_size = truth_high - truth_low;
    overlap = most(raw, zero), hull = most(high, truth_high) - least(low, truth_low);
    if (!tie) return;
    const Ball open = below(zero, raw, *tie);
    overlap_high = gate(open, below(high, truth_high, *tie)), overlap_low = gate(open, below(truth_low, low, *tie));
    if (hulled) hull_high = below(truth_high, high, *tie), hull_low = below(low, truth_low, *tie);
  }
};

struct Spans {
  Span x, y;
  Ball inter, uni, iou;

  Spans(std::optional<double> tie, bool hulled, const BoxPair& p)
      : x(tie, hulled, p.pred.x, p.pred.w, p.truth.x, p.truth.w),
        y(tie, hulled, p.pred.y, p.pred.h, p.truth.y, p.truth.h),
        inter(x.overlap * y.overlap),
        uni(sum({x.size * y.size, x.truth_size * y.truth_size, -inter})),
        iou(inter / uni) {}
};

/// The derivative by one edge: what its addends come to, in any order.
class Edge {
 public:
  void add(const Ball& part) { parts_[count_++] = part; }
  Ball total() const { return sum(std::span(parts_.data(), count_)); }

 private:
  std::array<Ball, 6> parts_;
  std::size_t count_ = 0;
};

/// The derivatives by the two edges of one axis.
struct Edges {
  Edge high, low;
};

/// Adds factor d(1 - IOU): overlap and area carry their own shares, as reverse differentiation leaves them.
void add_miss(const Spans& s, const Ball& factor, const Span& along, const Span& across, Edges& to) {
  const Ball one = s.iou.in->literal(1), by_area = widest(s.iou / s.uni, s.inter / (s.uni * s.uni)), by_inter = one / s.uni + by_area;
  const Ball inter = factor * (by_inter * across.overlap), area = factor * (by_area * across.size);
  to.high.add(area), to.high.add(-gate(along.overlap_high, inter));
  to.low.add(-area), to.low.add(gate(along.overlap_low, inter));
}

/// rho^2/d^2, rho from the sums of the corners.
struct Distance {
  Ball diagonal, dx, dy, square, ratio;

  explicit Distance(const Spans& s)
      : diagonal(s.x.hull * s.x.hull + s.y.hull * s.y.hull),
        dx(0.5 * sum({s.x.low, s.x.high, -s.x.truth_low, -s.x.truth_high})),
        dy(0.5 * sum({s.y.low, s.y.high, -s.y.truth_low, -s.y.truth_high})),
        square(dx * dx + dy * dy),
        ratio(square / diagonal) {}

  void add_to(Edges& to, const Span& along, const Ball& away) const {
    const Ball pull = away / diagonal, grow = 2 * (along.hull * widest(ratio / diagonal, square / (diagonal * diagonal)));
    to.high.add(pull), to.high.add(-gate(along.hull_high, grow));
    to.low.add(pull), to.low.add(gate(along.hull_low, grow));
  }
};

/// Adds d((hull - union)/hull) of the GIOU.
void add_hull(const Spans& s, const Ball& hull, const Span& along, const Span& across, Edges& to) {
  const Ball each = hull.in->literal(1) / hull, grow = s.uni / hull / hull * across.hull;
  const Ball inter = each * across.overlap, area = each * across.size;
  to.high.add(gate(along.hull_high, grow)), to.high.add(gate(along.overlap_high, inter)), to.high.add(-area);
  to.low.add(-gate(along.hull_low, grow)), to.low.add(-gate(along.overlap_low, inter)), to.low.add(area);
}

/// The aspect term by two arctangents.
struct CornerAspect {
  Ball v, by_w, by_h;

  CornerAspect(const Variant& variant, const Spans& s) {
    const Arithmetic& a = *s.iou.in;
    const Ball pi = a.constant(3.14159265358979323846), scale = a.literal(4) / (pi * pi);
    const Ball ratio = s.x.size / s.y.size, difference = atan(s.x.truth_size / s.y.truth_size) - atan(ratio);
    v = scale * (difference * difference);
    const Ball turn = 2 * (scale * difference), bend = a.literal(1) + ratio * ratio;
    const bool unit = variant.aspect_denominator == AspectDenominator::unit;
    by_w = -(turn * (unit ? s.y.size : a.literal(1) / bend / s.y.size));
    by_h = turn * (unit ? s.x.size : ratio / s.y.size / bend);
  }
};

/// Joins the edges and follows the box to the logits.
/// @param by_w  what is added to the derivative by w and by h
std::array<Ball, 4> by_logits(const BoxPair& pair, const Edges& x, const Edges& y, const Ball& by_w, const Ball& by_h) {
  const Ball x_high = x.high.total(), x_low = x.low.total(), y_high = y.high.total(), y_low = y.low.total();
  return {follow(x_high + x_low, pair.rates[0]), follow(y_high + y_low, pair.rates[1]), follow(0.5 * (x_high - x_low) + by_w, pair.rates[2]),
          follow(0.5 * (y_high - y_low) + by_h, pair.rates[3])};
}

}  // namespace

Ball corner_iou(const BoxPair& pair) { return Spans(std::nullopt, false, pair).iou; }

std::array<Ball, 4> corner_iou_slopes(double tie, const BoxPair& pair, const Ball& factor) {
  const Spans s(tie, false, pair);
  const Ball zero = s.iou.in->literal(0);
  Edges x, y;
  add_miss(s, -factor, s.x, s.y, x), add_miss(s, -factor, s.y, s.x, y);
  return by_logits(pair, x, y, zero, zero);
}

BoxTerm corner_box_loss(const Variant& variant, const BoxPair& pair) {
  // Start with 1 - IOU.
  const Spans s(tie_of(variant), variant.box_loss != BoxLoss::iou, pair);
  const Ball one = s.iou.in->literal(1), miss = one - s.iou;
  const bool ciou = variant.box_loss == BoxLoss::ciou;
  Ball value = miss, of_miss = one, by_w = one.in->literal(0), by_h = by_w;
  if (ciou) {
    const CornerAspect aspect(variant, s);
    const AspectWeight weight = aspect_weight(variant, aspect.v, miss, s.iou);
    of_miss = weight.of_miss;
    value = value + weight.alpha * aspect.v;
    by_w = weight.of_aspect * aspect.by_w, by_h = weight.of_aspect * aspect.by_h;
  }
  Edges x, y;
  add_miss(s, of_miss, s.x, s.y, x), add_miss(s, of_miss, s.y, s.x, y);

  // Add the further terms of the loss.
  if (ciou || variant.box_loss == BoxLoss::diou) {
    const Distance distance(s);
    value = value + distance.ratio;
    distance.add_to(x, s.x, distance.dx), distance.add_to(y, s.y, distance.dy);
  }
  if (variant.box_loss == BoxLoss::giou) {
    const Ball hull = s.x.hull * s.y.hull;
    value = value + (hull - s.uni) / hull;
    add_hull(s, hull, s.x, s.y, x), add_hull(s, hull, s.y, s.x, y);
  }

  return {value, by_logits(pair, x, y, by_w, by_h)};
}

}  // namespace yologold::bounds
