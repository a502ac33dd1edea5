#include "diagnose/examiner.hpp"

#include <algorithm>
#include <cmath>

#include "judge/bounded.hpp"
#include "judge/gradients.hpp"
#include "judge/ulp.hpp"

namespace yologold {

void Score::add(const Score& other) {
  gained += other.gained, broken += other.broken, losses += other.losses;
  for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] += other.kinds[i];
}

Examiner::Examiner(const Scene& scene) : scene_(scene), wrong_losses_(yologold::wrong_losses(scene.losses, {}, scene.setting.shapes[0].n)) {
  for (std::size_t k = 0; k < scene.actual.size(); ++k) {
    planes_.push_back(planes_of(scene.setting.shapes[k]));
    auto& fails = fails_.emplace_back(scene.actual[k].size());
    auto next = scene.golden.heads[k].begin();
    for (std::size_t i = 0; i < fails.size(); ++i) {
      const bool listed = next != scene.golden.heads[k].end() && next->at == i;
      fails[i] = !agrees(scene.actual[k][i], listed ? *next : scene.golden.absent(i), k);
      failing_ += fails[i];
      if (fails[i]) ++failing_kinds_[static_cast<std::size_t>(kind_of(k, i))];
      next += listed;
    }
    elements_ += static_cast<std::int64_t>(fails.size());
  }
}

Kind Examiner::kind_of(std::size_t head, std::size_t element) const {
  const HeadShape& s = scene_.setting.shapes[head];
  const std::int64_t channel = planes_[head][element / static_cast<std::size_t>(s.h * s.w)].channel;
  return channel < 4 ? Kind::box : channel == 4 ? Kind::objectness : Kind::classes;
}

const Tolerance& Examiner::tolerance_of(std::size_t head, std::size_t element) const { return scene_.profile->of(scene_.stored[head], kind_of(head, element)); }

bool Examiner::agrees(double got, const Element& want, std::size_t head) const {
  if (want.slack >= 0) return bounded_excess(got, want.value, want.slack) <= 1;
  if (got == want.value) return true;
  const TensorType type = scene_.stored[head];
  const Tolerance& tolerance = tolerance_of(head, want.at);
  if (std::abs(got - want.value) <= tolerance.abs) return true;
  return excess(got, want.value, ulp_error(got, want.value, type), tolerance, type) <= 1;
}

bool Examiner::apart(const Prediction& one, const Prediction& other) const {
  for (std::size_t k = 0; k < planes_.size(); ++k) {
    const TensorType type = scene_.stored[k];
    const bool all_near = for_both(one, other, k, [&](const Element& a, const Element& b) {
      if (a.value == b.value) return true;
      const double slack_a = one.slack_of(k, a), slack_b = other.slack_of(k, b);
      if (slack_a >= 0 && slack_b >= 0) return !(std::abs(a.value - b.value) > slack_a + slack_b);
      const auto over = [&](double got, double want) { return excess(got, want, ulp_error(got, want, type), tolerance_of(k, a.at), type); };
      return std::min(over(a.value, b.value), over(b.value, a.value)) <= 2;
    });
    if (!all_near) return true;
  }
  return false;
}

bool Examiner::lists_too_few(std::size_t listed, std::int64_t most) const {
  return failing_ - static_cast<std::int64_t>(listed + scene_.golden.count()) > most;
}

std::optional<Score> Examiner::score(const Prediction& prediction, std::int64_t most) const {
  if (lists_too_few(prediction.count(), most)) return std::nullopt;
  Score score;
  std::int64_t missed = 0;
  for (std::size_t k = 0; k < planes_.size(); ++k) {
    const bool whole = for_both(prediction, scene_.golden, k, [&](const Element& predicted, const Element& golden) {
      const bool fails = fails_[k][predicted.at] != 0;
      if (predicted.value == golden.value) return (missed += fails) <= most;
      const double slack = prediction.slack_of(k, predicted);
      if (std::isinf(slack)) return (missed += fails) <= most;  // an infinite bound shows nothing
      const bool good = agrees(scene_.actual[k][predicted.at], {predicted.at, predicted.value, slack}, k);
      if (fails && good) ++score.gained, ++score.kinds[static_cast<std::size_t>(kind_of(k, predicted.at))];
      missed += fails && !good, score.broken += !fails && !good;
      return missed <= most && score.broken <= most;
    });
    if (!whole) return std::nullopt;
  }
  if (!prediction.terms.empty()) score.losses = yologold::wrong_losses(scene_.losses, prediction.terms, scene_.setting.shapes[0].n) - wrong_losses_;
  return score;
}

bool Examiner::hopeless(const Prediction& part, std::int64_t most) const {
  std::int64_t missed = 0, broken = 0;
  for (std::size_t k = 0; k < planes_.size(); ++k) {
    const auto& golden = scene_.golden.heads[k];
    auto next = golden.begin();
    for (const Element& e : part.heads[k]) {
      while (next != golden.end() && next->at < e.at) ++next;
      const bool fails = fails_[k][e.at] != 0, same = e.value == (next != golden.end() && next->at == e.at ? next->value : 0);
      const double slack = same ? bounds::inf : part.slack_of(k, e);
      const bool good = !std::isinf(slack) && agrees(scene_.actual[k][e.at], {e.at, e.value, slack}, k);
      missed += fails && !good, broken += !fails && !good && !std::isinf(slack);
      if (missed > most || broken > most) return true;
    }
  }
  return false;
}

}  // namespace yologold
