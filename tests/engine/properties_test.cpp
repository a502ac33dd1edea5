#include <algorithm>
#include <cmath>
#include <numeric>

#include "support/catch.hpp"
#include "support/problem.hpp"
#include "variant/catalogue.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

struct Outcome {
  Report report;
  Gradients gradients;
};

Outcome run(const Problem& p) {
  Outcome o{{}, Gradients(p)};
  Plan plan(p.variant, p.shapes, {.threads = 1});
  REQUIRE(plan.run(p.head_views(), p.truth_view(), o.gradients.views, o.report) == Status::ok);
  return o;
}

/// A problem whose choices are random where `seed` is odd, without bad or flagged truths.
Problem plain_problem(Family family, std::uint64_t seed) {
  Problem p = random_problem(family, seed, 6);
  Random random(seed);
  if (seed % 2) randomise(p.variant, random);
  for (Truth& t : p.truths) t.w = std::abs(t.w);
  return p;
}

/// The logits of slot (n, a, y, x) of head h, channel k, as an index into layout nchw.
std::size_t at(const Problem& p, std::size_t h, std::int64_t n, std::int64_t a, std::int64_t k, std::int64_t y, std::int64_t x) {
  const Layout l = layout_of(LayoutName::nchw, p.shapes[h]);
  return static_cast<std::size_t>(k < 4 ? l.box.at(n, a, k, y, x) : k == 4 ? l.objectness.at(n, a, 0, y, x) : l.classes.at(n, a, k - 5, y, x));
}

template <class Body>
void each_slot(const Problem& p, const Body& body) {
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    const HeadShape& s = p.shapes[h];
    for (std::int64_t n = 0; n < s.n; ++n)
      for (std::int64_t a = 0; a < s.a; ++a)
        for (std::int64_t y = 0; y < s.h; ++y)
          for (std::int64_t x = 0; x < s.w; ++x) body(h, n, a, y, x);
  }
}

bool near(double a, double b, double scale = 1) {
  return a == b || (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-12 * std::max({std::abs(a), std::abs(b), scale});
}

constexpr std::uint64_t trials = 24;

}  // namespace

TEST_CASE("permuting the images permutes the losses and the gradient, bit for bit") {
  for (const Family family : families)
    for (std::uint64_t seed = 1; seed < trials; ++seed) {
      const Problem p = plain_problem(family, seed);
      const std::int64_t n = p.shapes[0].n;
      Problem q = p;
      q.truths.clear(), q.first.assign(1, 0);
      for (std::int64_t i = 0; i < n; ++i) {
        const auto from = static_cast<std::size_t>(n - 1 - i);
        for (auto t = p.first[from]; t < p.first[from + 1]; ++t) q.truths.push_back(p.truths[static_cast<std::size_t>(t)]);
        q.first.push_back(static_cast<std::int64_t>(q.truths.size()));
      }
      for (std::size_t h = 0; h < p.shapes.size(); ++h) {
        const auto size = p.logits[h].size() / static_cast<std::size_t>(n);
        for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i)
          std::copy_n(p.logits[h].begin() + static_cast<std::ptrdiff_t>(i * size), size,
                      q.logits[h].begin() + static_cast<std::ptrdiff_t>((static_cast<std::size_t>(n) - 1 - i) * size));
      }
      const Outcome a = run(p), b = run(q);
      CAPTURE(name_of(family), seed);
      for (std::int64_t i = 0; i < n; ++i)
        CHECK((near(a.report.per_image[static_cast<std::size_t>(i)], b.report.per_image[static_cast<std::size_t>(n - 1 - i)], 0)));
      each_slot(p, [&](std::size_t h, std::int64_t i, std::int64_t anchor, std::int64_t y, std::int64_t x) {
        for (std::int64_t k = 0; k < 5 + p.shapes[h].c; ++k) {
          const double u = a.gradients.values[h][at(p, h, i, anchor, k, y, x)], v = b.gradients.values[h][at(q, h, n - 1 - i, anchor, k, y, x)];
          REQUIRE((u == v || (std::isnan(u) && std::isnan(v))));
        }
      });
    }
}

TEST_CASE("permuting the truths of an image changes nothing but roundings, where the order is no choice") {
  for (const Family family : families)
    for (std::uint64_t seed = 2; seed < 2 * trials; seed += 2) {
      const Problem p = plain_problem(family, seed);
      Problem q = p;
      for (std::size_t i = 0; i + 1 < p.first.size(); ++i) std::reverse(q.truths.begin() + p.first[i], q.truths.begin() + p.first[i + 1]);
      const Outcome a = run(p), b = run(q);
      CAPTURE(name_of(family), seed, a.report.total, b.report.total);
      CHECK(near(a.report.total, b.report.total));
      CHECK(a.report.positives == b.report.positives);
      for (std::size_t h = 0; h < p.shapes.size(); ++h)
        for (std::size_t i = 0; i < p.logits[h].size(); ++i) REQUIRE(near(a.gradients.values[h][i], b.gradients.values[h][i]));
    }
}

