#pragma once
#include "selftest/kernels.hpp"

namespace yologold::bounds_test {

using selftest::Form, selftest::Kernels, selftest::Mistake, selftest::PairInput, selftest::Sizes;

}  // namespace yologold::bounds_test
