#pragma once
#include "json/json.hpp"
#include "suite/inputs.hpp"

namespace yologold {

/// The shape and type of each head of a case.
Json heads_json(const Inputs& inputs);

}  // namespace yologold
