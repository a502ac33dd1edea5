#pragma once
#include <vector>

#include "ref/box.hpp"
#include "ref/problem.hpp"

namespace yologold::ref {

/// The unit of length in which boxes of a head are compared, one an axis. It is chosen so that no division comes between the given numbers and a box:
/// at 400 bits boxes of exact numbers are exact, and so are ties and thresholds.
template <class T>
struct Frame {
  T image_x, image_y;    ///< units in the width and height of the image
  T cell_x, cell_y;      ///< in a cell
  T anchor_x, anchor_y;  ///< in the unit of the anchors
};

template <class T>
Frame<T> frame(const Problem<T>& p, int head);

/// The truth, in the head's frame.
template <class T>
Box<T> truth_box(const Problem<T>& p, int head, const Object<T>& object);

/// The box of a slot, in its head's frame.
template <class T>
Box<T> frame_box(const Problem<T>& p, const Slot& slot);

/// x^ y^ as offsets in the cell, w^ h^ as fractions of the image.
template <class T>
Box<T> activated_box(const Problem<T>& p, const Slot& slot);

/// IOU of the box of a slot and a truth.
template <class T>
Fraction<T> decoded_iou(const Problem<T>& p, const Slot& slot, const Object<T>& object) {
  return iou(frame_box(p, slot), truth_box(p, slot.head, object));
}

/// C^.
template <class T>
T objectness(const Problem<T>& p, const Slot& slot);

/// p^ (v1: of the cell).
template <class T>
std::vector<T> class_values(const Problem<T>& p, const Slot& slot);

/// The most probable class, the lowest index on a tie.
template <class T>
std::int32_t best_class(const Problem<T>& p, const Slot& slot);

/// True where the v1 network emits x y w h C itself.
inline bool is_linear(Activation activation) { return activation == Activation::linear || activation == Activation::linear_sqrt; }

}  // namespace yologold::ref
