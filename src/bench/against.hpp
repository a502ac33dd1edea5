#pragma once
#include <functional>
#include <string>

#include "bench/workload.hpp"

namespace yologold::bench {

/// What a command took for the same work.
struct Rival {
  double ms = 0;           ///< an evaluation
  bool startup_in = true;  ///< the time of the whole process: the command has no {repeats}
};

/// Lets a command evaluate the files of a task: inputs.safetensors, truths.json and case.json in {in}, as for `yologold check --backend exec:`; what it writes
/// into {out} is not looked at. Where it says {repeats}, it is run with 1 and with 1 + n evaluations, and start and reading drop out of the difference.
/// Throws Error where it fails or takes longer than `limit` seconds.
/// @param watch  called every few milliseconds; may throw to stop
Rival time_command(const Workload& work, const std::string& command, double limit, const std::function<void()>& watch);

}  // namespace yologold::bench
