#pragma once
#include <string>

#include "augment/batch.hpp"
#include "images/image.hpp"

namespace yologold {

/// A contact sheet of a batch, row by row, with the boxes drawn and named; objects with `ignore` are grey, a weight other than 1 stands behind the name.
Image show_batch(const Batch& batch, const std::vector<std::string>& classes);

}  // namespace yologold
