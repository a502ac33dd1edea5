#pragma once
#include <vector>

#include "peers/darknet_live.h"
#include "yologold/truth.hpp"
#include "yologold/variant.hpp"

namespace yologold::test {

/// A random head with its truths, in our words and in libdarknet's.
struct LiveCase {
  Variant variant;
  HeadShape shape;
  Layout layout;
  std::vector<float> input;
  std::vector<Truth> truths;  ///< every number is a float
  std::vector<std::int64_t> first;

  Truths truth_view() const { return {truths, first}; }
  HeadView view() const { return {input.data(), DType::f32, layout}; }
};

/// v1, v2 or v3 as libdarknet knows them; the seed decides everything else.
LiveCase random_case(Family family, std::uint64_t seed);

struct LiveResult {
  std::vector<float> delta;
  double cost = 0;
};

LiveResult run_darknet(const LiveCase& c);

}  // namespace yologold::test
