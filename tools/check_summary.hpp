#pragma once
#include <map>
#include <vector>

#include "check/junit.hpp"
#include "check/outcome.hpp"
#include "exit.hpp"

namespace yologold::tools {

/// What became of the cases of a check so far.
class CheckSummary {
 public:
  /// @param text  the outcome in words
  void add(const Outcome& outcome, const std::string& text);

  ExitCode code() const;      ///< nothing_ran where every case is unsupported
  std::string words() const;  ///< "3 passed, 1 failed, 0 crashed, ..."
  Json counts() const;
  std::string junit(const std::string& suite) const { return junit_report(suite, junit_); }

 private:
  std::map<Outcome::Status, std::size_t> counts_;
  std::vector<JunitCase> junit_;
};

}  // namespace yologold::tools
