#pragma once
#include "selftest/emulated.hpp"
#include "selftest/kernels.hpp"
#include "selftest/trial.hpp"

namespace yologold::selftest {

/// Two ways to write the same loss, in emulated arithmetic.
extern const Kernels<Emulated> emulated_corner, emulated_centred;

/// What a backend of these kernels computes and stores in a profile's arithmetic, every function at the edge of its error.
Field emulate(const Trial& trial, const Kernels<Emulated>& kernels, const bounds::NumericProfile& profile, Lean lean);

}  // namespace yologold::selftest
