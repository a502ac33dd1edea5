#pragma once
#include <vector>

#include "suite/random.hpp"
#include "yologold/truth.hpp"

namespace yologold {

/// Writes into the cells of the truths the logits whose decoded boxes are the truths' up to a noise of 2^-10 in logit space,
/// with objectness and class that agree. Where truths share a cell the last one is written. values: in the layout.
void converge(std::vector<double>& values, const Variant& variant, const HeadShape& shape, std::size_t head, const Layout& layout, const Truths& truths,
              const Random& random);

}  // namespace yologold
