#include <optional>

#include "bounds/activation.hpp"
#include "bounds/boxes.hpp"
#include "bounds/sum.hpp"

namespace yologold::bounds {
namespace {

/// One axis by the difference of the centres: no corner is formed.
struct Axis {
  Ball overlap, excess, truth_excess, hull;
  Ball overlap_centre, overlap_size, hull_centre, hull_size;

  /// @param tie     nothing: no derivative is asked for
  /// @param hulled  whether the derivatives of the hull are
  Axis(std::optional<double> tie, bool hulled, const Ball& d, const Ball& w, const Ball& truth_w) {
    // Measure.
    const Ball zero = d.in->literal(0), lead = 0.5 * (w - truth_w), right = d + lead, left = d - lead;
    const Ball mean = 0.5 * (w + truth_w), raw = least(least(w, truth_w), mean - abs(d));
    overlap = most(raw, zero);
    excess = least(w, most(most(w - truth_w, lead + abs(d)), zero));
    truth_excess = least(truth_w, most(most(truth_w - w, abs(d) - lead), zero));
    hull = most(most(w, truth_w), mean + abs(d));

    // Follow the edges that decide.
    if (!tie) return;
    const Ball open = below(zero, raw, *tie), inner_right = below(right, zero, *tie), inner_left = below(zero, left, *tie);
    overlap_centre = gate(open, chosen(inner_right, inner_left, -1)), overlap_size = gate(open, 0.5 * chosen(inner_right, inner_left, 1));
    if (!hulled) return;
    const Ball outer_right = below(zero, right, *tie), outer_left = below(left, zero, *tie);
    hull_centre = chosen(outer_right, outer_left, -1), hull_size = 0.5 * chosen(outer_right, outer_left, 1);
  }

 private:
  static Ball chosen(const Ball& a, const Ball& b, double sign) { return {a.v + sign * b.v, a.e + b.e, a.in}; }
};

struct Overlap {
  Axis x, y;
  Ball inter, uni, iou, miss;

  Overlap(std::optional<double> tie, bool hulled, const BoxPair& p)
      : x(tie, hulled, p.dx, p.pred.w, p.truth.w), y(tie, hulled, p.dy, p.pred.h, p.truth.h), inter(x.overlap * y.overlap) {
    uni = sum({p.pred.w * p.pred.h, p.truth.w * p.truth.h, -inter});
    iou = inter / uni;
    miss = sum({x.excess * p.pred.h, x.overlap * y.excess, x.truth_excess * p.truth.h, x.overlap * y.truth_excess}) / uni;
  }
};

/// Derivatives by centre and size.
struct Along {
  Ball centre, size;
};

Along miss_along(const Overlap& o, const Axis& along, const Axis& across) {
  const Ball one = o.iou.in->literal(1), reach = across.overlap * (one + o.iou) / o.uni;
  const Ball turn{2 * along.overlap_size.v - 1, 2 * along.overlap_size.e, one.in};
  const Ball size = (gate(along.overlap_size, across.overlap * o.miss) + o.iou * (gate(turn, across.overlap) - across.excess)) / o.uni;
  return {-gate(along.overlap_centre, reach), -size};
}

Along distance_along(const Axis& along, const Ball& d, const Ball& diagonal, const Ball& ratio) {
  const Ball grow = 2 * (ratio * along.hull / diagonal);
  return {2 * d / diagonal - gate(along.hull_centre, grow), -gate(along.hull_size, grow)};
}

/// (hull - union)/hull by what the boxes leave free of the hull.
Along hull_along(const Overlap& o, const Ball& filled, const Axis& along, const Axis& across, const Ball& size_across) {
  const Ball one = o.iou.in->literal(1), inter = across.overlap / across.hull, pred = size_across / across.hull;
  const Ball centre = gate(along.overlap_centre, inter) + gate(along.hull_centre, filled);
  const Ball size = sum({gate(along.overlap_size, inter), -pred, gate(along.hull_size, filled)});
  return {centre * (one / along.hull), size * (one / along.hull)};
}

/// The aspect term, one arctangent of one quotient.
struct CentredAspect {
  Ball v, by_w, by_h;

  CentredAspect(const Variant& variant, const BoxPair& p) {
    const Arithmetic& a = *p.dx.in;
    const Ball angle = atan((p.truth.w * p.pred.h - p.pred.w * p.truth.h) / (p.truth.h * p.pred.h + p.truth.w * p.pred.w));
    const Ball scale = a.constant(0x1.9f02f6222c72p-2), slope = 2 * (scale * angle), round = p.pred.w / p.pred.h + p.pred.h / p.pred.w;
    const bool unit = variant.aspect_denominator == AspectDenominator::unit;
    v = scale * (angle * angle);
    by_w = -(unit ? slope * p.pred.h : slope / (p.pred.w * round));
    by_h = unit ? slope * p.pred.w : slope / (p.pred.h * round);
  }
};

Along operator+(const Along& a, const Along& b) { return {a.centre + b.centre, a.size + b.size}; }
Along operator*(const Ball& factor, const Along& a) { return {factor * a.centre, factor * a.size}; }

}  // namespace

Ball centred_iou(const BoxPair& pair) { return Overlap(std::nullopt, false, pair).iou; }

std::array<Ball, 4> centred_iou_slopes(double tie, const BoxPair& p, const Ball& factor) {
  const Overlap o(tie, false, p);
  const Along x = miss_along(o, o.x, o.y), y = miss_along(o, o.y, o.x);
  return {-(factor * follow(x.centre, p.rates[0])), -(factor * follow(y.centre, p.rates[1])), -(factor * follow(x.size, p.rates[2])),
          -(factor * follow(y.size, p.rates[3]))};
}

BoxTerm centred_box_loss(const Variant& variant, const BoxPair& p) {
  // Start with 1 - IOU.
  const Overlap o(tie_of(variant), variant.box_loss != BoxLoss::iou, p);
  const bool ciou = variant.box_loss == BoxLoss::ciou;
  Ball value = o.miss;
  Along x = miss_along(o, o.x, o.y), y = miss_along(o, o.y, o.x);

  // Add the further terms of the loss.
  if (ciou) {
    const CentredAspect aspect(variant, p);
    const AspectWeight weight = aspect_weight(variant, aspect.v, o.miss, o.iou);
    if (variant.alpha == Alpha::differentiated) x = weight.of_miss * x, y = weight.of_miss * y;
    value = value + weight.alpha * aspect.v;
    x.size = x.size + weight.of_aspect * aspect.by_w, y.size = y.size + weight.of_aspect * aspect.by_h;
  }
  if (ciou || variant.box_loss == BoxLoss::diou) {
    const Ball diagonal = o.x.hull * o.x.hull + o.y.hull * o.y.hull, ratio = (p.dx * p.dx + p.dy * p.dy) / diagonal;
    value = value + ratio;
    x = x + distance_along(o.x, p.dx, diagonal, ratio), y = y + distance_along(o.y, p.dy, diagonal, ratio);
  }
  if (variant.box_loss == BoxLoss::giou) {
    const Ball filled = o.uni / (o.x.hull * o.y.hull);
    value = value + (p.dx.in->literal(1) - filled);
    x = x + hull_along(o, filled, o.x, o.y, p.pred.h), y = y + hull_along(o, filled, o.y, o.x, p.pred.w);
  }
  return {value, {x.centre * p.rates[0], y.centre * p.rates[1], x.size * p.rates[2], y.size * p.rates[3]}};
}

}  // namespace yologold::bounds
