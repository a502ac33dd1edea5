#pragma once
#include "engine/work.hpp"

namespace yologold {

/// Adds what the tasks found into the report, in a fixed order, compensated.
void reduce(const Model& model, const Work& work, Report& report);

}  // namespace yologold