TEST_CASE("permuting the classes permutes the gradient") {
  for (const Family family : families)
    for (std::uint64_t seed = 1; seed < trials; ++seed) {
      const Problem p = plain_problem(family, seed);
      if (p.variant.ignore == Ignore::decoded_same_class) continue;  // the lowest index wins a tie
      Problem q = p;
      const std::int64_t c = p.shapes[0].c;
      for (Truth& t : q.truths) t.class_id = static_cast<std::int32_t>(c - 1 - t.class_id);
      each_slot(p, [&](std::size_t h, std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) {
        for (std::int64_t k = 0; k < c; ++k) q.logits[h][at(q, h, n, a, 5 + c - 1 - k, y, x)] = p.logits[h][at(p, h, n, a, 5 + k, y, x)];
      });
      const Outcome a = run(p), b = run(q);
      CAPTURE(name_of(family), seed);
      CHECK(near(a.report.total, b.report.total));
      each_slot(p, [&](std::size_t h, std::int64_t n, std::int64_t anchor, std::int64_t y, std::int64_t x) {
        for (std::int64_t k = 0; k < c; ++k)
          REQUIRE(near(a.gradients.values[h][at(p, h, n, anchor, 5 + k, y, x)], b.gradients.values[h][at(q, h, n, anchor, 5 + c - 1 - k, y, x)]));
      });
    }
}

TEST_CASE("the loss of a batch is the sum of the losses of its images") {
  for (const Family family : families)
    for (std::uint64_t seed = 1; seed < trials; ++seed) {
      Problem p = plain_problem(family, seed);
      p.variant.reduction = Reduction::sum;
      const Outcome whole = run(p);
      for (std::int64_t n = 0; n < p.shapes[0].n; ++n) {
        const auto i = static_cast<std::size_t>(n);
        Problem one = p;
        one.truths.assign(p.truths.begin() + p.first[i], p.truths.begin() + p.first[i + 1]);
        one.first = {0, static_cast<std::int64_t>(one.truths.size())};
        for (std::size_t h = 0; h < p.shapes.size(); ++h) {
          one.shapes[h].n = 1;
          const auto size = static_cast<std::ptrdiff_t>(one.shapes[h].elements());
          one.logits[h].assign(p.logits[h].begin() + n * size, p.logits[h].begin() + (n + 1) * size);
        }
        const Outcome part = run(one);
        CAPTURE(name_of(family), seed, n);
        CHECK((part.report.total == whole.report.per_image[i] || std::isnan(part.report.total)));
        for (std::size_t h = 0; h < p.shapes.size(); ++h)
          for (std::size_t e = 0; e < part.gradients.values[h].size(); ++e) {
            const double u = part.gradients.values[h][e], v = whole.gradients.values[h][i * part.gradients.values[h].size() + e];
            REQUIRE((u == v || (std::isnan(u) && std::isnan(v))));
          }
      }
    }
}

TEST_CASE("moving everything by whole cells moves the gradient, bit for bit") {
  // The truth and its slots move one column to the right in a grid of 8: offsets in cells are exact.
  for (const Family family : families)
    for (std::uint64_t seed = 2; seed < trials; seed += 2) {
      Problem p = random_problem(family, seed, 6);
      p.truths.clear(), p.first.clear();
      Random r(seed);
      for (auto& s : p.shapes) s.h = s.w = 8;
      for (std::size_t h = 0; h < p.shapes.size(); ++h) {
        p.logits[h].assign(static_cast<std::size_t>(p.shapes[h].elements()), 0);
        for (double& t : p.logits[h]) t = static_cast<float>(r.bell());
      }
      for (std::int64_t n = 0; n < p.shapes[0].n; ++n) {
        p.first.push_back(static_cast<std::int64_t>(p.truths.size()));
        p.truths.push_back({.cx = static_cast<double>(r.below(7 * 64)) / 512, .cy = static_cast<double>(r.below(512)) / 512, .w = 0.25, .h = 0.375});
      }
      p.first.push_back(static_cast<std::int64_t>(p.truths.size()));
      Problem q = p;
      for (Truth& t : q.truths) t.cx += 0.125;
      each_slot(p, [&](std::size_t h, std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) {
        for (std::int64_t k = 0; k < 5 + p.shapes[h].c; ++k) q.logits[h][at(q, h, n, a, k, y, (x + 1) % 8)] = p.logits[h][at(p, h, n, a, k, y, x)];
      });
      const Outcome a = run(p), b = run(q);
      CAPTURE(name_of(family), seed);
      each_slot(p, [&](std::size_t h, std::int64_t n, std::int64_t anchor, std::int64_t y, std::int64_t x) {
        for (std::int64_t k = 0; k < 5 + p.shapes[h].c; ++k)
          REQUIRE(a.gradients.values[h][at(p, h, n, anchor, k, y, x)] == b.gradients.values[h][at(q, h, n, anchor, k, y, (x + 1) % 8)]);
      });
    }
}

