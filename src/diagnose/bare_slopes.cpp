#include "diagnose/bare_slopes.hpp"

namespace yologold {

BareSlopes::BareSlopes(const Setting& setting, const bounds::NumericProfile& profile)
    : arithmetic_(profile), logits_(setting.logits), delta_(setting.variant.gradient == Gradient::darknet_delta), activation_(setting.variant.activation) {
  // Look at the logits without truths.
  std::vector<HeadView> views;
  for (std::size_t k = 0; k < setting.shapes.size(); ++k) views.push_back({(*logits_)[k].data(), DType::f64, layout_of(LayoutName::nchw, setting.shapes[k])});
  const bounds::Problem problem{setting.variant, setting.shapes, views, {}, {}, {}};
  const bounds::Evaluator evaluator(problem, arithmetic_, {});

  // Go through the slots.
  for (std::size_t k = 0; k < setting.shapes.size(); ++k) {
    const HeadShape& s = setting.shapes[k];
    auto& slopes = heads_.emplace_back();
    for (std::int64_t i = 0; i < s.slots(); ++i) {
      const std::int64_t cell = i % (s.h * s.w), plane = i / (s.h * s.w);
      slopes.push_back(evaluator.bare_slope({static_cast<std::int64_t>(k), plane / s.a, plane % s.a, 4, cell / s.w, cell % s.w}));
    }
  }
}

bool BareSlopes::hold_for(const Setting& s) const {
  return s.logits == logits_ && (s.variant.gradient == Gradient::darknet_delta) == delta_ && s.variant.activation == activation_;
}

}  // namespace yologold
