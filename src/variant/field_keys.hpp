#pragma once
#include <string_view>

/// The keys that are neither choices nor numbers, each typed here only.
namespace yologold::keys {

inline constexpr std::string_view family = "family", name = "name", classes = "classes", predictors = "predictors", image = "image",
                                  anchor_unit = "anchor_unit", anchors = "anchors", masks = "masks", scale_xy = "scale_xy", head_weight = "head_weight";

/// Keys that are no part of the variant.
inline constexpr std::string_view base = "base", comment = "$comment", schema = "$schema";

}  // namespace yologold::keys
