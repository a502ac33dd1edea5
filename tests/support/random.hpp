#pragma once
#include "selftest/random.hpp"

namespace yologold::test {

using selftest::Random;

}  // namespace yologold::test
