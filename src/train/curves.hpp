#pragma once
#include <string>

#include "train/train_log.hpp"

namespace yologold {

/// A training as one HTML page that needs no network: loss by term, mean average precision, learning rate as SVG, the last evaluation as a table.
/// @param title  the run's name
std::string draw_curves(const TrainLog& log, const std::string& title);

}  // namespace yologold
