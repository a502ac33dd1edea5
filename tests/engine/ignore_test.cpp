#include <algorithm>
#include <cmath>

#include "support/catch.hpp"
#include "support/problem.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// Sizes from a grain of sand to several pictures.
double size_of_truth(Random& r) { return std::exp2(r.uniform(-12, 2)) * (r.below(20) == 0 ? 1e-18 : 1); }

/// Two grids of several tiles, and boxes near the truths' sizes, so that thresholds are close.
Problem crowded(Family family, std::uint64_t seed) {
  Problem p = random_problem(family, seed);
  Random r(seed);
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    HeadShape& s = p.shapes[h];
    s.h = h == 0 ? 41 : 7, s.w = h == 0 ? 53 : 19;
    p.logits[h].resize(static_cast<std::size_t>(s.elements()));
    for (double& t : p.logits[h]) t = static_cast<float>(3 * r.bell());
    for (int odd = 0; odd < 5; ++odd) p.logits[h][static_cast<std::size_t>(r.below(s.elements()))] = odd == 0 ? NAN : odd < 3 ? INFINITY : -800;
  }
  p.truths.clear(), p.first = {0};
  for (std::int64_t n = 0; n < p.shapes[0].n; ++n) {
    for (int i = 0; i < 12; ++i)
      p.truths.push_back({.cx = r.uniform(0, 1), .cy = r.uniform(0, 1), .w = size_of_truth(r), .h = size_of_truth(r), .class_id = 0, .ignore = i > 9});
    p.first.push_back(static_cast<std::int64_t>(p.truths.size()));
  }
  p.variant.ignore = Ignore::decoded, p.variant.noobj = Noobj::complement_minus_ignored;
  return p;
}

}  // namespace

TEST_CASE("no box that overlaps a truth enough is left out, at any threshold") {
  std::int64_t ignored = 0, wrong = 0;
  for (const Family family : {Family::v2, Family::v3, Family::v4})
    for (const double thresh : {0.001, 0.011, 0.1, 0.3, 0.5, 0.7, 0.95})
      for (std::uint64_t seed = 1; seed < 6; ++seed) {
        Problem p = crowded(family, seed);
        p.variant.ignore_thresh = thresh;
        for (Truth& t : p.truths) t.ignore = false;
        Plan plan(p.variant, p.shapes, {.threads = 1});
        for (const HeadStages& head : plan.stages(p.head_views(), p.truth_view()))
          for (std::size_t i = 0; i < head.role.size(); ++i) {
            if (head.role[i] == Role::positive || std::abs(head.best_iou[i] - thresh) < 1e-12) continue;
            ignored += head.role[i] == Role::ignored;
            wrong += (head.role[i] == Role::ignored) != (head.best_iou[i] > thresh);
          }
      }
  CHECK(ignored > 10000);
  CHECK(wrong == 0);
}

TEST_CASE("a flagged truth is compared with every box as an ordinary one is under the decoded rule") {
  for (const Family family : {Family::v2, Family::v3, Family::v4}) {
    Problem p = crowded(family, 9);
    p.variant.ignore_thresh = 0.4;
    Report flagged;
    for (Truth& t : p.truths) t.ignore = true;
    REQUIRE(Plan(p.variant, p.shapes).run(p.head_views(), p.truth_view(), {}, flagged) == Status::ok);
    p.variant.ignore = Ignore::off, p.variant.noobj = Noobj::complement;
    Report other;
    REQUIRE(Plan(p.variant, p.shapes).run(p.head_views(), p.truth_view(), {}, other) == Status::ok);
    CHECK(flagged.ignored > 0);
    CHECK(flagged.ignored == other.ignored);
  }
}

TEST_CASE("the roles of the stages are those of the run, also where f32 decides otherwise than f64") {
  const auto ignored_of = [](const std::vector<HeadStages>& stages) {
    std::int64_t count = 0;
    for (const HeadStages& head : stages) count += std::count(head.role.begin(), head.role.end(), Role::ignored);
    return count;
  };
  int differing = 0;
  Problem p = crowded(Family::v3, 3);
  for (Truth& t : p.truths) t.ignore = false;
  const std::vector<double> ious = Plan(p.variant, p.shapes).stages(p.head_views(), p.truth_view())[0].best_iou;
  for (std::size_t i = 0; i < ious.size(); i += 41) {
    if (!(ious[i] > 0.01 && ious[i] < 1)) continue;
    p.variant.ignore_thresh = ious[i];
    Plan single(p.variant, p.shapes, {.compute = DType::f32});
    Report report;
    REQUIRE(single.run(p.head_views(), p.truth_view(), {}, report) == Status::ok);
    CHECK(ignored_of(single.stages(p.head_views(), p.truth_view())) == report.ignored);
    differing += ignored_of(Plan(p.variant, p.shapes).stages(p.head_views(), p.truth_view())) != report.ignored;
  }
  CHECK(differing > 1);
}
