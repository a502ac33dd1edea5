#pragma once
#include <string>
#include <string_view>

#include "files/truth_files.hpp"

namespace yologold {

/// Reads the JSON form of truths; as many images as the text has.
/// A number that JSON can not write stands as "nan", "inf" or "-inf": bad truths are kept, for the engine to report.
TruthBatch parse_truths_json(std::string_view text, const std::string& where);

}  // namespace yologold
