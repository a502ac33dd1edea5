#pragma once
#include "selftest/kernels.hpp"

namespace yologold::selftest {

/// The corner kernels in f64: what is left of their error is far below that of any profile.
extern const Kernels<double> exact_kernels;

}  // namespace yologold::selftest
