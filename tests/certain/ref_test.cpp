#include <cmath>
#include <cstdio>

#include "certain/certify.hpp"
#include "ref/ref.hpp"
#include "support/catch.hpp"
#include "support/problem.hpp"
#include "variant/catalogue.hpp"
#include "yologold/error.hpp"

using namespace yologold;
using namespace yologold::test;
using yologold::certain::Certificate;
using yologold::certain::Certified;

namespace {

/// Beside what holds for one family: the certificates joined, and the engine's f64 beside the certified value.
struct Sum {
  Certificate gradients, losses;
  double engine = 0;
  int problems = 0, refused = 0;
};

bool same(double a, double b) { return a == b; }

/// One problem by the engine, certified, and by ref at 400 bits: the last two agree in every bit.
void compare(const Problem& p, const std::string& isa, Sum& sum) {
  Report report;
  Gradients got(p), fast(p);
  Plan plan(p.variant, p.shapes);
  REQUIRE(plan.run(p.head_views(), p.truth_view(), fast.views, report) == Status::ok);
  const Report engine = report;
  auto stages = plan.stages(p.head_views(), p.truth_view());
  const auto heads = p.head_views();
  const auto truths = p.truth_view();
  Certified certified;
  ++sum.problems;
  try {
    certified = certain::certify({p.variant, p.shapes, heads, truths, got.views, report, stages, true, isa, 1});
  } catch (const Error&) {
    const bool undefined = p.variant.family == Family::v1 && p.variant.activation != Activation::logistic && p.variant.size_error != SizeError::none;
    REQUIRE(undefined);
    ++sum.refused;
    return;
  }
  const auto want = ref::evaluate(p.variant, p.shapes, heads, truths, ref::Precision::mpfr);

  // Losses and gradient, in every bit.
  for (std::size_t i = 0; i < report.terms.size(); ++i) {
    const TermLoss &a = report.terms[i], &b = want.report.terms[i];
    CAPTURE(i, a.coord, b.coord, a.obj, b.obj, a.noobj, b.noobj, a.classes, b.classes);
    REQUIRE((same(a.coord, b.coord) && same(a.obj, b.obj) && same(a.noobj, b.noobj) && same(a.classes, b.classes)));
  }
  REQUIRE(report.per_image == want.report.per_image);
  REQUIRE(report.total == want.report.total);
  REQUIRE(report.cost == want.report.cost);
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    double largest = 0;
    for (const double g : want.gradients[h]) largest = std::max(largest, std::abs(g));
    for (std::size_t i = 0; i < got.values[h].size(); ++i) {
      const double a = got.values[h][i], b = want.gradients[h][i];
      char text[96];
      std::snprintf(text, sizeof text, "%.17g for %.17g", a, b);
      const auto area = p.shapes[h].h * p.shapes[h].w, cell = static_cast<std::int64_t>(i) % area, channel = static_cast<std::int64_t>(i) / area;
      if (!same(a, b)) {
        CAPTURE(text, h, i, channel, cell);
        REQUIRE(same(a, b));
      }
      if (b != fast.values[h][i]) sum.engine = std::max(sum.engine, std::abs(fast.values[h][i] - b) / std::max(std::abs(b), 1e-4 * largest));
    }
  }

  // Decisions and stages.
  REQUIRE(report.pairs.size() == want.report.pairs.size());
  for (std::size_t i = 0; i < report.pairs.size(); ++i) {
    const Pair &a = report.pairs[i], &b = want.report.pairs[i];
    REQUIRE((a.head == b.head && a.image == b.image && a.anchor == b.anchor && a.y == b.y && a.x == b.x && a.truth == b.truth && a.kept == b.kept));
    REQUIRE((a.gated == b.gated && a.iou == b.iou && a.shape_iou == b.shape_iou));
  }
  REQUIRE((report.positives == want.report.positives && report.ignored == want.report.ignored && report.negatives == want.report.negatives));
  REQUIRE(report.unowned == want.report.unowned);
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    REQUIRE((stages[h].role == want.stages[h].role && stages[h].truth == want.stages[h].truth));
    REQUIRE((stages[h].activated == want.stages[h].activated && stages[h].boxes == want.stages[h].boxes && stages[h].best_iou == want.stages[h].best_iou));
  }
  for (const Certificate& c : certified.gradients) sum.gradients.join(c);
  sum.losses.join(certified.losses);
}

