#pragma once
#include <span>
#include <string>
#include <string_view>

#include "yologold/variant.hpp"

namespace yologold {

/// Reads a variant from JSON. Strict: an unknown, unused or inapplicable key is an Error with its JSON pointer and the allowed names.
///   {"family": "v3", "base": "yolov3", "classes": 80, "image": [608, 608], "anchors": [[10, 13], ...], "masks": [[6, 7, 8], ...],
///    "ignore": "decoded", "ignore_thresh": 0.7, ...}
/// `base` names another variant (one level); its keys are taken first. "$comment" is allowed anywhere.
/// @param where  how errors name the text: a file name
/// @param overrides  "key=value", applied last; the value is JSON, or a bare word
Variant parse_variant(std::string_view text, const std::string& where, std::span<const std::string> overrides = {});

/// Reads a variant by file name, or by the name of a file in configs/variants ("yolov3").
/// Looked for in: the path itself, $YOLOGOLD_CONFIGS/variants, the source tree's configs/variants, the installed share/yologold/variants.
Variant load_variant(const std::string& name_or_path, std::span<const std::string> overrides = {});

/// The resolved variant as canonical JSON: every applicable key, in the catalogue's order, numbers as shortest round-trip decimals.
/// parse_variant(print_variant(v)) gives v again.
std::string print_variant(const Variant& variant);

/// SHA-256, in hex, of print_variant without the name.
std::string hash_variant(const Variant& variant);

}  // namespace yologold
