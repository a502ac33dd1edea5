#include <atomic>
#include <cmath>
#include <cstring>
#include <thread>

#include "support/allocations.hpp"
#include "support/catch.hpp"
#include "support/problem.hpp"
#include "variant/catalogue.hpp"
#include "yologold/error.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

HeadShape head(std::int64_t n, std::int64_t a, std::int64_t h, std::int64_t w, std::int64_t c, bool shared = false) { return {n, a, h, w, c, shared}; }

/// The message of the Error that making a plan throws.
std::string fault(const Variant& v, std::vector<HeadShape> shapes, const RunOptions& options = {}) {
  try {
    Plan(v, shapes, options);
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

Variant one_head(Family family) {
  Variant v = seed(family);
  v.anchor_unit = AnchorUnit::grid;
  v.anchors = {{1, 1}, {2, 3}};
  v.masks = {{0, 1}};
  return v;
}

Problem zeros(Family family, HeadShape shape) {
  Problem p;
  p.variant = family == Family::v1 ? seed(family) : one_head(family);
  shape.shared_classes = family == Family::v1;
  p.shapes = {shape};
  p.logits = {std::vector<double>(static_cast<std::size_t>(shape.elements()), 0)};
  p.first.assign(static_cast<std::size_t>(shape.n) + 1, 0);
  return p;
}

void add_truth(Problem& p, const Truth& t) {
  p.truths.push_back(t);
  p.first.back() = static_cast<std::int64_t>(p.truths.size());
}

Report run(const Problem& p, Gradients& g) {
  Plan plan(p.variant, p.shapes, {.threads = 2});
  Report report;
  REQUIRE(plan.run(p.head_views(), p.truth_view(), g.views, report) == Status::ok);
  return report;
}

}  // namespace

TEST_CASE("a plan that does not fit its heads is refused with where, what and what is allowed") {
  const Variant v3 = one_head(Family::v3);
  CHECK(fault(v3, {}) == "heads: there are none; allowed: one or more");
  CHECK(fault(v3, {head(1, 3, 4, 4, 2)}) == "head 0: 3 anchors; allowed: 2 (its mask)");
  CHECK(fault(v3, {head(1, 2, 0, 4, 2)}).find("head 0: an extent is too small") == 0);
  CHECK(fault(v3, {head(1, 2, 4, 4, 2, true)}).find("head 0: shared_classes does not fit the family") == 0);
  CHECK(fault(v3, {head(1, 2, 4, 4, 2), head(1, 2, 4, 4, 2)}) == "masks: 1 for 2 heads; allowed: one per head");
  Variant two = v3;
  two.masks.push_back({0});
  CHECK(fault(two, {head(1, 2, 4, 4, 2), head(2, 1, 4, 4, 2)}) == "head 1: 2 images, head 0 has 1; allowed: the same number in every head");
  CHECK(fault(two, {head(1, 2, 4, 4, 2), head(1, 1, 4, 4, 3)}) == "head 1: 3 classes, head 0 has 2; allowed: the same number in every head");
  Variant classes = v3;
  classes.classes = 5;
  CHECK(fault(classes, {head(1, 2, 4, 4, 2)}) == "head 0: 2 classes; allowed: 5 (the variant's)");
  CHECK(fault(seed(Family::v1), {head(1, 3, 7, 7, 20, true)}) == "head 0: 3 predictors; allowed: 2 (the variant's)");
  CHECK(fault(v3, {head(1, 2, 4, 4, 2)}, {.isa = "avx9"}).find("isa: \"avx9\" is not an instruction set") == 0);
  CHECK(fault(v3, {head(1, 2, 4, 4, 2)}, {.threads = -1}).find("threads: -1") == 0);
  CHECK(fault(v3, {head(1L << 40, 2, 1L << 20, 4, 2)}).find("more elements than can be addressed") != std::string::npos);
}

TEST_CASE("every kind of bad truth is listed with its image, index and reason, and takes no part") {
  using Reason = BadTruth::Reason;
  Problem p = zeros(Family::v3, head(1, 2, 4, 4, 3));
  const double nan = NAN, inf = INFINITY;
  const std::pair<Truth, Reason> bad[] = {{{.cx = nan, .cy = .5, .w = .1, .h = .1}, Reason::not_finite},
                                          {{.cx = .5, .cy = .5, .w = inf, .h = .1}, Reason::not_finite},
                                          {{.cx = .5, .cy = .5, .w = 0, .h = .1}, Reason::empty_box},
                                          {{.cx = .5, .cy = .5, .w = .1, .h = -.1}, Reason::empty_box},
                                          {{.cx = 1.01, .cy = .5, .w = .1, .h = .1}, Reason::centre_outside},
                                          {{.cx = .5, .cy = -1e-9, .w = .1, .h = .1}, Reason::centre_outside},
                                          {{.cx = .5, .cy = .5, .w = .1, .h = .1, .class_id = 3}, Reason::class_outside},
                                          {{.cx = .5, .cy = .5, .w = .1, .h = .1, .class_id = -1}, Reason::class_outside},
                                          {{.cx = .5, .cy = .5, .w = .1, .h = .1, .weight = -1}, Reason::bad_weight}};
  Gradients clean(p), dirty(p);
  const Report want = run(p, clean);
  for (const auto& [truth, reason] : bad) add_truth(p, truth);
  const Report got = run(p, dirty);
  REQUIRE(got.bad_truths.size() == 9);
  for (std::size_t i = 0; i < 9; ++i) CHECK(got.bad_truths[i] == BadTruth{0, static_cast<std::int64_t>(i), bad[i].second});
  CHECK(got.total == want.total);
  CHECK(dirty.values == clean.values);

  // Under `error` the run is refused and nothing is written.
  p.variant.bad_truths = BadTruths::error;
  Plan plan(p.variant, p.shapes);
  Gradients untouched(p);
  Report report;
  CHECK(plan.run(p.head_views(), p.truth_view(), untouched.views, report) == Status::bad_truth);
  CHECK(report.bad_truths.size() == 9);
  CHECK(untouched.values[0][0] == 12345);
}

TEST_CASE("the first non-finite logit is reported by its address; it propagates and spoils nothing else") {
  Problem p = zeros(Family::v3, head(2, 2, 3, 5, 2));
  const Layout l = layout_of(LayoutName::nchw, p.shapes[0]);
  add_truth(p, {.cx = .5, .cy = .5, .w = .3, .h = .3});
  p.logits[0][static_cast<std::size_t>(l.objectness.at(1, 1, 0, 2, 4))] = NAN;
  p.logits[0][static_cast<std::size_t>(l.objectness.at(1, 0, 0, 0, 1))] = -INFINITY;
  Gradients g(p);
  const Report report = run(p, g);
  REQUIRE(report.first_non_finite);
  CHECK(report.first_non_finite->at == Address{0, 1, 0, 4, 0, 1});
  CHECK(report.first_non_finite->value == -INFINITY);
  CHECK(std::isfinite(report.per_image[0]));
  CHECK(std::isnan(report.per_image[1]));
  CHECK(g.values[0][static_cast<std::size_t>(l.objectness.at(1, 0, 0, 0, 1))] == 0);
  int nans = 0;
  for (const double x : g.values[0]) nans += std::isnan(x);
  CHECK(nans == 1);
}

TEST_CASE("no images, no truths, one class, one cell") {
  for (const Family family : families) {
    CAPTURE(name_of(family));
    Problem empty = zeros(family, head(0, 2, 4, 4, 3));
    Gradients none(empty);
    const Report nothing = run(empty, none);
    CHECK(nothing.total == 0);
    CHECK(nothing.terms.empty());
    Problem tiny = zeros(family, head(1, 2, 1, 1, 1));
    Gradients before(tiny);
    CHECK(run(tiny, before).positives == 0);
    add_truth(tiny, {.cx = 1, .cy = 1, .w = 1, .h = 1});
    Gradients after(tiny);
    const Report one = run(tiny, after);
    CHECK(one.positives >= 1);
    CHECK(std::isfinite(one.total));
  }
}

TEST_CASE("a thousand truths in one cell") {
  for (const Family family : families) {
    Problem p = zeros(family, head(1, 2, 13, 13, 4));
    for (int i = 0; i < 1000; ++i) add_truth(p, {.cx = .5, .cy = .5, .w = .001 * (i + 1), .h = .3, .class_id = i % 4});
    Gradients g(p);
    const Report report = run(p, g);
    CHECK(report.truths == 1000);
    CHECK(report.pairs.size() >= 1000);
    CHECK(report.positives <= 2);
    CHECK(std::isfinite(report.total));
  }
}

TEST_CASE("views that do not fit the plan are refused, and nothing is written") {
  const Problem p = random_problem(Family::v3, 4);
  Plan plan(p.variant, p.shapes);
  Gradients g(p);
  auto heads = p.head_views();
  Report report;
  CHECK(plan.run(heads, {p.truths, {}}, g.views, report) == Status::wrong_views);
  heads.pop_back();
  CHECK(plan.run(heads, p.truth_view(), g.views, report) == Status::wrong_views);
  g.views.pop_back();
  CHECK(plan.run(p.head_views(), p.truth_view(), g.views, report) == Status::wrong_views);
  CHECK(g.values[0][0] == 12345);
}

TEST_CASE("without gradients the loss is the same") {
  for (const Family family : families) {
    const Problem p = random_problem(family, 4);
    Gradients g(p);
    const Report with = run(p, g);
    Plan plan(p.variant, p.shapes);
    Report without;
    REQUIRE(plan.run(p.head_views(), p.truth_view(), {}, without) == Status::ok);
    CHECK(with.total == without.total);
  }
}

TEST_CASE("run does not allocate once it has seen a batch as large") {
  for (const Family family : families) {
    const Problem p = random_problem(family, 6);
    Plan plan(p.variant, p.shapes, {.threads = 1});
    Gradients g(p);
    const auto heads = p.head_views();
    Report report;
    REQUIRE(plan.run(heads, p.truth_view(), g.views, report) == Status::ok);
    const long before = allocations();
    const Status again = plan.run(heads, p.truth_view(), g.views, report);
    const long after = allocations();
    CHECK(again == Status::ok);
    CHECK(after == before);
  }
}

TEST_CASE("many plans run from many threads at once") {
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([i, &wrong] {
      const Problem p = random_problem(static_cast<Family>(i % 4), 8);
      Plan plan(p.variant, p.shapes, {.threads = 2});
      Gradients first(p), g(p);
      Report want, report;
      if (plan.run(p.head_views(), p.truth_view(), first.views, want) != Status::ok) ++wrong;
      for (int k = 0; k < 20; ++k) {
        if (plan.run(p.head_views(), p.truth_view(), g.views, report) != Status::ok) ++wrong;
        if (std::memcmp(&report.total, &want.total, 8) != 0) ++wrong;
      }
    });
  for (auto& t : threads) t.join();
  CHECK(wrong == 0);
}

TEST_CASE("finite logits give no NaN: |t| <= 700 in f64, |t| <= 80 in f32") {
  for (const DType compute : {DType::f64, DType::f32})
    for (const Family family : families)
      for (const auto& choice : choices())
        for (std::size_t entry = 0; choice.applies(family) && entry < choice.entries.size(); ++entry)
          for (std::uint64_t seed = 1; seed < 6; ++seed) {
            Problem p = random_problem(family, seed, compute == DType::f64 ? 700 : 80);
            choice.set(p.variant, entry);
            add_companions(p.variant);
            // A root or logarithm of a negative size, and inf - inf of 2 - w h, are what the formula says.
            if (p.variant.activation == Activation::linear || p.variant.coordinate_scale == CoordinateScale::prediction) continue;
            Plan plan(p.variant, p.shapes, {.compute = compute});
            Gradients g(p);
            Report report;
            if (plan.run(p.head_views(), p.truth_view(), g.views, report) != Status::ok) continue;
            CAPTURE(name_of(family), choice.key, choice.entries[entry].name, seed, compute == DType::f64);
            REQUIRE_FALSE(std::isnan(report.total));
            for (const auto& head : g.values)
              for (const double x : head) REQUIRE_FALSE(std::isnan(x));
          }
}
