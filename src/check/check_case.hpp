#pragma once
#include <chrono>
#include <functional>
#include <string>

#include "check/backend.hpp"
#include "check/outcome.hpp"
#include "check/workspace.hpp"
#include "judge/profile_choice.hpp"

namespace yologold {

/// How every case of a check is judged.
struct Check {
  Backend backend;
  ProfileChoice profiles;
  std::size_t top = 10;  ///< how many of the worst elements are kept
  std::chrono::duration<double> limit{60};
  std::function<void()> watch = [] {};  ///< called while a backend runs and its mistake is looked for; what it throws ends the check
  bool diagnose = true;                 ///< look for the known mistake behind failing elements
};

/// A golden in memory: what write_case would write and read_case read.
GoldenCase golden_case(const Inputs& inputs, const RunOptions& options);

/// Lets the backend compute a case, or finds what it computed, and judges it. Whatever the backend does is an Outcome, never an exception. Error where a
/// profile can not be read.
Outcome check_case(const std::string& id, const GoldenCase& golden, const Check& check, const Workspace& workspace);

}  // namespace yologold
