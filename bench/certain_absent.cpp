#include "benchmarks.hpp"

namespace yologold::bench {

void register_certain() {}  // this build has no certified tier

}  // namespace yologold::bench
