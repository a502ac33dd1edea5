#pragma once
#include <optional>
#include <vector>

#include "diagnose/field.hpp"
#include "suite/inputs.hpp"
#include "yologold/report.hpp"
#include "yologold/stages.hpp"

namespace yologold {

/// The inputs of one evaluation, open to change.
struct Setting {
  Variant variant;
  LayoutName layout = LayoutName::nchw;  ///< of the files; the logits here are in layout nchw
  std::vector<HeadShape> shapes;
  Field logits;
  std::vector<Truth> truths;
  std::vector<std::int64_t> first;  ///< as Truths::first
  TruthBatch owner;                 ///< of the memory that truths refer to
};

Setting setting_of(const Inputs& inputs);

/// What one evaluation computed, and the views that it read.
struct EngineRun {
  Field gradient;
  Variant variant;  ///< as resolved
  std::vector<HeadView> heads;
  Report report;
  std::vector<std::vector<Role>> roles;  ///< per head, as HeadStages; empty unless asked for
};

/// Evaluates a setting, which the views then refer to. Nothing where the variant contradicts itself, does not fit the heads, or refuses the truths.
std::optional<EngineRun> run(const Setting& setting, bool roles);

/// The gradient.
std::optional<Field> compute(const Setting& setting);

}  // namespace yologold
