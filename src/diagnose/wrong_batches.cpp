#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "diagnose/carry.hpp"
#include "diagnose/retakes.hpp"

namespace yologold {
namespace {

constexpr double alike = 0.01;  // factors of images that differ by less are one factor

void add(std::string id, std::string sentence, const char* look, const char* group, std::function<void(Prediction&, const Scene&)> after,
         std::vector<Hypothesis>& list) {
  list.push_back({.id = std::move(id), .sentence = std::move(sentence), .look = look, .group = group, .after = std::move(after)});
}

std::int64_t images_of(const Scene& scene) { return scene.setting.shapes[0].n; }

// Which image of its head an element is of.
std::int64_t image_of(const Scene& scene, std::size_t head, std::size_t at) {
  const HeadShape& s = scene.setting.shapes[head];
  return static_cast<std::int64_t>(at) / (s.elements() / s.n);
}

// Multiplies the gradient of every image by a factor.
template <class Factor>
std::function<void(Prediction&, const Scene&)> by_image(Factor factor) {
  return [factor](Prediction& p, const Scene& scene) {
    change_values(p, scene, [&](double g, std::size_t k, std::size_t at) { return g * factor(image_of(scene, k, at)); });
  };
}

template <class Factor>
std::function<void(Prediction&, const Scene&)> by_head(Factor factor) {
  return [factor](Prediction& p, const Scene& scene) {
    std::vector<double> factors;
    for (std::size_t k = 0; k < p.heads.size(); ++k) factors.push_back(factor(scene, k));
    change_values(p, scene, [&](double g, std::size_t k, std::size_t) { return g * factors[k]; });
  };
}

void add_images(const Scene& scene, std::vector<Hypothesis>& list) {
  const std::int64_t images = images_of(scene);
  const char* const launch = "the batch index of the kernel: its grid, and the strides of an image";
  const char* const scale = "a factor that depends on the image";
  if (images < 2) return;
  for (std::int64_t n = 0; n < std::min<std::int64_t>(images, 8); ++n)
    add(fmt::format("image-{}-zero", n), fmt::format("the gradient of image {} is 0", n), launch, "images", by_image([n](std::int64_t i) { return i != n; }),
        list);
  if (images > 2) add("images-first-only", "only image 0 has a gradient", launch, "images", by_image([](std::int64_t i) { return i == 0; }), list);
  add("images-halved-but-first", "the gradients of all images but the first are halved", scale, "images",
      by_image([](std::int64_t i) { return i == 0 ? 1 : 0.5; }), list);
  add("images-doubled-but-first", "the gradients of all images but the first are doubled", scale, "images",
      by_image([](std::int64_t i) { return i == 0 ? 1.0 : 2; }), list);
}

// The middle ratio between actual and golden in every image; 1 where there is none.
std::vector<double> usual_ratios(const Scene& scene) {
  std::vector<std::vector<double>> ratios(static_cast<std::size_t>(images_of(scene)));
  for (std::size_t k = 0; k < scene.golden.heads.size(); ++k)
    for (const Element& e : scene.golden.heads[k]) {
      const double ratio = scene.actual[k][e.at] / e.value;
      if (std::isfinite(ratio)) ratios[static_cast<std::size_t>(image_of(scene, k, e.at))].push_back(ratio);
    }
  std::vector<double> usual;
  for (auto& of : ratios) {
    const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
    if (!of.empty()) std::nth_element(of.begin(), middle, of.end());
    usual.push_back(of.empty() ? 1 : *middle);
  }
  return usual;
}

void add_fitted_images(const Scene& scene, std::vector<Hypothesis>& list) {
  if (images_of(scene) < 2) return;
  const std::vector<double> factors = usual_ratios(scene);
  const auto [least, most] = std::minmax_element(factors.begin(), factors.end());
  if (*most - *least <= alike * std::max(std::abs(*most), std::abs(*least))) return;
  std::string words;
  for (std::size_t n = 0; n < std::min<std::size_t>(factors.size(), 8); ++n) words += fmt::format("{}{:.4g}", n ? ", " : "", factors[n]);
  add("images-scaled", "every image is multiplied by a factor of its own: " + words + (factors.size() > 8 ? ", ..." : ""), "a factor that depends on the image",
      "images", by_image([factors](std::int64_t n) { return factors[static_cast<std::size_t>(n)]; }), list);
  list.back().fitted = true;
}

// Positive slots of every head.
std::vector<std::size_t> positives_of(const Scene& scene) {
  std::vector<std::size_t> count(scene.setting.shapes.size());
  if (const auto computed = run(scene.setting))
    std::transform(computed->slots.begin(), computed->slots.end(), count.begin(), [](const TouchedSlots& slots) { return slots.size(); });
  return count;
}

void add_moved_heads(const Scene& scene, std::vector<Hypothesis>& list) {
  const char* const look = "the reduction: over one head, or over all";
  add("mean-slots-per-head", "the gradient of every head is divided by the number of its slots, N A H W", look, "reduction",
      by_head([](const Scene& s, std::size_t k) { return 1 / static_cast<double>(s.setting.shapes[k].slots()); }), list);
  if (scene.setting.shapes.size() < 2) return;
  const bool averaged = scene.setting.variant.reduction == Reduction::mean_positives;
  if (averaged || scene.setting.variant.reduction == Reduction::sum) {
    const auto counts = std::make_shared<Once<std::vector<std::size_t>>>();
    const auto factor = [averaged, counts](const Scene& s, std::size_t k) {
      const auto& count = counts->get([&] { return std::make_shared<const std::vector<std::size_t>>(positives_of(s)); });
      const std::size_t all = std::accumulate(count.begin(), count.end(), std::size_t{0});
      return static_cast<double>(averaged ? std::max<std::size_t>(1, all) : 1) / static_cast<double>(std::max<std::size_t>(1, count[k]));
    };
    add("mean-positives-per-head", "the gradient of every head is divided by the number of its own positive slots", look, "reduction", by_head(factor), list);
  }

  // Write one head one plane too far, or too early.
  for (std::size_t k = 0; k < scene.setting.shapes.size(); ++k)
    for (const std::ptrdiff_t step : {1, -1})
      add(
          fmt::format("head-{}-plane{:+}", k, step), fmt::format("head {} is written one plane too {}", k, step > 0 ? "far" : "early"),
          "the offset of this head in the output", "place",
          [k, step](Prediction& p, const Scene& scene_) {
            move_values(p, scene_, [&](const HeadShape& s, const Plane& plane, std::int64_t y, std::int64_t x, std::vector<std::ptrdiff_t>& to) {
              const std::ptrdiff_t shift = &s == &scene_.setting.shapes[k] ? step * s.h * s.w : 0;
              to.push_back(static_cast<std::ptrdiff_t>(plane.begin) + y * s.w + x + shift);
            });
          },
          list);
}

}  // namespace

void add_wrong_batches(const Scene& scene, std::vector<Hypothesis>& list) {
  add_images(scene, list);
  add_fitted_images(scene, list);
  add_moved_heads(scene, list);
}

}  // namespace yologold
