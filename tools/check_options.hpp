#pragma once
#include <string>

#include "judge/profile_choice.hpp"
#include "select.hpp"

namespace yologold::tools {

/// The options of the verb check.
struct CheckOptions {
  std::string suite, backend, profile = ProfileChoice::by_type, results, junit, keep, data;
  Selection selection;
  double timeout = 60;
  std::size_t top = 10;
  int threads = 0;
  bool json = false, no_diagnose = false;
};

}  // namespace yologold::tools
