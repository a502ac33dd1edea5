#include "exit.hpp"

#include <csignal>

namespace yologold::tools {
namespace {

volatile std::sig_atomic_t interrupts = 0;

void note_interrupt(int signal) {
  interrupts = interrupts + 1;
  std::signal(signal, SIG_DFL);
}

int gravity(ExitCode code) {
  switch (code) {
    case interrupted:
      return 7;
    case bad_input:
      return 6;
    case golden_damaged:
      return 5;
    case io_failure:
      return 4;
    case mismatch:
      return 3;
    case nothing_ran:
      return 2;
    case inconclusive:
      return 1;
    case passed:
      return 0;
  }
  return 0;
}

}  // namespace

ExitCode graver(ExitCode a, ExitCode b) { return gravity(a) >= gravity(b) ? a : b; }

void watch_for_interrupt() {
  std::signal(SIGINT, note_interrupt);
  std::signal(SIGTERM, note_interrupt);
}

bool was_interrupted() { return interrupts != 0; }

void stop_if_interrupted() {
  if (was_interrupted()) throw Exit(interrupted, "interrupted; what was finished stays");
}

}  // namespace yologold::tools
