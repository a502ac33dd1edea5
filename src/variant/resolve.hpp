#pragma once
#include "variant/document.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// The variant a document means: what it leaves open filled in, what it contradicts refused.
Variant resolve(const Document& document);

}  // namespace yologold
