#include <cmath>
#include <cstdio>
#include <map>

#include "ref/ref.hpp"
#include "support/catch.hpp"
#include "support/problem.hpp"
#include "variant/catalogue.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

double ulp_of(double x) {
  const double up = std::nextafter(std::abs(x), INFINITY) - std::abs(x);
  return up > 0 ? up : 0x1p-1074;
}

struct Errors {
  double worst_gradient_ulp = 0, worst_term = 0, worst_gradient = 0;
};

/// The engine's error beside ref at 400 bits: a gradient element relative to itself or to `floor` of the largest of its head, a term to itself or to `floor`.
void compare(const Problem& p, const ref::Result& want, const RunOptions& options, double tolerance, double floor, Errors& errors) {
  Plan plan(p.variant, p.shapes, options);
  Gradients got(p);
  Report report;
  REQUIRE(plan.run(p.head_views(), p.truth_view(), got.views, report) == Status::ok);

  // The assignment is the same.
  REQUIRE(report.pairs.size() == want.report.pairs.size());
  for (std::size_t i = 0; i < report.pairs.size(); ++i) {
    const Pair &a = report.pairs[i], &b = want.report.pairs[i];
    CAPTURE(i, a.head, a.image, a.truth, a.anchor, a.iou, b.iou);
    CHECK((a.head == b.head && a.image == b.image && a.anchor == b.anchor && a.y == b.y && a.x == b.x && a.truth == b.truth));
    CHECK((a.kept == b.kept && a.gated == b.gated));
    CHECK(std::abs(a.iou - b.iou) <= tolerance);
    CHECK(std::abs(a.shape_iou - b.shape_iou) <= 1e-15);
  }
  CHECK(report.positives == want.report.positives);
  CHECK(report.ignored == want.report.ignored);
  CHECK(report.negatives == want.report.negatives);
  CHECK(report.unowned == want.report.unowned);
  CHECK(report.truths == want.report.truths);
  CHECK(report.flagged == want.report.flagged);
  CHECK(report.bad_truths == want.report.bad_truths);

  // Terms, then elements.
  const auto near = [&](const char* name, double a, double b, double scale) {
    CAPTURE(name, a, b);
    const double error = std::abs(a - b) / std::max(std::abs(b), scale);
    if (b != 0 && error > errors.worst_term) errors.worst_term = error;
    CHECK((a == b || error <= tolerance || (std::isnan(a) && std::isnan(b))));
  };
  for (std::size_t i = 0; i < report.terms.size(); ++i) {
    CAPTURE(i);
    near("coord", report.terms[i].coord, want.report.terms[i].coord, floor);
    near("obj", report.terms[i].obj, want.report.terms[i].obj, floor);
    near("noobj", report.terms[i].noobj, want.report.terms[i].noobj, floor);
    near("class", report.terms[i].classes, want.report.terms[i].classes, floor);
  }
  near("total", report.total, want.report.total, floor);
  near("cost", report.cost, want.report.cost, floor);
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    double largest = 0;
    for (const double g : want.gradients[h]) largest = std::max(largest, std::abs(g));
    for (std::size_t i = 0; i < got.values[h].size(); ++i) {
      const double a = got.values[h][i], b = want.gradients[h][i];
      const double error = std::abs(a - b) / std::max(std::abs(b), floor * largest);
      if (a == b || (std::isnan(a) && std::isnan(b))) continue;
      errors.worst_gradient = std::max(errors.worst_gradient, error);
      errors.worst_gradient_ulp = std::max(errors.worst_gradient_ulp, std::abs(a - b) / ulp_of(b));
      if (!(error <= tolerance)) {
        const std::int64_t cell = static_cast<std::int64_t>(i) % (p.shapes[h].h * p.shapes[h].w),
                           channel = static_cast<std::int64_t>(i) / (p.shapes[h].h * p.shapes[h].w);
        char values[80];
        std::snprintf(values, sizeof values, "%.17g for %.17g, largest %.3g", a, b, largest);
        CAPTURE(values, h, i, channel, cell, error, p.shapes[h].c, p.shapes[h].a, p.logits[h][i]);
        CHECK(error <= tolerance);
        return;
      }
    }
  }
}

