#pragma once
#include <array>
#include <string_view>

namespace yologold {

// The words of a training's choices, in the order of the enumerators.
inline constexpr std::array<std::string_view, 2> optimiser_names{"sgd", "adamw"};
inline constexpr std::array<std::string_view, 3> schedule_names{"constant", "step", "cosine"};
inline constexpr std::array<std::string_view, 3> metric_names{"voc", "voc07", "coco"};
inline constexpr std::array<std::string_view, 2> suppression_names{"greedy", "diou"};

}  // namespace yologold
