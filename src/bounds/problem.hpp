#pragma once
#include <span>
#include <string>
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

/// The choices of a variant that no bound is derived for: "iou_target=differentiated". Empty where every element of its gradient has one.
std::vector<std::string> not_covered(const Variant& variant);

}  // namespace yologold::bounds