/// Every family x every entry of every choice, and random combinations: problem after problem.
struct Case {
  Problem problem;
  std::string name;
};

std::vector<Case> all_cases(std::uint64_t random_count, double saturation) {
  std::vector<Case> cases;
  for (const Family family : families) {
    std::uint64_t seed = 1;
    for (const auto& choice : choices()) {
      if (!choice.applies(family) || choice.key == "bad_truths") continue;
      for (std::size_t e = 0; e < choice.entries.size(); ++e) {
        Case c{random_problem(family, ++seed, saturation),
               std::string(name_of(family)) + " " + std::string(choice.key) + "=" + std::string(choice.entries[e].name)};
        choice.set(c.problem.variant, e);
        auto& v = c.problem.variant;
        if (choice.key == "class_collision") v.collision = Collision::last_wins;
        if (choice.key == "subgradient" && family != Family::v4) v.iou_target = IouTarget::differentiated;
        if (choice.key == "noobj" && e == static_cast<std::size_t>(Noobj::complement_minus_ignored)) v.ignore = Ignore::decoded;
        add_companions(v);
        cases.push_back(std::move(c));
      }
    }
    for (std::uint64_t i = 0; i < random_count; ++i) {
      Random random(1000 * static_cast<std::uint64_t>(family) + i);
      Case c{random_problem(family, 5000 + i, saturation), {}};
      c.name = std::string(name_of(family)) + " random " + std::to_string(i) + ": " + randomise(c.problem.variant, random);
      cases.push_back(std::move(c));
    }
  }
  return cases;
}

void compare_rows(const char* name, const std::vector<double>& got, const std::vector<double>& want) {
  REQUIRE(got.size() == want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    CAPTURE(name, i, got[i], want[i]);
    REQUIRE((got[i] == want[i] || std::abs(got[i] - want[i]) <= 1e-13 * std::max(1.0, std::abs(want[i]))));
  }
}

/// Every case in one arithmetic, on every ISA. Prints the worst errors.
void compare_all(DType compute, const char* name, double saturation, double tolerance, double floor) {
  std::map<std::string, Errors> worst;
  for (const Case& c : all_cases(60, saturation)) {
    INFO(c.name);
    const auto want = ref::evaluate(c.problem.variant, c.problem.shapes, c.problem.head_views(), c.problem.truth_view(), ref::Precision::mpfr);
    for (const auto& isa : isas()) {
      INFO(name << " " << isa);
      compare(c.problem, want, {.compute = compute, .isa = isa, .threads = 1}, tolerance, floor, worst[isa]);
    }
  }
  for (const auto& [isa, e] : worst)
    std::printf("%s %-9s worst error: terms %.2g, gradient %.2g (of the value, or of %.0g of the head's largest); worst gradient element %.3g ulp of f64\n",
                name, isa.c_str(), e.worst_term, e.worst_gradient, floor, e.worst_gradient_ulp);
}

}  // namespace

TEST_CASE("the engine agrees with ref at 400 bits, for every choice, on every ISA, in f64") { compare_all(DType::f64, "f64", 40, 1e-11, 1e-4); }

TEST_CASE("every stage agrees with ref") {
  for (const Case& c : all_cases(30, 12)) {
    INFO(c.name);
    const Problem& p = c.problem;
    const auto want = ref::evaluate(p.variant, p.shapes, p.head_views(), p.truth_view(), ref::Precision::mpfr).stages;
    const auto got = Plan(p.variant, p.shapes).stages(p.head_views(), p.truth_view());
    REQUIRE(got.size() == want.size());
    for (std::size_t h = 0; h < got.size(); ++h) {
      compare_rows("activated", got[h].activated, want[h].activated);
      compare_rows("boxes", got[h].boxes, want[h].boxes);
      compare_rows("best_iou", got[h].best_iou, want[h].best_iou);
      CHECK(got[h].truth == want[h].truth);
      CHECK((got[h].role == want[h].role));
    }
  }
}

TEST_CASE("the engine agrees with ref at 400 bits, for every choice, on every ISA, in f32") { compare_all(DType::f32, "f32", 9, 5e-4, 1e-2); }
