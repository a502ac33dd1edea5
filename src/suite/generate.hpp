#pragma once
#include <string>
#include <vector>

#include "files/tensor.hpp"
#include "files/truth_files.hpp"
#include "suite/suite.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// Makes the truths of a case. The bits depend on seed, id and kind only, never on machine or thread.
TruthBatch generate_truths(const Generated& what, const Variant& variant, const std::vector<HeadShape>& shapes, std::uint64_t seed, const std::string& id);

/// Makes the logits of one head. An element's value does not depend on the layout it is stored in.
Tensor generate_head(const Generated& what, const Variant& variant, const HeadShape& shape, std::size_t head, LayoutName layout, const Truths& truths,
                     std::uint64_t seed, const std::string& id);

/// True where the network emits a channel's value itself, not a logit: some activations of v1. Channels: 0-3 tx ty tw th, 4 to, 5... classes.
bool emits_value(const Variant& variant, std::int64_t channel);

}  // namespace yologold
