#pragma once
#include <string>

#include "data/data_set.hpp"

namespace yologold {

/// Writes a data set as PNG pictures with YOLO txt labels; ignored objects are left out. Its data.yaml comes last: with it open_data_set reads the folder.
/// Throws Error where the folder holds anything, or a picture can not be read or written.
void write_data_set(const DataSet& set, const std::string& folder);

}  // namespace yologold