void print(const char* name, const Sum& s) {
  const auto& g = s.gradients;
  const double kept = 100.0 * static_cast<double>(g.elements - g.fallbacks) / static_cast<double>(std::max<std::int64_t>(g.elements, 1));
  std::printf(
      "%-12s %4d problems (%d refused): %lld gradient elements, %.3f %% in double-double, %lld by MPFR (up to %d bits), largest radius 2^%.1f; "
      "losses: %lld of %lld by MPFR; the engine's f64 is within %.2g\n",
      name, s.problems, s.refused, static_cast<long long>(g.elements), kept, static_cast<long long>(g.fallbacks), g.bits, std::log2(g.radius),
      static_cast<long long>(s.losses.fallbacks), static_cast<long long>(s.losses.elements), s.engine);
}

/// Puts every truth's decoded box where the truth is, but for a step of `away`, and its scores to +-saturation.
void converge(Problem& p, double away, double saturation, Random& r) {
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    const HeadShape& s = p.shapes[h];
    const Layout layout = layout_of(LayoutName::nchw, s);
    for (std::int64_t n = 0; n < s.n; ++n)
      for (auto i = p.first[static_cast<std::size_t>(n)]; i < p.first[static_cast<std::size_t>(n) + 1]; ++i) {
        const Truth& t = p.truths[static_cast<std::size_t>(i)];
        if (find_fault(t, s.c) != nullptr) continue;
        const double cx = t.cx * static_cast<double>(s.w), cy = t.cy * static_cast<double>(s.h);
        const auto x = std::min<std::int64_t>(static_cast<std::int64_t>(cx), s.w - 1), y = std::min<std::int64_t>(static_cast<std::int64_t>(cy), s.h - 1);
        const auto logit = [](double q) { return std::log(q / (1 - q)); };
        for (std::int64_t a = 0; a < s.a; ++a) {
          const bool v1 = p.variant.family == Family::v1;
          const auto index = v1 ? 0 : static_cast<std::size_t>(p.variant.masks[h][static_cast<std::size_t>(a)]);
          const double off[2] = {std::clamp(cx - static_cast<double>(x), 1e-3, 1 - 1e-3), std::clamp(cy - static_cast<double>(y), 1e-3, 1 - 1e-3)};
          const double size[2] = {t.w, t.h};
          for (std::int64_t k = 0; k < 4; ++k) {
            const auto axis = static_cast<std::size_t>(k % 2);
            const double anchor = v1 ? 1 : (k == 2 ? p.variant.anchors[index].w : p.variant.anchors[index].h) / p.variant.image[axis];
            const double target = k < 2 ? logit(off[axis]) : v1 ? logit(size[axis]) : std::log(size[axis] / anchor);
            p.logits[h][static_cast<std::size_t>(layout.box.at(n, a, k, y, x))] = static_cast<float>(target + away * r.uniform(-1, 1));
          }
          p.logits[h][static_cast<std::size_t>(layout.objectness.at(n, a, 0, y, x))] = saturation;
          for (std::int64_t c = 0; c < s.c; ++c)
            p.logits[h][static_cast<std::size_t>(layout.classes.at(n, a, c, y, x))] = c == t.class_id ? saturation : -saturation;
        }
      }
  }
}

