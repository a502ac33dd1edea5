#include "diagnose/examiner.hpp"

#include <algorithm>
#include <cmath>

#include "judge/bounded.hpp"
#include "judge/gradients.hpp"
#include "judge/ulp.hpp"

namespace yologold {

Examiner::Examiner(const Scene& scene) : scene_(scene) {
  for (std::size_t k = 0; k < scene.actual.size(); ++k) {
    planes_.push_back(planes_of(scene.setting.shapes[k]));
    auto& fails = fails_.emplace_back(scene.actual[k].size());
    const std::size_t cells = planes_[k].empty() ? 0 : fails.size() / planes_[k].size();
    for (const Plane& plane : planes_[k])
      for (std::size_t i = plane.begin; i < plane.begin + cells; ++i) {
        fails[i] = !agrees(scene.actual[k][i], scene.golden[k][i], slack_at(scene.slack, k, i), k, plane.channel);
        failing_ += fails[i];
      }
    elements_ += static_cast<std::int64_t>(fails.size());
  }
}

const Tolerance& Examiner::tolerance_of(std::size_t head, std::int64_t channel) const {
  return scene_.profile->of(scene_.stored[head], channel < 4 ? Kind::box : channel == 4 ? Kind::objectness : Kind::classes);
}

bool Examiner::agrees(double got, double want, double slack, std::size_t head, std::int64_t channel) const {
  if (slack >= 0 && std::isfinite(want)) return bounded_excess(got, want, slack) <= 1;
  const TensorType type = scene_.stored[head];
  const Tolerance& tolerance = tolerance_of(head, channel);
  if (std::abs(got - want) <= tolerance.abs) return true;
  return excess(got, want, ulp_error(got, want, type), tolerance, type) <= 1;
}

bool Examiner::apart(const Prediction& one, const Prediction& other) const {
  for (std::size_t k = 0; k < planes_.size(); ++k) {
    const std::size_t cells = planes_[k].empty() ? 0 : one.value[k].size() / planes_[k].size();
    const TensorType type = scene_.stored[k];
    for (const Plane& plane : planes_[k])
      for (std::size_t i = plane.begin; i < plane.begin + cells; ++i) {
        const double a = one.value[k][i], b = other.value[k][i], slack_a = slack_at(one.slack, k, i), slack_b = slack_at(other.slack, k, i);
        if (a == b) continue;
        if (slack_a >= 0 && slack_b >= 0 && std::isfinite(a) && std::isfinite(b)) {
          if (std::abs(a - b) > slack_a + slack_b) return true;
          continue;
        }
        const auto over = [&](double got, double want) { return excess(got, want, ulp_error(got, want, type), tolerance_of(k, plane.channel), type); };
        if (std::min(over(a, b), over(b, a)) > 2) return true;
      }
  }
  return false;
}

Score Examiner::score(const Prediction& prediction) const {
  Score score;
  for (std::size_t k = 0; k < planes_.size(); ++k) {
    const auto &predicted = prediction.value[k], &golden = scene_.golden[k], &actual = scene_.actual[k];
    const std::size_t cells = planes_[k].empty() ? 0 : predicted.size() / planes_[k].size();
    for (const Plane& plane : planes_[k])
      for (std::size_t i = plane.begin; i < plane.begin + cells; ++i) {
        const double slack = slack_at(prediction.slack, k, i);
        if (predicted[i] == golden[i] || std::isinf(slack)) continue;  // an infinite bound shows nothing
        const bool good = agrees(actual[i], predicted[i], slack, k, plane.channel);
        score.gained += fails_[k][i] && good;
        score.broken += !fails_[k][i] && !good;
      }
  }
  return score;
}

}  // namespace yologold
