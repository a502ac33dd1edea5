#pragma once
#include <string>

#include "judge/profile_choice.hpp"
#include "select.hpp"

namespace yologold::tools {

/// The options of the verb diagnose.
struct DiagnoseOptions {
  std::string golden, actual, probe, folder, profile = ProfileChoice::by_type;
  Selection selection;
  bool json = false;
};

/// Chooses inputs that tell mistakes apart and writes them as a suite and its golden; returns the exit code.
int write_probe(const DiagnoseOptions& options);

}  // namespace yologold::tools
