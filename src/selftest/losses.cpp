#include <algorithm>
#include <cmath>

#include "diagnose/rounding.hpp"
#include "selftest/mutant.hpp"

namespace yologold::selftest {
namespace {

double logistic(double t) { return 1 / (1 + std::exp(-t)); }

// The logit of a number that a kernel holds instead of sigma(t): as near as f64 allows to 0 and 1.
double held_logit(double x) {
  x = std::clamp(x, 0x1p-30, 1 - 0x1p-30);
  return std::log(x / (1 - x));
}

/// Calls change(element, plane, row, column, shape) for every element of every head.
template <class Change>
void for_each(Field& field, const std::vector<HeadShape>& shapes, Change change) {
  for (std::size_t k = 0; k < field.size(); ++k)
    for (const Plane& plane : planes_of(shapes[k]))
      for (std::int64_t cell = 0; cell < shapes[k].h * shapes[k].w; ++cell)
        change(field[k][plane.begin + static_cast<std::size_t>(cell)], plane, cell / shapes[k].w, cell % shapes[k].w, shapes[k]);
}

// e^tw times the anchor (v1: sigma(tw)) is kept in bf16.
Field round_width(const Setting& s) {
  const bool v1 = s.variant.family == Family::v1;
  Field logits = *s.logits;
  for_each(logits, s.shapes, [&](double& t, const Plane& p, std::int64_t, std::int64_t, const HeadShape&) {
    if (p.channel == 2) t = v1 ? held_logit(round_to_bits(logistic(t), bf16_bits)) : std::log(round_to_bits(std::exp(t), bf16_bits));
  });
  return logits;
}

// The cell and the offset are added in fp16.
Field round_centre(const Setting& s) {
  Field logits = *s.logits;
  for_each(logits, s.shapes, [](double& t, const Plane& p, std::int64_t y, std::int64_t x, const HeadShape&) {
    const auto cell = static_cast<double>(p.channel == 0 ? x : y);
    if (p.channel < 2) t = held_logit(round_to_bits(cell + logistic(t), fp16_bits) - cell);
  });
  return logits;
}

// The gradient of th of the first predictor stands one cell too far.
void shift_plane(Field& field, const Scene& scene) {
  for (std::size_t k = 0; k < field.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    const auto cells = static_cast<std::ptrdiff_t>(s.h * s.w);
    for (const Plane& p : planes_of(s))
      if (p.channel == 3 && p.anchor == 0) {
        const auto begin = field[k].begin() + static_cast<std::ptrdiff_t>(p.begin);
        std::rotate(begin, begin + cells - 1, begin + cells);
      }
  }
}

// A loop over vectors of 4 columns without its remainder.
void lose_row_tails(Field& field, const Scene& scene) {
  for_each(field, scene.setting.shapes, [](double& g, const Plane&, std::int64_t, std::int64_t x, const HeadShape& s) {
    if (x >= s.w / 4 * 4) g = 0;
  });
}

// A loop over vectors of 8 cells of a plane without its remainder.
void lose_plane_tails(Field& field, const Scene& scene) {
  for_each(field, scene.setting.shapes, [](double& g, const Plane&, std::int64_t y, std::int64_t x, const HeadShape& s) {
    if (y * s.w + x >= s.h * s.w / 8 * 8) g = 0;
  });
}

// One thread of every warp does not write.
void lose_lanes(Field& field, const Scene&) {
  for (auto& head : field)
    for (std::size_t i = 31; i < head.size(); i += 32) head[i] = 0;
}

void stretch(Field& field, const Scene&) {
  for (auto& head : field)
    for (double& g : head) g *= 1 + 3e-6;
}

// The last image of a batch of several is never reached.
void lose_last_image(Field& field, const Scene& scene) {
  for_each(field, scene.setting.shapes, [](double& g, const Plane& p, std::int64_t, std::int64_t, const HeadShape& s) {
    if (s.n > 1 && p.image == s.n - 1) g = 0;
  });
}

}  // namespace

void add_losses(const Trial&, std::vector<Mutant>& list) {
  const auto reread = [](const char* id, const char* sentence, Field (*change)(const Setting&)) {
    return Hypothesis{.id = id, .sentence = sentence, .look = "", .group = "", .reread = change};
  };
  const auto after = [](const char* id, const char* sentence, void (*change)(Field&, const Scene&)) {
    return Hypothesis{.id = id, .sentence = sentence, .look = "", .group = "", .after = [change](Prediction& p, const Scene& scene) {
                        Field field = dense(p);
                        change(field, scene);
                        p = sparse(field);
                      }};
  };
  add_hypotheses(
      {
          reread("width-bf16", "the decoded width is rounded to bf16", round_width),
          reread("centre-fp16", "cell and offset of the centre are added in fp16", round_centre),
          after("scaled-3e-6", "every gradient is 3e-6 too large", stretch),
          after("plane-shifted", "one plane of gradients is shifted by one cell", shift_plane),
          after("row-tails-lost", "the columns after the last whole vector of 4 are 0", lose_row_tails),
          after("plane-tails-lost", "the cells of a plane after the last whole vector of 8 are 0", lose_plane_tails),
          after("lane-lost", "every 32nd element is 0", lose_lanes),
          after("last-image-lost", "the last image of a batch is 0", lose_last_image),
      },
      list);
}

}  // namespace yologold::selftest
