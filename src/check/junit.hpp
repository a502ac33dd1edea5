#pragma once
#include <string>
#include <vector>

namespace yologold {

/// One <testcase> of a JUnit report.
struct JunitCase {
  enum class Kind { passed, failure, error, skipped };
  std::string id;
  Kind kind = Kind::passed;
  double seconds = 0;
  std::string message, text;  ///< one line, and everything
};

/// A JUnit report: one <testsuite>.
std::string junit_report(const std::string& suite, const std::vector<JunitCase>& cases);

}  // namespace yologold
