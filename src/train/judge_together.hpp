#pragma once
#include "network/ranks.hpp"
#include "train/detect_split.hpp"

namespace yologold {

/// detect_split, where each rank looks at its part of the samples. Every rank gets all pictures, in the order of the samples.
/// @param seen  as detect_split's, of this rank's part
std::vector<JudgedPicture> judge_together(const Ranks& ranks, Detector& detector, const DataSet& data, const std::vector<std::size_t>& samples,
                                          const std::function<void(std::size_t)>& seen = {});

}  // namespace yologold
