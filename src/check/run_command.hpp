#pragma once
#include <chrono>
#include <functional>
#include <string>

namespace yologold {

/// How a command ended.
struct Ending {
  enum class Kind { exited, signalled, timed_out };
  Kind kind = Kind::exited;
  int code = 0;  ///< exit code, or number of the signal
  std::chrono::duration<double> time{};
};

/// Runs a command of the shell in a process group of its own, with no input and its words in two files, and kills the whole group when the command has
/// ended, when its time is over, or when `watch`, which is called every few milliseconds, throws. Error where it can not be started.
Ending run_command(const std::string& command, const std::string& stdout_file, const std::string& stderr_file, std::chrono::duration<double> limit,
                   const std::function<void()>& watch);

}  // namespace yologold
