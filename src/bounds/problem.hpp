#pragma once
#include <span>
#include <vector>

#include "yologold/head_view.hpp"
#include "yologold/report.hpp"
#include "yologold/stages.hpp"
#include "yologold/truth.hpp"
#include "yologold/variant.hpp"

namespace yologold::bounds {

/// What a loss was computed from, and what it decided. Nothing is copied or owned.
struct Problem {
  const Variant& variant;  ///< as resolved
  std::span<const HeadShape> shapes;
  std::span<const HeadView> heads;
  Truths truths;
  std::span<const Pair> pairs;               ///< of the report
  std::span<const std::vector<Role>> roles;  ///< per head, as HeadStages
};

}  // namespace yologold::bounds
