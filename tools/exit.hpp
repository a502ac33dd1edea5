#pragma once
#include <stdexcept>
#include <string>

#include "golden/damaged.hpp"

namespace yologold::tools {

/// The exit codes of every verb. Where several apply, the first of bad_input, golden_damaged, io_failure, mismatch, nothing_ran, inconclusive,
/// passed is given.
enum ExitCode { passed = 0, mismatch = 1, io_failure = 2, bad_input = 3, golden_damaged = 4, inconclusive = 5, nothing_ran = 6, interrupted = 130 };

/// Ends a verb with a message and a code.
class Exit : public std::runtime_error {
 public:
  Exit(ExitCode code, const std::string& message) : std::runtime_error(message), code(code) {}
  ExitCode code;
};

/// Runs a step whose failure means `code`; a damaged golden stays one.
template <class Step>
auto failing_as(ExitCode code, Step&& step) {
  try {
    return step();
  } catch (const Damaged&) {
    throw;
  } catch (const Error& error) {
    throw Exit(code, error.what());
  }
}

/// Of two exit codes, the one that is reported.
ExitCode graver(ExitCode a, ExitCode b);

/// Notes Ctrl-C from now on instead of dying of it; a second one ends the program at once.
void watch_for_interrupt();

/// Whether Ctrl-C was pressed.
bool was_interrupted();

/// Throws Exit where Ctrl-C was pressed.
void stop_if_interrupted();

}  // namespace yologold::tools
