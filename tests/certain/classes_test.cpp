#include "certain/certify.hpp"
#include "ref/ref.hpp"
#include "support/catch.hpp"
#include "support/problem.hpp"
#include "variant/catalogue.hpp"

using namespace yologold;
using namespace yologold::test;
using yologold::certain::Certificate;

namespace {

/// How the class logits of a problem lie.
enum class Regime { random, converged, saturated, equal, beyond };
constexpr Regime regimes[] = {Regime::random, Regime::converged, Regime::saturated, Regime::equal, Regime::beyond};

double class_logit(Regime regime, bool wanted, Random& r) {
  switch (regime) {
    case Regime::converged:
      return static_cast<float>((wanted ? 12 : -12) + r.uniform(-3, 3));
    case Regime::saturated:
      return static_cast<float>((wanted ? 1 : -1) * r.uniform(20, 50));
    case Regime::equal:
      return 0.5;
    case Regime::beyond:
      return static_cast<float>(r.uniform(-1, 1) * 700);
    default:
      return static_cast<float>(2 * r.bell());
  }
}

constexpr std::int32_t class_zero[] = {0};

/// A few cells of C classes, some of whose truths want two.
Problem problem_of(Family family, std::int64_t classes, Regime regime, std::uint64_t seed) {
  Problem p = random_problem(family, seed, 9);
  Random r(seed);
  for (Truth& t : p.truths) {
    t.class_id = static_cast<std::int32_t>(r.below(classes));
    if (family == Family::v3 && r.below(3) == 0) t.more_classes = class_zero;
  }
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    HeadShape& s = p.shapes[h];
    s.c = classes;
    const Layout layout = layout_of(LayoutName::nchw, s);
    p.logits[h].resize(static_cast<std::size_t>(s.elements()));
    for (double& t : p.logits[h]) t = static_cast<float>(2 * r.bell());
    const std::int64_t wanted = p.truths.empty() ? 0 : p.truths[0].class_id;
    for (std::int64_t i = 0; i < s.slots(); ++i) {
      const std::int64_t cells = s.h * s.w;
      for (std::int64_t c = 0; c < classes; ++c)
        p.logits[h][static_cast<std::size_t>(layout.classes.at(i / (s.a * cells), i / cells % s.a, c, i % cells / s.w, i % s.w))] =
            class_logit(regime, c == wanted, r);
    }
  }
  return p;
}

bool same(const Certificate& a, const Certificate& b) {
  return a.elements == b.elements && a.fallbacks == b.fallbacks && a.bits == b.bits && a.radius == b.radius;
}

/// The elements that differ.
std::vector<std::size_t> different(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) found.push_back(i);
  return found;
}

/// The certified values are those of ref, and the certificates those of every other ISA. Returns the fallbacks of the gradients.
std::int64_t compare(const Problem& p) {
  const auto heads = p.head_views();
  const auto truths = p.truth_view();
  const auto want = ref::evaluate(p.variant, p.shapes, heads, truths, ref::Precision::mpfr);
  std::vector<Certificate> first;
  for (const auto& isa : isas()) {
    CAPTURE(isa);
    Gradients got(p);
    Report report;
    std::vector<HeadStages> stages;
    const auto found = certain::certify({p.variant, p.shapes, heads, truths, got.views, report, stages, false, isa, 1});
    for (std::size_t h = 0; h < p.shapes.size(); ++h) REQUIRE(different(got.values[h], want.gradients[h]).empty());
    for (std::size_t i = 0; i < report.terms.size(); ++i) REQUIRE(report.terms[i].classes == want.report.terms[i].classes);
    REQUIRE(report.total == want.report.total);
    REQUIRE(report.cost == want.report.cost);

    std::vector<Certificate> all = found.gradients;
    all.insert(all.end(), {found.losses, found.pairs});
    if (first.empty()) first = all;
    for (std::size_t i = 0; i < all.size(); ++i) REQUIRE(same(all[i], first[i]));
  }
  std::int64_t fallbacks = 0;
  for (std::size_t h = 0; h < p.shapes.size(); ++h) fallbacks += first[h].fallbacks;
  return fallbacks;
}

}  // namespace

TEST_CASE("class vectors of every length are certified alike on every ISA") {
  for (const Family family : families)
    for (const std::int64_t classes : {1, 7, 8, 9, 20, 80})
      for (const Regime regime : regimes) {
        // Where a sigmoid or softmax is so far from even, 400 bits, which are ref's, do not say on which side of a tie a sum with it lies.
        if (regime == Regime::beyond && (family == Family::v1 || family == Family::v2)) continue;
        INFO(name_of(family) << ", " << classes << " classes, regime " << static_cast<int>(regime));
        Problem p = problem_of(family, classes, regime, 40 + static_cast<std::uint64_t>(classes));
        compare(p);
        if (regime == Regime::beyond) continue;
        if (family != Family::v4) p.variant.gradient = Gradient::darknet_delta;
        if (family == Family::v3 || family == Family::v4) p.variant.label_smoothing = LabelSmoothing::half_eps;
        if (family == Family::v1) p.variant.activation = Activation::linear, p.variant.size_error = SizeError::none;
        add_companions(p.variant);
        compare(p);
      }
}

TEST_CASE("more classes than a chunk") {
  for (const Regime regime : regimes) compare(problem_of(Family::v3, 1030, regime, 9));
}

TEST_CASE("a softmax near its target keeps its digits") {
  for (const std::uint64_t seed : {1, 2, 3, 4}) CHECK(compare(problem_of(Family::v2, 80, Regime::converged, seed)) == 0);
}
