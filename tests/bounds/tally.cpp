#include "bounds/tally.hpp"

#include <cstdio>

namespace yologold::bounds_test {
namespace {

std::string describe(const Scene& scene, std::size_t element, double got, double bound, const std::string& name) {
  const std::int64_t plane = scene.shape.h * scene.shape.w, channel = static_cast<std::int64_t>(element) / plane;
  char text[200];
  std::snprintf(text, sizeof text, "%s, %s, channel %lld of %lld a slot: got %.9g, golden %.9g, bound %.3g", name.c_str(), scene.variant.name.c_str(),
                static_cast<long long>(channel), static_cast<long long>(scene.shape.c + 5), got, scene.gradient[element], bound);
  return text;
}

}  // namespace

void Tally::add(const Scene& scene, const bounds::Bounds& bounds, const std::vector<double>& got, const std::string& name) {
  for (std::size_t i = 0; i < got.size(); ++i) {
    // Count what is not plainly 0.
    const double golden = scene.gradient[i];
    const auto [value, error] = bounds.gradients[0][i];
    if (golden == 0 && error == 0 && got[i] == 0) continue;
    ++elements;
    if (std::isinf(error)) {
      ++range;
      continue;
    }

    // Measure.
    const double bound = error + std::abs(value - golden), off = std::abs(got[i] - golden);
    if (!(off <= bound) && outside++ == 0) escaped = describe(scene, i, got[i], bound, name);
    if (bound > std::abs(golden) / 2) continue;
    ++conclusive;
    if (off > largest * bound) largest = off / bound, worst = describe(scene, i, got[i], bound, name);
  }
}

}  // namespace yologold::bounds_test
