#pragma once
#include "json/place.hpp"
#include "train/train_config.hpp"

namespace yologold {

/// The training that a JSON object says. Throws Error.
TrainConfig read_train_config(const Json& document, const Place& place);

}  // namespace yologold
