#pragma once
#include <cstdint>
#include <span>
#include <stop_token>

#include "augment/batch.hpp"
#include "augment/picture_store.hpp"

namespace yologold {

struct BatchOptions {
  int batch = 4, width = 416, height = 416;  ///< images of a batch; the network's input, before random training shapes
  std::uint64_t seed = 0;
  AugmentOptions augment;
  int part = 0, parts = 1;  ///< only this one of so many equal parts of the batch's images is made
};

/// The batch of a step, or the part of it that is asked for. It depends on its arguments alone: on no thread, no cache, no earlier step, no other part.
/// `members` are walked through in an order of their own in every epoch; what can not be decoded is replaced by the next one that can.
/// @param stop  where asked to stop, the rest of the batch is left empty
/// Throws Error where no member can be decoded.
Batch make_batch(PictureStore& pictures, std::span<const std::size_t> members, const BatchOptions& options, std::int64_t step,
                 const std::stop_token& stop = {});

/// Samples in the given order, fitted, nothing varied. What can not be decoded is grey and has no truths; the store has noted it.
Batch make_plain_batch(PictureStore& pictures, std::span<const std::size_t> samples, Fit fit, int width, int height);

/// Width and height of a step's images: those of the options, or random training shapes (Redmon and Farhadi 2017, "YOLO9000", multi-scale training).
struct BatchShape {
  int width, height;
};
BatchShape shape_of_step(const BatchOptions& options, std::int64_t step);

}  // namespace yologold
