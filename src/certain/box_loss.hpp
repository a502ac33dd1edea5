#pragma once
#include "certain/boxes.hpp"

namespace yologold::certain {

/// A value and its derivatives by tx ty tw th.
template <class S>
struct Term {
  S value;
  Four<S> slope;
};

/// What one unit of the frame is in box_space.
template <class S>
struct BoxUnits {
  S x, y;

  BoxUnits(const Problem& p, std::size_t head) {
    const Variant& v = p.variant();
    const HeadShape& s = p.model.heads[head].shape;
    const Frame<S> f = frame<S>(p, head);
    x = (v.box_space == BoxSpace::grid ? whole<S>(s.w) : S(v.box_space == BoxSpace::pixel ? v.image[0] : 1.0)) / f.image_x;
    y = (v.box_space == BoxSpace::grid ? whole<S>(s.h) : S(v.box_space == BoxSpace::pixel ? v.image[1] : 1.0)) / f.image_y;
  }
};

/// rho^2/d^2, by the frame's lengths.
template <class S>
Term<S> distance_term(const PairOfBoxes<S>& b, const Overlap<S>& o, const BoxUnits<S>& u) {
  const S xx = square(u.x), yy = square(u.y);
  const S diagonal = xx * square(o.across.hull) + yy * square(o.down.hull), ratio = (xx * square(b.dx) + yy * square(b.dy)) / diagonal;
  const S across = S(2.0) * xx / diagonal, down = S(2.0) * yy / diagonal;
  const S hull_x = ratio * across * o.across.hull, hull_y = ratio * down * o.down.hull;
  return {ratio,
          {across * b.dx - hull_x * S(o.across.hull_centre), down * b.dy - hull_y * S(o.down.hull_centre), -(hull_x * S(o.across.hull_size)),
           -(hull_y * S(o.down.hull_size))}};
}

/// (hull - union)/hull = 1 - U/hull.
template <class S>
Term<S> hull_term(const PairOfBoxes<S>& b, const Overlap<S>& o) {
  const S &wide = o.across.hull, &high = o.down.hull, hull = wide * high, filled = o.uni / hull;
  const S inter[4] = {S(o.across.overlap_centre) * o.down.overlap, S(o.down.overlap_centre) * o.across.overlap, S(o.across.overlap_size) * o.down.overlap,
                      S(o.down.overlap_size) * o.across.overlap};
  const S area[4] = {S(0.0), S(0.0), b.h, b.w};
  const S grow[4] = {S(o.across.hull_centre) * high, S(o.down.hull_centre) * wide, S(o.across.hull_size) * high, S(o.down.hull_size) * wide};
  Term<S> term{(hull - o.uni) / hull, {}};
  for (int k = 0; k < 4; ++k) term.slope[k] = (filled * grow[k] - (area[k] - inter[k])) / hull;
  return term;
}

/// v = 4/pi^2 (atan(W/H) - atan(w/h))^2 with the derivatives by tw and th already; exactly 0 where the aspects are equal.
template <class S>
struct Aspect {
  bool equal;
  S value{0.0}, by_tw{0.0};  ///< by th: the opposite

  Aspect(const PairOfBoxes<S>& b, const BoxUnits<S>& u, bool unit) : equal(sign(b.truth_w * b.h - b.w * b.truth_h) == 0) {
    if (equal) return;
    const S w = u.x * b.w, h = u.y * b.h, truth_w = u.x * b.truth_w, truth_h = u.y * b.truth_h;
    const S angle = atan((truth_w * h - w * truth_h) / (truth_h * h + truth_w * w)), scale = S(4.0) / square(pi<S>());
    value = scale * square(angle);
    const S product = unit ? w * h : S(1.0) / (w / h + h / w);
    by_tw = -(S(2.0) * scale * angle * product);
  }
};

/// 1 - CIOU beyond the IOU and distance terms, joined to them.
template <class S>
void add_aspect(const Variant& v, const PairOfBoxes<S>& b, const Overlap<S>& o, const BoxUnits<S>& u, const Four<S>& miss_slopes, Term<S>& term) {
  const Aspect<S> aspect(b, u, v.aspect_denominator == AspectDenominator::unit);
  if (aspect.equal || (v.alpha == Alpha::zero_below_half && !o.above(0.5))) return;
  const S alpha = aspect.value / (o.miss() + aspect.value);
  const bool whole = v.alpha == Alpha::differentiated;
  const S of_aspect = whole ? (S(2.0) - alpha) * alpha : alpha;
  term.value += alpha * aspect.value;
  if (whole)
    for (int k = 0; k < 4; ++k) term.slope[k] += -(square(alpha) * miss_slopes[k]);
  term.slope[2] += of_aspect * aspect.by_tw;
  term.slope[3] += -(of_aspect * aspect.by_tw);
}

/// The box loss of v4, all but `squared`.
template <class S>
Term<S> box_loss(const Problem& p, const Slot& slot, const Decoded<S>& d, const Truth& truth) {
  const Variant& v = p.variant();
  const PairOfBoxes<S> b = pair_of(p, slot, d, truth);
  const Overlap<S> o(b, tie_of(v));
  const BoxUnits<S> units(p, slot.head);
  const Frame<S> f = frame<S>(p, slot.head);
  const S rate[4] = {d.rate[0] * f.cell_x, d.rate[1] * f.cell_y, d.rate[2], d.rate[3]};
  const auto join = [&](const Term<S>& part, Term<S>& term) {
    term.value += part.value;
    for (int k = 0; k < 4; ++k) term.slope[k] += part.slope[k] * rate[k];
  };

  Term<S> term{o.miss(), iou_slopes(b, o)};
  for (int k = 0; k < 4; ++k) term.slope[k] = -(term.slope[k] * rate[k]);
  const Four<S> miss_slopes = term.slope;
  if (v.box_loss == BoxLoss::giou) join(hull_term(b, o), term);
  if (v.box_loss == BoxLoss::diou || v.box_loss == BoxLoss::ciou) join(distance_term(b, o, units), term);
  if (v.box_loss == BoxLoss::ciou) add_aspect(v, b, o, units, miss_slopes, term);
  return term;
}

}  // namespace yologold::certain