TEST_CASE("mirroring the image mirrors the gradient, with the sign of tx turned") {
  for (const Family family : families)
    for (std::uint64_t seed = 2; seed < 2 * trials; seed += 2) {
      Problem p = plain_problem(family, seed);
      p.variant.scale_xy.clear();
      for (Truth& t : p.truths) t.cx = (std::floor(t.cx * 1024) + 0.5) / 1025;  // no centre on a cell border
      Problem q = p;
      for (Truth& t : q.truths) t.cx = 1 - t.cx;
      each_slot(p, [&](std::size_t h, std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x) {
        for (std::int64_t k = 0; k < 5 + p.shapes[h].c; ++k)
          q.logits[h][at(q, h, n, a, k, y, p.shapes[h].w - 1 - x)] = (k == 0 ? -1 : 1) * p.logits[h][at(p, h, n, a, k, y, x)];
      });
      const Outcome a = run(p), b = run(q);
      CAPTURE(name_of(family), seed, a.report.total, b.report.total);
      CHECK(near(a.report.total, b.report.total));
      each_slot(p, [&](std::size_t h, std::int64_t n, std::int64_t anchor, std::int64_t y, std::int64_t x) {
        for (std::int64_t k = 0; k < 5 + p.shapes[h].c; ++k)
          REQUIRE(near((k == 0 ? -1 : 1) * a.gradients.values[h][at(p, h, n, anchor, k, y, x)],
                       b.gradients.values[h][at(q, h, n, anchor, k, y, p.shapes[h].w - 1 - x)], 10));
      });
    }
}

TEST_CASE("each term is linear in its lambda, bit for bit at powers of two, and no other term sees it") {
  const std::pair<double Variant::*, double TermLoss::*> lambdas[] = {{&Variant::lambda_coord, &TermLoss::coord},
                                                                      {&Variant::lambda_obj, &TermLoss::obj},
                                                                      {&Variant::lambda_noobj, &TermLoss::noobj},
                                                                      {&Variant::lambda_class, &TermLoss::classes}};
  for (const Family family : families)
    for (const auto& [lambda, term] : lambdas)
      for (std::uint64_t seed = 2; seed < trials; seed += 4) {
        Problem p = plain_problem(family, seed);
        const auto at_lambda = [&, lambda = lambda](double value) {
          p.variant.*lambda = value;
          return run(p);
        };
        const Outcome one = at_lambda(1), four = at_lambda(4);
        CAPTURE(name_of(family), seed);
        for (std::size_t i = 0; i < one.report.terms.size(); ++i)
          for (const auto& [other, part] : lambdas) CHECK(four.report.terms[i].*part == (part == term ? 4 : 1) * one.report.terms[i].*part);

        // Elements that only this term reaches grow by 4, the others not at all.
        if (lambda == &Variant::lambda_noobj || lambda == &Variant::lambda_class)
          for (std::size_t h = 0; h < p.shapes.size(); ++h)
            for (std::size_t i = 0; i < p.logits[h].size(); ++i)
              REQUIRE((four.gradients.values[h][i] == one.gradients.values[h][i] || four.gradients.values[h][i] == 4 * one.gradients.values[h][i]));
      }
}

TEST_CASE("the coordinate gradient is exactly zero where the prediction is the truth") {
  // sigma(0) = 1/2 and e^0 = 1: the truth sits at the cell's centre with the anchor's size.
  for (const Family family : {Family::v2, Family::v3, Family::v4}) {
    Problem p;
    p.variant = seed(family);
    p.variant.anchor_unit = AnchorUnit::grid;
    p.variant.anchors = {{2, 1}};
    p.variant.masks = {{0}};
    p.shapes = {{.n = 1, .a = 1, .h = 4, .w = 8, .c = 3}};
    p.logits = {std::vector<double>(static_cast<std::size_t>(p.shapes[0].elements()), 0)};
    p.truths = {{.cx = 3.5 / 8, .cy = 2.5 / 4, .w = 2.0 / 8, .h = 1.0 / 4}};
    p.first = {0, 1};
    const Outcome o = run(p);
    CAPTURE(name_of(family));
    CHECK(o.report.terms[0].coord == 0);
    for (std::int64_t k = 0; k < 4; ++k) CHECK(o.gradients.values[0][at(p, 0, 0, 0, k, 2, 3)] == 0);
  }
}
