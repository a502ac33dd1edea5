#pragma once
#include <memory>
#include <string>
#include <vector>

#include "yologold/truth.hpp"

namespace yologold {

/// The truths of a batch with the memory they stand in.
class TruthBatch {
 public:
  explicit TruthBatch(std::int64_t images = 0);
  void add(std::int64_t image, Truth truth, std::vector<std::int32_t> more_classes = {});  ///< images may come in any order
  Truths view() const;                                                                     ///< valid until the next add
  std::int64_t images() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// Reads truths by content:
///   JSON          {"images": [[{"cx":, "cy":, "w":, "h":, "class": 3 or [3, 7], "weight": 1, "ignore": false}, ...], ...]}
///   .npy          [N, T, 5] (cx cy w h class); rows whose w and h are both 0 pad
///   YOLO txt      one file an image ("class cx cy w h" a line), given as a folder (sorted by name) or a text file that lists files
/// @param images  how many images the heads have; a different count in the file is an Error
TruthBatch read_truths(const std::string& path, std::int64_t images);

/// JSON as above; numbers round-trip.
std::string print_truths(const Truths& truths);

}  // namespace yologold
