#pragma once
#include <string>

namespace yologold {

/// A variant's file, found and read.
struct VariantFile {
  std::string path, text;
};

/// Finds a variant by path or name, as load_variant says.
/// @param folder  looked into first, where not empty: a base may stand beside the file that names it
/// @param place  how errors name the one who asks
VariantFile open_variant(const std::string& name, const std::string& folder, const std::string& place);

}  // namespace yologold
