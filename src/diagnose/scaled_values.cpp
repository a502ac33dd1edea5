#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnose/hypothesis.hpp"
#include "suite/locate.hpp"

namespace yologold {
namespace {

// Calls visit(head, element, slot, channel) for every element; slot: its place in [N, A, H, W].
template <class Visit>
void for_each(const Scene& scene, Visit&& visit) {
  for (std::size_t k = 0; k < scene.golden.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    const std::int64_t cells = s.h * s.w;
    for (const Plane& p : planes_of(s))
      for (std::int64_t i = 0; i < cells; ++i)
        visit(k, p.begin + static_cast<std::size_t>(i), static_cast<std::size_t>((p.image * s.a + p.anchor) * cells + i), p.channel);
  }
}

// Which elements are scaled.
using Chosen = std::function<bool(std::size_t head, std::size_t slot, std::int64_t channel)>;

// The middle ratio between actual and golden; 0 where there is none.
double usual_ratio(const Scene& scene, const Chosen& chosen) {
  std::vector<double> ratios;
  for_each(scene, [&](std::size_t k, std::size_t i, std::size_t slot, std::int64_t channel) {
    const double ratio = scene.actual[k][i] / scene.golden[k][i];
    if (std::isfinite(ratio) && ratio != 0 && chosen(k, slot, channel)) ratios.push_back(ratio);
  });
  if (ratios.empty()) return 0;
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  return *middle;
}

void add_scale(const Scene& scene, const char* id, const char* what, const Chosen& chosen, std::vector<Hypothesis>& list) {
  const double factor = usual_ratio(scene, chosen);
  if (factor == 0) return;
  const auto scale = [=](Field& field, const Scene& s) {
    for_each(s, [&](std::size_t k, std::size_t i, std::size_t slot, std::int64_t channel) {
      if (chosen(k, slot, channel)) field[k][i] *= factor;
    });
  };
  list.push_back({.id = id,
                  .sentence = fmt::format("{} multiplied by one factor, {:.6g}", what, factor),
                  .look = "a loss scale that was not undone, a weight, a clipped norm",
                  .group = "lost",
                  .after = scale,
                  .fitted = true});
}

}  // namespace

void add_scaled_values(const Scene& scene, std::vector<Hypothesis>& list) {
  const auto of = [](bool (*channels)(std::int64_t)) -> Chosen { return [channels](std::size_t, std::size_t, std::int64_t k) { return channels(k); }; };
  add_scale(scene, "scaled", "every gradient is", of([](std::int64_t) { return true; }), list);
  add_scale(scene, "scaled-box", "the box gradients are", of([](std::int64_t k) { return k < 4; }), list);
  add_scale(scene, "scaled-objectness", "the objectness gradients are", of([](std::int64_t k) { return k == 4; }), list);
  add_scale(scene, "scaled-classes", "the class gradients are", of([](std::int64_t k) { return k > 4; }), list);

  // Tell the no-object term from the rest of the objectness.
  const auto computed = run(scene.setting, true);
  if (!computed) return;
  const Chosen negative = [roles = computed->roles](std::size_t k, std::size_t slot, std::int64_t channel) {
    return channel == 4 && roles[k][slot] == Role::negative;
  };
  add_scale(scene, "scaled-noobj", "the objectness gradients of slots without an object are", negative, list);
}

}  // namespace yologold
