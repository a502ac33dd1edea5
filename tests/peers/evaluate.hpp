#pragma once
#include <span>
#include <vector>

#include "yologold/engine.hpp"

namespace yologold::test {

/// What the engine says, in f64: the report, and per head the gradient tensor in the layout of the head.
struct Evaluation {
  Report report;
  std::vector<std::vector<double>> gradients;
};

Evaluation evaluate(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths);

}  // namespace yologold::test
