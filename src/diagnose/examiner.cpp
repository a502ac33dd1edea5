#include "diagnose/examiner.hpp"

#include <cmath>

#include "judge/gradients.hpp"
#include "judge/ulp.hpp"

namespace yologold {

Examiner::Examiner(const Scene& scene) : scene_(scene) {
  for (std::size_t k = 0; k < scene.golden.size(); ++k) {
    planes_.push_back(planes_of(scene.setting.shapes[k]));
    auto& fails = fails_.emplace_back(scene.golden[k].size());
    const std::size_t cells = planes_[k].empty() ? 0 : fails.size() / planes_[k].size();
    for (const Plane& plane : planes_[k])
      for (std::size_t i = plane.begin; i < plane.begin + cells; ++i) {
        fails[i] = !agrees(scene.actual[k][i], scene.golden[k][i], k, plane.channel);
        failing_ += fails[i];
      }
    elements_ += static_cast<std::int64_t>(fails.size());
  }
}

bool Examiner::agrees(double got, double want, std::size_t head, std::int64_t channel) const {
  const TensorType type = scene_.stored[head];
  const Kind kind = channel < 4 ? Kind::box : channel == 4 ? Kind::objectness : Kind::classes;
  const Tolerance& tolerance = scene_.profile->of(type, kind);
  if (std::abs(got - want) <= tolerance.abs) return true;
  return excess(got, want, ulp_error(got, want, type), tolerance, type) <= 1;
}

Score Examiner::score(const Field& prediction) const {
  Score score;
  for (std::size_t k = 0; k < planes_.size(); ++k) {
    const auto &predicted = prediction[k], &golden = scene_.golden[k], &actual = scene_.actual[k];
    const std::size_t cells = planes_[k].empty() ? 0 : predicted.size() / planes_[k].size();
    for (const Plane& plane : planes_[k])
      for (std::size_t i = plane.begin; i < plane.begin + cells; ++i) {
        if (predicted[i] == golden[i]) continue;
        const bool good = agrees(actual[i], predicted[i], k, plane.channel);
        score.gained += fails_[k][i] && good;
        score.broken += !fails_[k][i] && !good;
      }
  }
  return score;
}

}  // namespace yologold
