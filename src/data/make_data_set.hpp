#pragma once
#include "data/open_data_set.hpp"
#include "data/raw_set.hpp"

namespace yologold {

/// Turns what a reader found into a data set: reads every picture's header, brings boxes into fractions of the upright picture, clips or skips them, maps
/// classes, splits. Throws Error where no picture is left.
DataSet make_data_set(RawSet raw, const DataOptions& options);

}  // namespace yologold
