#pragma once
#include <string>

#include "select.hpp"

namespace yologold::tools {

/// The options of the verb check.
struct CheckOptions {
  std::string suite, backend, profile = "fp32", results, junit, keep, data;
  Selection selection;
  double timeout = 60;
  std::size_t top = 10;
  int threads = 0;
  bool json = false;
};

}  // namespace yologold::tools
