#pragma once
#include <cstdint>
#include <string>

#include "yologold/error.hpp"

namespace yologold {

/// A file of truths must be of as many images as the heads.
inline void check_image_count(std::int64_t found, std::int64_t wanted, const std::string& where) {
  if (found != wanted) throw Error(where, "holds truths of " + std::to_string(found) + " images, the heads have " + std::to_string(wanted));
}

}  // namespace yologold
