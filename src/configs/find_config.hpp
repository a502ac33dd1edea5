#pragma once
#include <string>

namespace yologold {

/// Finds a configuration file: a path, or the name of one in the folder variants, suites, profiles, networks or train of $YOLOGOLD_CONFIGS, of the source
/// tree's configs, of the installed share/yologold. Error naming the known ones where there is none.
/// @param kind  variant, suite, profile, network or train
/// @param beside  a folder that is looked into first, where not empty
std::string find_config(const std::string& kind, const std::string& name, const std::string& where, const std::string& beside = "");

}  // namespace yologold
