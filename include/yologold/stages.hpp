#pragma once
#include <cstdint>
#include <vector>

namespace yologold {

/// The role of a slot.
enum class Role : std::int8_t { none = -2, ignored = -1, negative = 0, positive = 1 };

/// Every intermediate of one head, dense, in f64. K = 5 + C channels a predictor, in the order x y w h o c...
struct HeadStages {
  std::vector<double>
      activated;  ///< [N, A, K, H, W] x^ y^ (offsets in the cell, after scale_xy), w^ h^ (fractions of the image), C^, p^; v1: p^ repeated for every predictor
  std::vector<double> boxes;        ///< [N, A, 4, H, W] centre and size as fractions of the image
  std::vector<double> best_iou;     ///< [N, A, H, W] highest IOU of the decoded box with a truth of the image that takes part; 0 where there is none
  std::vector<std::int32_t> truth;  ///< [N, A, H, W] the truth (index in its image) that keeps the slot, the first of several; -1 where none
  std::vector<Role> role;           ///< [N, A, H, W]
};

}  // namespace yologold
