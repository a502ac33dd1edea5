#pragma once
#include <string>

namespace yologold {

/// Finds a configuration file: the path itself, else `name`.json in the folder `kind` ("suites", "profiles") of
/// $YOLOGOLD_CONFIGS, of the source tree's configs, of the installed share/yologold. Error naming the known ones where there is none.
std::string find_config(const std::string& kind, const std::string& name);

}  // namespace yologold
