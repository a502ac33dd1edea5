#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "exit.hpp"
#include "output.hpp"
#include "suite/suite.hpp"

namespace yologold::tools {

/// The code of a case that was verified, and what is wrong with it ("" where nothing is).
using Verified = std::pair<ExitCode, std::string>;

/// Verifies one case after another and says what came of each; returns the gravest exit code.
/// @param strangers  ids that were stored and that the suite does not have
int verify_cases(const Output& output, const Suite& suite, const std::vector<const Case*>& cases, const std::vector<std::string>& strangers,
                 const std::function<Verified(const Case&)>& verify);

}  // namespace yologold::tools
