#include "diagnose/hypothesis.hpp"

namespace yologold {
namespace {

// Every head by an evaluation of its own.
std::optional<Prediction> compute_apart(const Setting& setting, const Hypothesis& one, const bounds::NumericProfile* numeric) {
  Prediction result;
  for (std::size_t k = 0; k < setting.shapes.size(); ++k) {
    Setting changed = setting;
    one.before_head(changed, k);
    auto all = compute_bounded(changed, numeric);
    if (!all) return std::nullopt;
    all->settle(k);
    result.heads.push_back(std::move(all->heads[k]));
    result.sizes.push_back(all->sizes[k]);
    result.bounded = all->bounded;
    const auto images = static_cast<std::ptrdiff_t>(setting.shapes[0].n), first = static_cast<std::ptrdiff_t>(k) * images;
    result.terms.insert(result.terms.end(), all->terms.begin() + first, all->terms.begin() + first + images);
  }
  return result;
}

std::shared_ptr<const Field> logits_read(const Scene& scene, const Hypothesis& one, const Hypothesis* other) {
  const Hypothesis* const reader = one.reread ? &one : other && other->reread ? other : nullptr;
  return reader ? std::make_shared<const Field>(reader->reread(scene.setting)) : scene.setting.logits;
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
  add_wrong_objectness(scene, list);
  add_wrong_classes(scene, list);
  add_wrong_coordinates(scene, list);
  add_wrong_assignment(scene, list);
  add_wrong_batches(scene, list);
  add_wrong_lists(scene, list);
  add_lost_values(scene, list);
  add_scaled_values(scene, list);
  add_moved_planes(scene, list);
  return list;
}

bool go_together(const Hypothesis& one, const Hypothesis& other) {
  return one.group != other.group && !(one.before_head && other.before_head) && !(one.reread && other.reread);
}

std::optional<Prediction> evaluate_mistaken(const Scene& scene, const std::shared_ptr<const Field>& logits, const Hypothesis& one, const Hypothesis* other) {
  Setting setting = scene.setting;
  setting.logits = logits;
  for (const Hypothesis* h : {&one, other})
    if (h && h->before) h->before(setting);
  const bounds::NumericProfile* const numeric = scene.golden.bounded ? scene.profile->numeric.get() : nullptr;
  const Hypothesis* const apart = one.before_head ? &one : other && other->before_head ? other : nullptr;
  return apart ? compute_apart(setting, *apart, numeric) : compute_bounded(setting, numeric);
}

void change_gradient(Prediction& prediction, const Scene& scene, const Hypothesis& one, const Hypothesis* other) {
  for (const Hypothesis* h : {&one, other})
    if (h && h->after) h->after(prediction, scene);
}

std::optional<Prediction> predict_bounded(const Scene& scene, const Hypothesis& one, const Hypothesis* other) {
  if (other && !go_together(one, *other)) return std::nullopt;
  const bool evaluates = one.evaluates() || (other && other->evaluates());
  auto prediction = evaluates ? evaluate_mistaken(scene, logits_read(scene, one, other), one, other) : scene.golden;
  if (prediction) change_gradient(*prediction, scene, one, other);
  return prediction;
}

std::optional<Field> predict(const Scene& scene, const Hypothesis& one, const Hypothesis* other) {
  const auto prediction = predict_bounded(scene, one, other);
  if (!prediction) return std::nullopt;
  return dense(*prediction);
}

}  // namespace yologold
