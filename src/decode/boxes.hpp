#pragma once
#include "engine/element.hpp"
#include "engine/model.hpp"
#include "geometry/overlap.hpp"
#include "lane/logistic.hpp"

/// Decoded boxes of single slots, seen from a truth. The dense decode is kernels/boxes.hpp.
namespace yologold::decode {

/// The raw channels tx ty tw th to of a slot.
template <class T>
struct Logits {
  T box[4], objectness;
};

template <class T>
Logits<T> read_logits(const HeadView& head, std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) {
  Logits<T> t;
  for (int k = 0; k < 4; ++k) t.box[k] = read<T>(head, head.layout.box.at(n, a, k, y, x));
  t.objectness = read<T>(head, head.layout.objectness.at(n, a, 0, y, x));
  return t;
}

/// v1: box relative to a truth of its cell, in fractions of the image: ((col + x^)/W, (row + y^)/H, w^, h^), x^ y^ w^ h^ by the activation.
template <class T>
geometry::PairOfBoxes<T> v1_pair(const T (&t)[4], Activation activation, T off_x, T off_y, T columns, T rows, T w, T h) {
  const auto value = [&](int k) {
    if (activation == Activation::logistic || activation == Activation::softmax_off) return lane::logistic(t[k]).rise;
    return activation == Activation::linear_sqrt && k > 1 ? t[k] * t[k] : t[k];
  };
  return {(value(0) - off_x) / columns, (value(1) - off_y) / rows, value(2), value(3), w, h};
}

/// v2-v4: x^ - X = s (sigma(t) - 1/2) + (1/2 - off), so that neither the cell nor the shift of the grid sensitivity is ever added; w^ = anchor e^tw.
/// In units of ux, uy a cell; truth_w, truth_h in cells.
template <class T>
geometry::PairOfBoxes<T> anchor_pair(const T (&t)[4], const HeadModel& head, const HeadAnchor& anchor, T off_x, T off_y, T truth_w, T truth_h, T ux, T uy) {
  const T s = static_cast<T>(head.scale_xy), half = T(0.5);
  return {(s * lane::centred_logistic(t[0]) + (half - off_x)) * ux,
          (s * lane::centred_logistic(t[1]) + (half - off_y)) * uy,
          static_cast<T>(anchor.w_cells) * lane::exp(t[2]) * ux,
          static_cast<T>(anchor.h_cells) * lane::exp(t[3]) * uy,
          truth_w * ux,
          truth_h * uy};
}

}  // namespace yologold::decode
