#include <cstring>

#include "support/allocations.hpp"
#include "support/catch.hpp"
#include "support/problem.hpp"
#include "variant/catalogue.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// The truths of a problem that a run gets: all, none, every second, those of other places.
Problem with_truths(Problem p, int way) {
  std::vector<Truth> kept;
  std::vector<std::int64_t> first{0};
  for (std::size_t i = 0; i + 1 < p.first.size(); ++i) {
    for (auto t = p.first[i]; t < p.first[i + 1]; ++t) {
      Truth truth = p.truths[static_cast<std::size_t>(t)];
      if (way == 3) truth.cx = 1 - truth.cx, truth.cy = 1 - truth.cy;
      if (way == 0 || way == 3 || (way == 2 && t % 2 == 0)) kept.push_back(truth);
    }
    first.push_back(static_cast<std::int64_t>(kept.size()));
  }
  p.truths = kept, p.first = first;
  return p;
}

Gradients zeroed(const Problem& p) {
  Gradients g(p);
  for (auto& head : g.values) std::fill(head.begin(), head.end(), 0);
  return g;
}

/// The same gradient as a dense run of its own.
void require_dense(const Problem& p, const Gradients& got) {
  Gradients want(p);
  Report report;
  REQUIRE(Plan(p.variant, p.shapes).run(p.head_views(), p.truth_view(), want.views, report) == Status::ok);
  for (std::size_t h = 0; h < want.values.size(); ++h)
    for (std::size_t i = 0; i < want.values[h].size(); ++i)
      REQUIRE((want.values[h][i] == got.values[h][i] || std::memcmp(&want.values[h][i], &got.values[h][i], 8) == 0));
}

}  // namespace

TEST_CASE("into known-zero buffers the gradient is the dense one, run after run") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4})
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
      Problem p = random_problem(family, seed);
      Random random(seed);
      if (seed > 5) randomise(p.variant, random);
      p.variant.bad_truths = BadTruths::skip;
      CAPTURE(name_of(family), seed);
      Plan plan(p.variant, p.shapes, {.threads = 2, .output = Output::known_zero});
      Gradients buffers[2] = {zeroed(p), zeroed(p)};
      Report report;
      for (const int way : {0, 3, 1, 2, 3, 0}) {
        const Problem now = with_truths(p, way);
        REQUIRE(plan.run(now.head_views(), now.truth_view(), buffers[0].views, report) == Status::ok);
        require_dense(now, buffers[0]);

        // A run for the loss alone changes nothing of what the next one finds.
        REQUIRE(plan.run(now.head_views(), with_truths(p, 3).truth_view(), {}, report) == Status::ok);
      }

      // Other buffers that hold zeros may be lent at any time.
      REQUIRE(plan.run(p.head_views(), p.truth_view(), buffers[1].views, report) == Status::ok);
      require_dense(p, buffers[1]);
    }
}

TEST_CASE("nothing but objectness and assigned slots is written into known-zero buffers") {
  const Problem p = random_problem(Family::v3, 3);
  Plan plan(p.variant, p.shapes, {.output = Output::known_zero});
  Gradients g(p);
  Report report;
  REQUIRE(plan.run(p.head_views(), p.truth_view(), g.views, report) == Status::ok);
  std::ptrdiff_t untouched = 0, wanted = 0;
  for (std::size_t h = 0; h < g.values.size(); ++h) {
    untouched += std::count(g.values[h].begin(), g.values[h].end(), 12345.0);
    wanted += (4 + p.shapes[h].c) * p.shapes[h].slots();
  }
  CHECK(report.positives > 0);
  CHECK(untouched == wanted - report.positives * (4 + p.shapes[0].c));
}

TEST_CASE("a run into known-zero buffers does not allocate once it has seen a batch as large") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    const Problem p = random_problem(family, 6), fewer = with_truths(p, 2);
    Plan plan(p.variant, p.shapes, {.threads = 1, .output = Output::known_zero});
    Gradients g = zeroed(p);
    const auto heads = p.head_views();
    Report report;
    REQUIRE(plan.run(heads, p.truth_view(), g.views, report) == Status::ok);
    const long before = allocations();
    const Status statuses[] = {plan.run(heads, fewer.truth_view(), g.views, report), plan.run(heads, p.truth_view(), g.views, report)};
    CHECK(allocations() == before);
    CHECK((statuses[0] == Status::ok && statuses[1] == Status::ok));
  }
}
