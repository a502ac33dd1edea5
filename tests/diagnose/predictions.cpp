#include "predictions.hpp"

#include <algorithm>

#include "evidence.hpp"

namespace yologold::test {

Predictions::Predictions(const std::vector<Scene>& scenes) {
  for (const Scene& scene : scenes)
    for (const Hypothesis& h : hypotheses(scene)) {
      if (h.fitted) continue;
      const auto field = predict(scene, h);
      if (!field) continue;
      if (std::find(ids_.begin(), ids_.end(), h.id) == ids_.end()) ids_.push_back(h.id);
      Hypothesis stored{h.id, h.sentence, h.look, h.group};
      stored.after = [field = sparse(*field)](Prediction& out, const Scene&) { out = field; };
      lists_[scene.id].push_back(stored);
    }
}

Diagnosis Predictions::plant_and_diagnose(const std::string& id, std::vector<Scene>& scenes) const {
  for (Scene& scene : scenes) {
    Prediction planted = scene.golden;
    for (const Hypothesis& h : lists_.at(scene.id))
      if (h.id == id) h.after(planted, scene);
    plant(scene, dense(planted));
  }
  return diagnose(scenes, [&](const Scene& scene) { return of(scene); });
}

std::vector<Finding> named(const Diagnosis& d) { return {d.best.begin(), d.best.begin() + static_cast<std::ptrdiff_t>(d.named)}; }

bool names(const Diagnosis& d, const std::string& id) {
  const auto all = named(d);
  return std::any_of(all.begin(), all.end(), [&](const Finding& f) { return f.is(id); });
}

}  // namespace yologold::test
