#pragma once
#include <array>
#include <string>

#include "bounds/format.hpp"

namespace yologold::bounds {

/// The functions whose error a profile states.
enum class Function { division, sqrt, exp, log, log1p, atan };
constexpr std::size_t function_count = 6;
const char* name_of(Function function);

/// The error of a function: units in the last place between the correctly rounded result and the one returned.
struct FunctionError {
  double ulps = 0;
  double per_argument = 0;   ///< further ulps for every unit of the argument's size
  double absolute = 0;       ///< an absolute error, allowed where it is the larger one
  double flushes_above = 0;  ///< division: from this size of the divisor on the quotient may be 0; 0: never
  std::string source;        ///< who says so
};

/// The arithmetic of a conforming backend: what its results may be off by ("yologold-profile/2").
struct NumericProfile {
  std::string name, about;
  Format inputs, constants, compute, sums, stored;
  double input_radius = 0;             ///< relative uncertainty of the raw outputs before the loss reads them
  bool flush_to_zero = false;          ///< subnormal operands and results may become 0
  bool corner = true, centred = true;  ///< admissible algebraic shapes
  long longest_chain = 0;              ///< additions that one addend of a sum passes through, at most; 0: not known
  double conclusive_share = 0;         ///< of the elements that are not exactly 0: fewer conclusive ones leave a case without a verdict
  std::array<FunctionError, function_count> functions;

  const FunctionError& of(Function function) const { return functions[static_cast<std::size_t>(function)]; }
};

/// Reads a profile strictly. Every figure must name its source.
NumericProfile load_numeric_profile(const std::string& path);

}  // namespace yologold::bounds
