#include "diagnose/exact_profile.hpp"

namespace yologold {

bounds::NumericProfile exact_profile() {
  bounds::NumericProfile profile;
  profile.inputs = profile.constants = profile.compute = profile.sums = profile.stored = bounds::format_named("f64", "");
  return profile;
}

}  // namespace yologold
