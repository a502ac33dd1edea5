#pragma once
#include <string>

#include "files/bytes.hpp"
#include "files/truth_files.hpp"

namespace yologold {

/// Reads truths from a .npy of [N, T, 5] (cx cy w h class). The count of images is checked first: an array without boxes could claim any.
TruthBatch parse_truths_npy(Bytes bytes, const std::string& where, std::int64_t images);

}  // namespace yologold
