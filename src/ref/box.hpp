#pragma once
#include "ref/scalar.hpp"

namespace yologold::ref {

/// Centre and size.
template <class T>
struct Box {
  T x, y, w, h;
};

/// A ratio that is compared without dividing: from exact numbers the comparison is exact.
template <class T>
struct Fraction {
  T over, under;

  T value() const { return over / under; }
  bool above(const T& limit) const { return over > limit * under; }
  bool exceeds(const Fraction& other) const { return over * other.under > other.over * under; }
};

/// The overlap of two boxes and the smallest box around both, by their corners.
template <class T>
struct Overlap {
  T w, h, hull_w, hull_h;  ///< w and h: not clamped

  Overlap(const Box<T>& a, const Box<T>& b)
      : w(least<T>(a.x + a.w / T(2), b.x + b.w / T(2)) - most<T>(a.x - a.w / T(2), b.x - b.w / T(2))),
        h(least<T>(a.y + a.h / T(2), b.y + b.h / T(2)) - most<T>(a.y - a.h / T(2), b.y - b.h / T(2))),
        hull_w(most<T>(a.x + a.w / T(2), b.x + b.w / T(2)) - least<T>(a.x - a.w / T(2), b.x - b.w / T(2))),
        hull_h(most<T>(a.y + a.h / T(2), b.y + b.h / T(2)) - least<T>(a.y - a.h / T(2), b.y - b.h / T(2))) {}

  T area() const { return most(w, T(0)) * most(h, T(0)); }
};

/// Intersection over union; 0 where the union is not > 0.
template <class T>
Fraction<T> iou(const Box<T>& a, const Box<T>& b) {
  const T inter = Overlap<T>(a, b).area();
  const T whole = a.w * a.h + b.w * b.h - inter;
  if (!(whole > T(0))) return {T(0), T(1)};
  return {inter, whole};
}

}  // namespace yologold::ref
