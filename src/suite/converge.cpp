#include "suite/converge.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "suite/generate.hpp"

namespace yologold {
namespace {

constexpr double noise = 0x1p-10;

// The natural logarithm of a normal positive number, from exact float operations and + - * / alone, so that its bits are the same everywhere:
// ln(m 2^e) = 2 atanh((m - 1) / (m + 1)) + e ln 2, with m in [0.75, 1.5) and the series up to z^25; error below 2^-50. Inputs only, never results.
double plain_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<std::int64_t>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
  if (m >= 1.5) m *= 0.5, ++exponent;
  const double z = (m - 1) / (m + 1), square = z * z;
  double sum = 0;
  for (int k = 25; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  return 2 * z * sum + static_cast<double>(exponent) * 0.69314718055994530942;
}

double logit(double p) {
  const double inside = std::clamp(p, 1e-6, 1 - 1e-6);
  return plain_log(inside / (1 - inside));
}

// Anchor sizes in grid cells.
Anchor in_cells(const Variant& v, const HeadShape& s, std::size_t head, std::int64_t a) {
  const std::size_t index = v.masks.empty() ? static_cast<std::size_t>(a) : static_cast<std::size_t>(v.masks[head][static_cast<std::size_t>(a)]);
  const Anchor anchor = v.anchors[index];
  const auto width = static_cast<double>(s.w), height = static_cast<double>(s.h);
  if (v.anchor_unit == AnchorUnit::pixel) return {anchor.w * width / v.image[0], anchor.h * height / v.image[1]};
  if (v.anchor_unit == AnchorUnit::image) return {anchor.w * width, anchor.h * height};
  return anchor;
}

struct BoxLogits {
  double t[4];
};

// Inverts the decoding of v1: fractions of the image, through the activation.
BoxLogits invert_v1(const Variant& v, double off_x, double off_y, const Truth& truth) {
  if (v.activation == Activation::linear) return {{off_x, off_y, truth.w, truth.h}};
  if (v.activation == Activation::linear_sqrt) return {{off_x, off_y, std::sqrt(truth.w), std::sqrt(truth.h)}};
  return {{logit(off_x), logit(off_y), logit(truth.w), logit(truth.h)}};
}

// Inverts sigma and exp; v4 stretches sigma about the middle of the cell by its scale.
BoxLogits invert_anchored(const Variant& v, const HeadShape& s, std::size_t head, std::int64_t a, double off_x, double off_y, const Truth& truth) {
  const double scale = v.scale_xy.empty() ? 1.0 : v.scale_xy[head];
  const Anchor anchor = in_cells(v, s, head, a);
  return {{logit((off_x + (scale - 1) / 2) / scale), logit((off_y + (scale - 1) / 2) / scale), plain_log(truth.w * static_cast<double>(s.w) / anchor.w),
           plain_log(truth.h * static_cast<double>(s.h) / anchor.h)}};
}

// The logit of a sure yes or no; where the network emits values, 1 or 0.
double level(const Variant& v, std::int64_t channel, bool yes) {
  if (emits_value(v, channel)) return yes ? 1 : 0;
  return yes ? 5 : -5;
}

}  // namespace

void converge(std::vector<double>& values, const Variant& variant, const HeadShape& s, std::size_t head, const Layout& layout, const Truths& truths,
              const Random& random) {
  const auto at = [&](const Block& block, std::int64_t n, std::int64_t a, std::int64_t k, std::int64_t y, std::int64_t x) -> double& {
    return values[static_cast<std::size_t>(block.at(n, a, k, y, x))];
  };
  std::uint64_t element = std::uint64_t{1} << 62;  // past every logit's own number
  for (std::int64_t n = 0; n < s.n; ++n)
    for (std::int64_t i = truths.first[static_cast<std::size_t>(n)]; i < truths.first[static_cast<std::size_t>(n) + 1]; ++i) {
      // Find the truth's cell.
      const Truth& truth = truths.all[static_cast<std::size_t>(i)];
      if (find_fault(truth, s.c)) continue;
      const double grid_x = truth.cx * static_cast<double>(s.w), grid_y = truth.cy * static_cast<double>(s.h);
      const std::int64_t x = std::min(static_cast<std::int64_t>(grid_x), s.w - 1), y = std::min(static_cast<std::int64_t>(grid_y), s.h - 1);
      const double off_x = grid_x - static_cast<double>(x), off_y = grid_y - static_cast<double>(y);

      // Write every predictor of it.
      for (std::int64_t a = 0; a < s.a; ++a) {
        const BoxLogits box =
            variant.family == Family::v1 ? invert_v1(variant, off_x, off_y, truth) : invert_anchored(variant, s, head, a, off_x, off_y, truth);
        for (std::int64_t k = 0; k < 4; ++k) at(layout.box, n, a, k, y, x) = box.t[k] + noise * random.normal(element++, 0);
        at(layout.objectness, n, a, 0, y, x) = level(variant, 4, true) + noise * random.normal(element++, 0);
        for (std::int64_t k = 0; k < s.c; ++k)
          at(layout.classes, n, s.shared_classes ? 0 : a, k, y, x) = level(variant, 5, k == truth.class_id) + noise * random.normal(element++, 0);
      }
    }
}

}  // namespace yologold