/// Makes boxes and truths of few bits, so that edges, sizes, aspects and scores are equal by design.
void make_touching(Problem& p, Random& r) {
  p.variant.image = {64, 64};
  for (auto& anchor : p.variant.anchors) anchor = {std::ldexp(1.0, 3 + static_cast<int>(r.below(3))), std::ldexp(1.0, 3 + static_cast<int>(r.below(3)))};
  if (p.variant.family == Family::v4) p.variant.scale_xy = {1, 1};
  for (auto& logits : p.logits)
    for (double& t : logits) t = 0;
  for (Truth& t : p.truths) {
    t.w = std::ldexp(1.0, -1 - static_cast<int>(r.below(3))), t.h = std::ldexp(1.0, -1 - static_cast<int>(r.below(3)));
    t.cx = static_cast<double>(r.below(17)) / 16, t.cy = static_cast<double>(r.below(17)) / 16;
  }
}

}  // namespace

TEST_CASE("certified values are those of ref at 400 bits, in every bit: seeds, four regimes") {
  for (const Family family : families) {
    Sum sum[4];
    for (std::uint64_t i = 0; i < 25; ++i) {
      Random r(100 + i);
      INFO(name_of(family) << " seed " << i);
      compare(random_problem(family, 100 + i, 40), i % 2 ? "" : "sse2", sum[0]);
      Problem p = random_problem(family, 200 + i, 9);
      converge(p, i % 3 == 0 ? 0x1p-10 : i % 3 == 1 ? 0x1p-20 : 0, 6, r);
      compare(p, "", sum[1]);
      p = random_problem(family, 300 + i, 40);
      converge(p, 0x1p-8, 40, r);
      compare(p, "", sum[2]);
      p = random_problem(family, 400 + i, 9);
      make_touching(p, r);
      compare(p, "", sum[3]);
    }
    const char* const regimes[] = {"random", "converged", "saturated", "touching"};
    for (int k = 0; k < 4; ++k) {
      print((std::string(name_of(family)) + " " + regimes[k]).c_str(), sum[k]);
      CHECK(sum[k].engine < 1e-9);  // relative to the element, or to 1e-4 of the largest of its head
    }
  }
}

TEST_CASE("certified values are those of ref for every choice") {
  for (const Family family : families) {
    Sum sum;
    std::uint64_t seed = 1;
    for (const auto& choice : choices()) {
      if (!choice.applies(family) || choice.key == "bad_truths") continue;
      for (std::size_t e = 0; e < choice.entries.size(); ++e) {
        Problem p = random_problem(family, ++seed, 40);
        INFO(name_of(family) << " " << choice.key << "=" << choice.entries[e].name);
        auto& v = p.variant;
        choice.set(v, e);
        if (choice.key == "class_collision") v.collision = Collision::last_wins;
        if (choice.key == "subgradient" && family != Family::v4) v.iou_target = IouTarget::differentiated;
        if (choice.key == "noobj" && e == static_cast<std::size_t>(Noobj::complement_minus_ignored)) v.ignore = Ignore::decoded;
        add_companions(v);
        compare(p, "", sum);
      }
    }
    for (std::uint64_t i = 0; i < 60; ++i) {
      Random r(2000 * static_cast<std::uint64_t>(family) + i);
      Problem p = random_problem(family, 7000 + i, 40);
      INFO(name_of(family) << " random " << i << ": " << randomise(p.variant, r));
      compare(p, "", sum);
    }
    print((std::string(name_of(family)) + " choices").c_str(), sum);
  }
}

TEST_CASE("a logit that is not finite is refused") {
  Problem p = random_problem(Family::v3, 1);
  p.logits[0][4 * static_cast<std::size_t>(p.shapes[0].h * p.shapes[0].w)] = INFINITY;
  Gradients got(p);
  Report report;
  Plan plan(p.variant, p.shapes);
  const auto heads = p.head_views();
  const auto truths = p.truth_view();
  REQUIRE(plan.run(heads, truths, got.views, report) == Status::ok);
  std::vector<HeadStages> stages;
  CHECK_THROWS_AS(certain::certify({p.variant, p.shapes, heads, truths, got.views, report, stages}), Error);
}
