#include <algorithm>

#include "assign/assign.hpp"

namespace yologold::assign {
namespace {

/// How many elements the terms of one head sum.
struct Elements {
  double coord = 0, rows = 0;
};

Elements count(const Model& model, const Work& work, std::int32_t head) {
  const Variant& v = model.variant;
  Elements e;
  const double per_pair = model.squared_coord() ? 4 : 1;
  for (const WorkPair& p : work.pairs)
    if (p.pair.head == head && p.pair.kept) e.coord += p.pair.gated ? 0 : per_pair;

  // Count class rows: per cell, per slot or per pair.
  const bool by_pair = v.family == Family::v1 ? v.cell_sharing == CellSharing::sum : v.class_collision == ClassCollision::per_pair;
  const auto& groups = v.family == Family::v1 ? work.cells : work.slots;
  const auto& order = v.family == Family::v1 ? work.cell_order : work.order;
  for (const Group& g : groups)
    for (std::int64_t i = g.begin; i < (by_pair ? g.end : g.begin + 1); ++i) {
      const auto& p = work.pairs[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])].pair;
      e.rows += p.head == head && (!by_pair || p.kept || v.family == Family::v1);
    }
  return e;
}

}  // namespace

void scale_terms(const Model& model, Work& work) {
  const Variant& v = model.variant;
  const double images = static_cast<double>(model.images), positives = static_cast<double>(work.slots.size());
  work.scales.clear();
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const HeadModel& head = model.heads[h];
    Scales s{v.lambda_coord, v.lambda_obj, v.lambda_noobj, v.lambda_class};

    // Divide by what the reduction says.
    double coord = 1, objectness = 1, classes = 1;
    if (v.reduction == Reduction::mean_batch) coord = objectness = classes = images;
    if (v.reduction == Reduction::mean_positives) coord = objectness = classes = std::max(1.0, positives);
    if (v.reduction == Reduction::mean_elements || v.reduction == Reduction::times_batch) {
      const Elements e = count(model, work, static_cast<std::int32_t>(h));
      coord = std::max(1.0, e.coord);
      objectness = static_cast<double>(head.shape.slots());
      classes = std::max(1.0, e.rows * static_cast<double>(model.classes));
    }
    const double times = head.weight * (v.reduction == Reduction::times_batch ? images : 1);
    const double half = v.gradient == Gradient::half ? 0.5 : 1;
    const bool squared = model.squared_objectness();
    s.coord *= times * (model.squared_coord() ? half : 1) / coord;
    s.obj *= times * (squared ? half : 1) / objectness;
    s.noobj *= times * (squared ? half : 1) / objectness;
    s.classes *= times * (squared ? half : 1) / classes;
    work.scales.push_back(s);
  }
}

}  // namespace yologold::assign
