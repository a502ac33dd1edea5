#include "diagnose/patch.hpp"

#include <cmath>

namespace yologold {
namespace {

// What became of an element of the golden before.
double factor_of(const Element& now, const Element& golden) {
  const double factor = now.value == golden.value ? 1 : now.value / golden.value;
  return std::isfinite(factor) ? factor : 1;
}

}  // namespace

void put(Prediction& p, const Scene& scene, const Patch& patch, bool adds) {
  if (p.copied) p.settle();
  const double unit = p.bounded ? scene.profile->numeric->stored.unit() : 0;
  for (std::size_t k = 0; k < p.heads.size(); ++k) {
    const std::vector<Element>& news = patch[k];
    std::vector<Element> all;
    all.reserve(p.heads[k].size() + (adds ? news.size() : 0));
    auto next = news.begin();
    const auto take_before = [&](std::size_t at) {
      for (; next != news.end() && next->at < at; ++next)
        if (adds) all.push_back(*next);
    };
    for (const Element& old : p.heads[k]) {
      take_before(old.at);
      if (next == news.end() || next->at != old.at) {
        all.push_back(old);
        continue;
      }
      const double factor = factor_of(old, scene.golden.element(k, old.at)), value = next->value * factor;
      const double slack = next->slack * std::abs(factor) + (std::abs(factor) == 1 ? 0 : unit * std::abs(value));
      all.push_back({old.at, value, p.bounded ? slack : -1});
      ++next;
    }
    take_before(p.sizes[k]);
    p.heads[k] = std::move(all);
  }
}

}  // namespace yologold
