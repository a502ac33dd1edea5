#pragma once
#include <optional>
#include <string>

#include "judge/compare.hpp"

namespace yologold {

/// What became of one case.
struct Outcome {
  enum class Status { passed, failed, inconclusive, crashed, timed_out, unsupported, incomplete };

  std::string id;
  Status status = Status::incomplete;
  std::string message;             ///< where there is no verdict
  std::string last_words;          ///< the last lines of the backend's stderr
  std::string last_output;         ///< of its stdout
  double seconds = 0;              ///< that the backend took
  std::optional<Verdict> verdict;  ///< where there was something to judge
};

/// PASS, FAIL, INCONCLUSIVE, CRASHED, TIMEOUT, UNSUPPORTED, INCOMPLETE
const char* name_of(Outcome::Status status);

/// An outcome in words: one line where it passed or there is nothing more to say.
/// @param rerun  the command that checks this case again
std::string render_text(const Outcome& outcome, const std::string& rerun);

/// The same as a JSON value.
Json render_json(const Outcome& outcome, const std::string& rerun);

}  // namespace yologold
