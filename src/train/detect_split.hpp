#pragma once
#include <cstddef>
#include <functional>
#include <vector>

#include "data/data_set.hpp"
#include "evaluate/judged_picture.hpp"
#include "train/detector.hpp"

namespace yologold {

/// Detects in the samples of a data set, a few pictures at a time, and puts the truths beside. A picture that can not be read counts as one in which nothing
/// was found.
/// @param seen  called with the number of pictures done; may throw to end it
std::vector<JudgedPicture> detect_split(Detector& detector, const DataSet& data, const std::vector<std::size_t>& samples,
                                        const std::function<void(std::size_t)>& seen = {});

}  // namespace yologold
