#include "augment/mixup.hpp"

#include <cmath>
#include <numbers>

namespace yologold {

namespace {

/// A normal number by Box and Muller.
double normal(KeyedRandom& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
  return radius * std::cos(2 * std::numbers::pi * random.uniform());
}

/// A number from Gamma(shape, 1), shape >= 1: Marsaglia and Tsang 2000, "A Simple Method for Generating Gamma Variables".
double gamma(double shape, KeyedRandom& random) {
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal(random), root = 1 + c * x, v = root * root * root;
    if (v > 0 && std::log(1 - random.uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace

double symmetric_beta(double alpha, KeyedRandom& random) {
  // Gamma(a) is Gamma(a + 1) u^(1/a); logarithms, since both can be too small for a double.
  const double a = std::log(gamma(alpha + 1, random)) + std::log(1 - random.uniform()) / alpha;
  const double b = std::log(gamma(alpha + 1, random)) + std::log(1 - random.uniform()) / alpha;
  return 1 / (1 + std::exp(b - a));
}

void mixup(LabelledImage& image, const LabelledImage& other, double alpha, KeyedRandom& random) {
  const double share = symmetric_beta(alpha, random);
  for (std::size_t i = 0; i < image.image.pixels.size(); ++i)
    image.image.pixels[i] = static_cast<std::uint8_t>(share * image.image.pixels[i] + (1 - share) * other.image.pixels[i] + 0.5);
  for (Truth& truth : image.truths) truth.weight *= share;
  for (Truth truth : other.truths) {
    truth.weight *= 1 - share;
    image.truths.push_back(truth);
  }
}

}  // namespace yologold
