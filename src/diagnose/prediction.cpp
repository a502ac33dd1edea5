#include "diagnose/prediction.hpp"

#include "bounds/bounds.hpp"
#include "judge/bounded.hpp"

namespace yologold {

std::optional<Prediction> compute_bounded(const Setting& s, const bounds::NumericProfile* numeric) {
  auto all = run(s, numeric != nullptr);
  if (!all) return std::nullopt;
  Prediction prediction{std::move(all->gradient), {}};
  if (!numeric) return prediction;

  // The logits are in layout nchw, and so are the bounds.
  const auto found = bounds::evaluate_bounds({all->variant, s.shapes, all->heads, {s.truths, s.first}, all->report.pairs, all->roles}, *numeric);
  for (std::size_t k = 0; k < s.shapes.size(); ++k) {
    const auto place = places(LayoutName::nchw, s.shapes[k]);
    auto& slack = prediction.slack.emplace_back(place.size());
    for (std::size_t i = 0; i < place.size(); ++i) slack[i] = allowed(found.gradients[k][place[i]], prediction.value[k][i]);
  }
  return prediction;
}

}  // namespace yologold
