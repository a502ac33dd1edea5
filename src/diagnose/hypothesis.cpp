#include "diagnose/hypothesis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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
    result.value.push_back(std::move(all->value[k]));
    if (!all->slack.empty()) result.slack.push_back(std::move(all->slack[k]));
  }
  return result;
}

Field moved(const Prediction& p, double sign) {
  Field field = p.value;
  for (std::size_t k = 0; k < field.size(); ++k)
    for (std::size_t i = 0; i < field[k].size(); ++i) field[k][i] += sign * p.slack[k][i];
  return field;
}

// Changes a gradient, and carries its slack along: both ends of what a backend may hold, and the rounding of what is stored.
void change(Prediction& p, const Hypothesis& h, const Scene& scene) {
  if (p.slack.empty()) return h.after(p.value, scene);
  Field most = moved(p, 1), least = moved(p, -1);
  for (Field* field : {&p.value, &most, &least}) h.after(*field, scene);
  const double unit = scene.profile->numeric->stored.unit();
  for (std::size_t k = 0; k < p.value.size(); ++k)
    for (std::size_t i = 0; i < p.value[k].size(); ++i) {
      const double value = p.value[k][i], slack = std::max(std::abs(most[k][i] - value), std::abs(least[k][i] - value)) + unit * std::abs(value);
      p.slack[k][i] = std::isnan(slack) ? std::numeric_limits<double>::infinity() : slack;
    }
  if (h.loosen) h.loosen(p, scene);
}

std::optional<Prediction> predict_with(const Scene& scene, const Field& slack, const Hypothesis& one, const Hypothesis* other) {
  // Change what goes in.
  if (other && (one.group == other->group || (one.before_head && other->before_head))) return std::nullopt;
  const Hypothesis* const apart = one.before_head ? &one : other && other->before_head ? other : nullptr;
  Setting setting;
  const bool changed = one.before || apart || (other && other->before);
  if (changed) setting = scene.setting;
  for (const Hypothesis* h : {&one, other})
    if (h && h->before) h->before(setting);

  // Compute, and change what comes out.
  const bounds::NumericProfile* const numeric = slack.empty() ? nullptr : scene.profile->numeric.get();
  std::optional<Prediction> prediction = !changed ? Prediction{scene.golden, slack}
                                         : apart  ? compute_apart(setting, *apart, numeric)
                                                  : compute_bounded(setting, numeric);
  for (const Hypothesis* h : {&one, other})
    if (h && h->after && prediction) change(*prediction, *h, scene);
  return prediction;
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
  add_scaled_values(scene, list);
  add_moved_planes(scene, list);
  return list;
}

std::optional<Field> predict(const Scene& scene, const Hypothesis& one, const Hypothesis* other) {
  auto prediction = predict_with(scene, {}, one, other);
  if (!prediction) return std::nullopt;
  return std::move(prediction->value);
}

std::optional<Prediction> predict_bounded(const Scene& scene, const Hypothesis& one, const Hypothesis* other) {
  return predict_with(scene, scene.slack, one, other);
}

}  // namespace yologold
