#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnose/carry.hpp"
#include "diagnose/hypothesis.hpp"

namespace yologold {
namespace {

// Which elements are scaled.
using Chosen = std::function<bool(std::size_t head, std::size_t at)>;

// The middle ratio between actual and golden; 0 where there is none.
double usual_ratio(const Scene& scene, const Chosen& chosen) {
  std::vector<double> ratios;
  for (std::size_t k = 0; k < scene.golden.heads.size(); ++k)
    for (const Element& e : scene.golden.heads[k]) {
      const double ratio = scene.actual[k][e.at] / e.value;
      if (std::isfinite(ratio) && ratio != 0 && chosen(k, e.at)) ratios.push_back(ratio);
    }
  if (ratios.empty()) return 0;
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  return *middle;
}

// How far apart a ratio of 1 leaves most values, as a share of them.
double usual_slack(const Scene& scene, const Chosen& chosen) {
  std::vector<double> shares;
  for (std::size_t k = 0; k < scene.golden.heads.size(); ++k)
    for (const Element& e : scene.golden.heads[k])
      if (e.value != 0 && std::isfinite(e.slack) && chosen(k, e.at))
        shares.push_back(e.slack >= 0 ? e.slack / std::abs(e.value) : scene.profile->of(scene.stored[k], Kind::box).rel);
  if (shares.empty()) return 0;
  const auto middle = shares.begin() + static_cast<std::ptrdiff_t>(shares.size() / 2);
  std::nth_element(shares.begin(), middle, shares.end());
  return *middle;
}

// As many digits as show that a factor is not 1.
std::string factor_text(double factor) {
  const int near = static_cast<int>(std::ceil(-std::log10(std::abs(factor - 1))));
  return fmt::format("{:.{}g}", factor, std::max(6, 3 + near));
}

void add_scale(const Scene& scene, const char* id, const char* what, const Chosen& chosen, std::vector<Hypothesis>& list) {
  const double factor = usual_ratio(scene, chosen);
  if (factor == 0 || std::abs(factor - 1) <= usual_slack(scene, chosen)) return;
  const auto scale = [=](Prediction& p, const Scene& s) {
    change_values(p, s, [&](double g, std::size_t k, std::size_t at) { return chosen(k, at) ? g * factor : g; });
  };
  list.push_back({.id = id,
                  .sentence = fmt::format("{} multiplied by one factor, {}", what, factor_text(factor)),
                  .look = "a loss scale that was not undone, a weight, a clipped norm",
                  .group = "lost",
                  .after = scale,
                  .fitted = true,
                  .number = fmt::format("{:.3g} {:.2g}", factor, factor - 1)});
}

// The objectness of slots that hold no truth: who does not take part in the loss has 0 there, which no factor changes.
std::optional<Chosen> without_object(const Scene& scene) {
  const auto computed = run(scene.setting);
  if (!computed) return std::nullopt;
  return [&shapes = scene.setting.shapes, slots = computed->slots](std::size_t k, std::size_t at) {
    const HeadShape& s = shapes[k];
    const auto place = static_cast<std::int64_t>(at), cells = s.h * s.w, block = s.shared_classes ? 5 : 5 + s.c,
               planes = s.a * block + (s.shared_classes ? s.c : 0);
    const std::int64_t plane = place / cells % planes;
    if (plane >= s.a * block || plane % block != 4) return false;
    return !std::binary_search(slots[k].begin(), slots[k].end(), (place / cells / planes * s.a + plane / block) * cells + place % cells);
  };
}

}  // namespace

void add_scaled_values(const Scene& scene, std::vector<Hypothesis>& list) {
  std::vector<std::vector<Plane>> planes;
  for (const HeadShape& shape : scene.setting.shapes) planes.push_back(planes_of(shape));
  const auto of = [&](bool (*channels)(std::int64_t)) -> Chosen {
    return [&shapes = scene.setting.shapes, planes, channels](std::size_t k, std::size_t at) {
      return channels(planes[k][at / static_cast<std::size_t>(shapes[k].h * shapes[k].w)].channel);
    };
  };
  add_scale(scene, "scaled", "every gradient is", of([](std::int64_t) { return true; }), list);
  add_scale(scene, "scaled-box", "the box gradients are", of([](std::int64_t k) { return k < 4; }), list);
  add_scale(scene, "scaled-objectness", "the objectness gradients are", of([](std::int64_t k) { return k == 4; }), list);
  add_scale(scene, "scaled-classes", "the class gradients are", of([](std::int64_t k) { return k > 4; }), list);

  // Tell the no-object term from the rest of the objectness.
  if (const auto negative = without_object(scene)) add_scale(scene, "scaled-noobj", "the objectness gradients of slots without an object are", *negative, list);
}

}  // namespace yologold
