#pragma once
#include "network/ranks.hpp"
#include "train/training.hpp"

namespace yologold {

/// Throws Error where ranks can not learn a training together as one: where a mini-batch has no equal parts for them, where the loss is divided by numbers that
/// each head counts in the whole mini-batch (mean-elements, times-batch), or where not all of them have the same configuration and pictures before them.
void check_ranks(const Training& training, const Ranks& ranks);

}  // namespace yologold
