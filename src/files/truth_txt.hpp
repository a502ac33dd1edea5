#pragma once
#include <string>
#include <string_view>

#include "files/truth_files.hpp"

namespace yologold {

/// Adds the objects of a label text, "class cx cy w h" a line, to an image of the batch.
void parse_labels(std::string_view text, const std::string& where, std::int64_t image, TruthBatch& batch);

/// Every *.txt of a folder is an image, in the order of the names' bytes.
TruthBatch read_label_folder(const std::string& path);

/// Every line of a list is the name of an image's label file, relative to the list.
TruthBatch read_label_list(std::string_view text, const std::string& path);

}  // namespace yologold
