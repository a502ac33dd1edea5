#pragma once

namespace yologold::selftest {

/// A mistake in the formula of a kernel that no choice of a variant describes.
enum class Mistake { none, short_pi, union_eps, alpha_eps, no_clamp, diagonal_softmax };

/// What a kernel is given for one pair: the scalar type of its arithmetic is S.
template <class S>
struct PairInput {
  int family = 4;
  S t[4];
  S col, row, grid_w, grid_h;
  S anchor_w, anchor_h, anchor_per_w, anchor_per_h;  ///< anchor, and its units in the image
  S scale_xy;
  S cx, cy, w, h;  ///< the truth
  Mistake mistake = Mistake::none;
};

/// The kernels of one backend, over one scalar type.
template <class S>
struct Kernels {
  const char* name;
  bool stable;  ///< the centred shape
  S (*iou)(const PairInput<S>&);
  void (*box)(const PairInput<S>&, S*);
  S (*objectness)(int family, S t, S target);
  void (*classes)(int family, bool stable, Mistake, const S* t, const bool* hot, int n, S* out);  ///< out: n values, and room for 2 n more
};

}  // namespace yologold::selftest
