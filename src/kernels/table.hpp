#pragma once
#include <cstddef>
#include <cstdint>

#include "kernels/lane_sums.hpp"

namespace yologold::kernels {

/// Rows are scratch of T, 64-byte aligned, with room up to the next multiple of `row_step`; n counts elements that matter.
/// Kernels may compute on the padding, and no result that matters depends on it.
inline constexpr int row_step = 16;

/// The cells of one tile of one head, and the anchor: what decoding needs.
template <class T>
struct DecodeRow {
  const T *tx, *ty, *tw, *th;      ///< logits
  const T *column, *row;           ///< of each cell
  T scale_xy, anchor_w, anchor_h;  ///< anchor in cells
};

/// Boxes in cells: centre and size.
template <class T>
struct BoxRow {
  T *x, *y, *w, *h;
};

/// The logits tw and th of boxes of like shapes: with u = tw - w and v = th - h, all of |u|, |v|, |u + v| are at most `slack`, and |u - v| is at most `turn`.
template <class T>
struct LikeShapes {
  T w, h, slack, turn;
};

/// Loss and slope of a row of objectness logits that are trained towards 0, times a weight. A silent element, of which silent[i / row_step] has the bit
/// i % row_step, gives exactly 0, whatever its logit; so does the padding.
template <class T>
using ObjectnessKernel = void (*)(const T* t, T weight, const std::uint16_t* silent, T* loss, T* slope, std::size_t n);

/// Class loss of one row of n logits against targets: loss and slope per element. `scratch` is a row too.
template <class T>
using ClassKernel = void (*)(const T* t, const T* target, T* loss, T* slope, T* scratch, std::size_t n);

/// Values in a run of lines of the cache: `place` counts elements from its start, ascending.
template <class T>
struct PlacedValues {
  static constexpr std::size_t most = 64;
  T value[most];
  std::int32_t place[most];
  std::size_t count = 0;
};

/// Everything that runs over many elements, for one ISA and one scalar. Plain pointers in and out; no kernel throws or allocates.
template <class T>
struct Table {
  bool (*load_f32)(const float* from, T* row, std::size_t n);  ///< whether all of the row is finite
  bool (*load_f64)(const double* from, T* row, std::size_t n);
  void (*store_f32)(const T* row, float* to, std::size_t n);
  void (*store_f64)(const T* row, double* to, std::size_t n);
  ObjectnessKernel<T> bce, squared_logistic, squared_linear;                    ///< slope: the derivative
  ObjectnessKernel<T> delta_bce, delta_squared_logistic, delta_squared_linear;  ///< loss as above; slope: 0 - C^
  ClassKernel<T> class_bce, class_softmax_squared, class_linear_squared;
  ClassKernel<T> class_delta_bce, class_delta_softmax_squared, class_delta_linear_squared;  ///< loss as above; slope: p - p^
  void (*activate_softmax)(const T* t, T* p, std::size_t n);
  void (*decode)(const DecodeRow<T>& from, const BoxRow<T>& to, std::size_t n);
  void (*mark_overlaps)(const BoxRow<T>& boxes, const BoxRow<T>& truths, T thresh, T* mark, std::size_t n);  ///< mark = 1 where IOU > thresh, else as it was
  /// Keeps those of like shapes among cells[step], a bit each, of the given steps of row_step cells, a bit each. Returns the steps that hold any.
  std::uint64_t (*keep_shapes)(const T* tw, const T* th, const LikeShapes<T>& shapes, std::uint16_t* cells, std::uint64_t steps);
  double (*sum)(const T* row, std::size_t n);                   ///< compensated, in f64, over 8 virtual lanes; reads n elements
  void (*add_up)(const T* row, std::size_t n, LaneSums& sums);  ///< the same piece by piece, each a multiple of row_step; reads the padding
  double (*sum_squares)(const T* row, std::size_t n);
  bool (*all_finite)(const T* row, std::size_t n);
  void (*stream)(const void* from, void* to, std::size_t bytes);  ///< a copy past the caches; needs no alignment
  void (*stream_zeros)(void* to, std::size_t bytes);              ///< past the caches; `to` needs no alignment
  /// Past the caches: whole lines at `to`, zeros but for the values, each of which rounds to the element's type.
  void (*stream_f32_lines)(const PlacedValues<T>& values, void* to, std::size_t lines);
  void (*stream_f64_lines)(const PlacedValues<T>& values, void* to, std::size_t lines);
};

/// The tables of one ISA.
struct IsaTables {
  const char* name;
  const Table<float>* f32;
  const Table<double>* f64;
};

}  // namespace yologold::kernels
