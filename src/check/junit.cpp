#include "check/junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace yologold {
namespace {

using JunitKind = JunitCase::Kind;

// XML has no control characters but tab and line feed.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t')
      result += c;
  }
  return result;
}

const char* element_of(JunitKind kind) { return kind == JunitKind::failure ? "failure" : kind == JunitKind::error ? "error" : "skipped"; }

}  // namespace

std::string junit_report(const std::string& suite, const std::vector<JunitCase>& cases) {
  // Count.
  const auto count = [&](JunitKind kind) { return std::count_if(cases.begin(), cases.end(), [&](const JunitCase& one) { return one.kind == kind; }); };
  const double seconds = std::accumulate(cases.begin(), cases.end(), 0.0, [](double sum, const JunitCase& one) { return sum + one.seconds; });
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format("<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n", escaped(suite), cases.size(),
                      count(JunitKind::failure), count(JunitKind::error), count(JunitKind::skipped), seconds);

  // List the cases.
  for (const JunitCase& one : cases) {
    text += fmt::format("  <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"", escaped(suite), escaped(one.id), one.seconds);
    if (one.kind == JunitKind::passed)
      text += "/>\n";
    else
      text += fmt::format(">\n    <{0} message=\"{1}\">{2}</{0}>\n  </testcase>\n", element_of(one.kind), escaped(one.message), escaped(one.text));
  }
  return text + "</testsuite>\n";
}

}  // namespace yologold
