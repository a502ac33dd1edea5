#pragma once
#include "variant/sources.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// The width and height of the network input are known.
bool knows_image(const Variant& variant);

/// noobj punishes what ignore spares, or spares what nothing names.
bool noobj_contradicts_ignore(const Variant& variant);

/// Throws Error at choices that are each allowed, but not together.
void check_contradictions(const Variant& variant, const Sources& sources);

}  // namespace yologold
