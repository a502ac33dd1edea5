#include "diagnose/hypothesis.hpp"

namespace yologold {
namespace {

// Every head by an evaluation of its own.
std::optional<Field> compute_apart(const Setting& setting, const Hypothesis& one) {
  Field gradient;
  for (std::size_t k = 0; k < setting.shapes.size(); ++k) {
    Setting changed = setting;
    one.before_head(changed, k);
    auto all = compute(changed);
    if (!all) return std::nullopt;
    gradient.push_back(std::move((*all)[k]));
  }
  return gradient;
}

}  // namespace

std::vector<Hypothesis> hypotheses(const Scene& scene) {
  std::vector<Hypothesis> list;
  add_wrong_choices(scene, list);
  add_wrong_numbers(scene, list);
  add_wrong_values(scene, list);
  add_wrong_places(scene, list);
  add_wrong_anchors(scene, list);
  add_wrong_truths(scene, list);
  add_wrong_logits(scene, list);
  add_lost_values(scene, list);
  return list;
}

std::optional<Field> predict(const Scene& scene, const Hypothesis& one, const Hypothesis* other) {
  // Change what goes in.
  if (other && (one.group == other->group || (one.before_head && other->before_head))) return std::nullopt;
  const Hypothesis* const apart = one.before_head ? &one : other && other->before_head ? other : nullptr;
  Setting setting;
  const bool changed = one.before || apart || (other && other->before);
  if (changed) setting = scene.setting;
  for (const Hypothesis* h : {&one, other})
    if (h && h->before) h->before(setting);

  // Compute, and change what comes out.
  std::optional<Field> field = !changed ? scene.golden : apart ? compute_apart(setting, *apart) : compute(setting);
  for (const Hypothesis* h : {&one, other})
    if (h && h->after && field) h->after(*field, scene);
  return field;
}

}  // namespace yologold
