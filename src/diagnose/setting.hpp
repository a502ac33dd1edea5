#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "diagnose/field.hpp"
#include "suite/inputs.hpp"
#include "yologold/report.hpp"
#include "yologold/stages.hpp"

namespace yologold {

class BareSlopes;
class Settled;

/// The inputs of one evaluation, open to change.
struct Setting {
  Variant variant;
  LayoutName layout = LayoutName::nchw;  ///< of the files; the logits here are in layout nchw
  std::vector<HeadShape> shapes;
  std::shared_ptr<const Field> logits;  ///< one for all settings that read the same
  std::vector<Truth> truths;
  std::vector<std::int64_t> first;                     ///< as Truths::first
  std::shared_ptr<const BareSlopes> slopes = nullptr;  ///< where they are known: of these logits, or of others
  std::shared_ptr<const Settled> settled = nullptr;    ///< what the golden assigns otherwise than the engine; nullptr: nothing
  TruthBatch owner;                                    ///< of the memory that truths refer to
};

Setting setting_of(const Inputs& inputs);

/// Places of slots in [N, A, H, W], each once, in rising order.
using TouchedSlots = std::vector<std::int64_t>;

/// The gradient of a head as it lies in memory: the objectness of all slots, then a row of boxes and one of classes for each. What no one writes takes
/// no memory.
class SlotGradient {
 public:
  explicit SlotGradient(const HeadShape& shape);
  GradientView view() const { return {values_.get(), DType::f64, layout_}; }
  double at(const Plane& plane, std::int64_t cell, const HeadShape& shape) const { return values_[offset(plane, cell, shape)]; }
  void set(const Plane& plane, std::int64_t cell, const HeadShape& shape, double value) { values_[offset(plane, cell, shape)] = value; }

 private:
  std::size_t offset(const Plane& plane, std::int64_t cell, const HeadShape& shape) const;

  std::shared_ptr<double[]> values_;
  Layout layout_;
};

/// What one evaluation computed, and the views that it read.
struct EngineRun {
  std::vector<SlotGradient> gradients;
  Variant variant;  ///< as resolved
  std::vector<HeadView> heads;
  Report report;
  std::vector<TouchedSlots> slots;   ///< per head: those that hold a truth
  std::vector<TouchedSlots> owners;  ///< per head: of their classes; v1's stand with predictor 0
};

/// Evaluates a setting, which the views then refer to, on one thread. Nothing where the variant contradicts itself, does not fit the heads, or refuses the
/// truths.
std::optional<EngineRun> run(const Setting& setting);

/// The roles of a run, per head: positive or none.
std::vector<std::vector<Role>> roles_of(const Setting& setting, const EngineRun& run);

}  // namespace yologold
