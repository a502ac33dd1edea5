#pragma once
#include <stdexcept>
#include <string>

namespace yologold {

/// What is wrong with the caller's input: where, what, and what is allowed. what() reads "where: what; allowed: ...".
class Error : public std::runtime_error {
 public:
  Error(const std::string& where, const std::string& what, const std::string& allowed = "")
      : std::runtime_error(where + ": " + what + (allowed.empty() ? "" : "; allowed: " + allowed)), where(where), fault(what), allowed(allowed) {}

  std::string where, fault, allowed;
};

}  // namespace yologold
