#include "bounds/bounds.hpp"
#include "configs/find_config.hpp"
#include "support/catch.hpp"
#include "support/problem.hpp"

using namespace yologold;

namespace {

struct Comparison {
  double worst = 0;  ///< the largest distance of a golden from the middle of its ball, as a share of the ball; of gradients and losses
  int compared = 0, unbounded = 0;
};

Comparison compare(const test::Problem& problem, const bounds::NumericProfile& profile) {
  // Let the engine compute.
  Plan plan(problem.variant, problem.shapes, {DType::f64, "", 1});
  const auto heads = problem.head_views();
  test::Gradients gradients(problem);
  Report report;
  REQUIRE(plan.run(heads, problem.truth_view(), gradients.views, report) == Status::ok);
  std::vector<std::vector<Role>> roles;
  for (const auto& stages : plan.stages(heads, problem.truth_view())) roles.push_back(stages.role);

  // Compare every element and every term with the balls.
  const auto bounds = bounds::evaluate_bounds({plan.variant(), problem.shapes, heads, problem.truth_view(), report.pairs, roles}, profile);
  Comparison all;
  const auto look = [&](const bounds::Bound& bound, double golden) {
    ++(std::isinf(bound.error) ? all.unbounded : all.compared);
    if (std::isinf(bound.error) || bound.value == golden) return;
    REQUIRE(std::isfinite(golden));
    const double off = std::abs(bound.value - golden);
    all.worst = std::max(all.worst, off / (bound.error + 1e-13 * std::abs(golden) + 1e-290));
  };
  for (std::size_t k = 0; k < bounds.gradients.size(); ++k)
    for (std::size_t i = 0; i < bounds.gradients[k].size(); ++i) look(bounds.gradients[k][i], gradients.values[k][i]);
  for (std::size_t i = 0; i < report.terms.size(); ++i) {
    look(bounds.terms[i].coord, report.terms[i].coord), look(bounds.terms[i].obj, report.terms[i].obj);
    look(bounds.terms[i].noobj, report.terms[i].noobj), look(bounds.terms[i].classes, report.terms[i].classes);
  }
  look(bounds.total, report.total);
  return all;
}

}  // namespace

TEST_CASE("the middle of every ball is the golden, whatever the choices", "[variants]") {
  const auto profile = bounds::load_numeric_profile(find_config("profile", "ieee-fp32", "profile"));
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4})
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      test::Problem problem = test::random_problem(family, seed, 20);
      test::Random random(seed);
      const std::string chosen = seed == 1 ? "" : test::randomise(problem.variant, random);
      test::define_sizes(problem);
      INFO("family v" << static_cast<int>(family) + 1 << ", seed " << seed << ", " << chosen);
      const Comparison found = compare(problem, profile);
      CHECK(found.worst < 1e-3);
      CHECK(found.unbounded * 10 < found.compared);
    }
}
