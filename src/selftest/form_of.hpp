#pragma once
#include "selftest/kernels.hpp"
#include "yologold/variant.hpp"

namespace yologold::selftest {

/// What kernels are told of a variant.
Form form_of(const Variant& variant);

}  // namespace yologold::selftest
