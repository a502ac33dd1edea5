#pragma once
#include "selftest/kernels.hpp"

namespace yologold::bounds_test {

using selftest::Kernels, selftest::Mistake, selftest::PairInput;

}  // namespace yologold::bounds_test
