#pragma once

namespace yologold::selftest {

/// A mistake in the formula of a kernel that no choice of a variant describes.
enum class Mistake { none, short_pi, union_eps, alpha_eps, no_clamp, diagonal_softmax };

/// What v1 and v2 compare of the sizes.
enum class Sizes { roots, values, logs };

/// What kernels are told of a variant. Every other choice is at its default.
struct Form {
  int family = 4;
  bool emits_values = false, emits_roots = false;  ///< v1: the network emits x y w h C themselves; of w and h the roots
  bool plain_classes = false;                      ///< v1: it emits class values
  Sizes sizes = Sizes::values;
  bool predicted_scale = false;  ///< v2-v4: the coordinate term is multiplied by 2 - w^ h^
  bool delta = false;            ///< darknet-delta
};

/// What a kernel is given for one pair: the scalar type of its arithmetic is S.
template <class S>
struct PairInput {
  Form form;
  S t[5];  ///< tx ty tw th to
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
  void (*iou_slopes)(const PairInput<S>&, S factor, S* out);  ///< factor d(IOU - C^)^2/d(tx ty tw th)
  void (*box)(const PairInput<S>&, S* out);
  S (*objectness)(const Form&, S t, S target);
  void (*classes)(const Form&, bool stable, Mistake, const S* t, const bool* hot, int n, S* out);  ///< out: n values, and room for 2 n more
};

}  // namespace yologold::selftest
