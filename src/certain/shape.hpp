#pragma once
#include "certain/boxes.hpp"

namespace yologold::certain {

/// A quotient that is compared without dividing.
template <class S>
struct Fraction {
  S over, under;
};

template <class S>
bool exceeds(const Fraction<S>& a, const Fraction<S>& b) {
  return sign(a.over * b.under - b.over * a.under) > 0;
}

/// IOU of two boxes with the same centre.
template <class S>
Fraction<S> centred_iou(const S& w, const S& h, const S& other_w, const S& other_h) {
  const S inter = smaller(w, other_w) * smaller(h, other_h);
  return {inter, (w * h + other_w * other_h) - inter};
}

/// Shape IOU of a truth and an anchor, in the unit of the anchors of `head`.
template <class S>
Fraction<S> shape_iou(const Problem& p, const Truth& truth, std::size_t head, int anchor) {
  const Frame<S> f = frame<S>(p, head);
  const Anchor& a = p.variant().anchors[static_cast<std::size_t>(anchor)];
  return centred_iou<S>(S(truth.w) * f.image_x, S(truth.h) * f.image_y, S(a.w) * f.anchor_x, S(a.h) * f.anchor_y);
}

}  // namespace yologold::certain
