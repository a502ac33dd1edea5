#include <algorithm>
#include <cmath>

#include "bounds/branches.hpp"
#include "configs/find_config.hpp"
#include "decisions/restate.hpp"
#include "decisions/scenarios.hpp"
#include "decisions/trial.hpp"
#include "support/catch.hpp"
#include "support/problem.hpp"

using namespace yologold;
using decisions::Site;
using decisions::SiteState;

namespace {

/// A random problem with random choices, as the engine computes and as the bounds see it.
struct Computed {
  test::Problem problem;
  std::string chosen;
  std::optional<Plan> plan;
  std::vector<HeadView> heads;
  test::Gradients gradients;
  Report report;
  std::vector<std::vector<Role>> roles;

  Computed(Family family, std::uint64_t seed) : problem(test::random_problem(family, seed, 20)), gradients(problem) {
    test::Random random(seed);
    if (seed > 1) chosen = test::randomise(problem.variant, random);
    test::define_sizes(problem);
    if (problem.variant.ignore == Ignore::decoded_any_class) silence_classes();
    plan.emplace(problem.variant, problem.shapes, RunOptions{DType::f64, "", 1});
    heads = problem.head_views();
    REQUIRE(plan->run(heads, problem.truth_view(), gradients.views, report) == Status::ok);
    for (const auto& stages : plan->stages(heads, problem.truth_view())) roles.push_back(stages.role);
  }

  /// Half of the slots are sure of no class.
  void silence_classes() {
    for (std::size_t h = 0; h < problem.shapes.size(); ++h) {
      const HeadShape& s = problem.shapes[h];
      const Block block = heads_layout(h).classes;
      for (std::int64_t i = 0; i < s.slots(); i += 2)
        for (std::int64_t k = 0; k < s.c && !s.shared_classes; ++k)
          problem.logits[h][static_cast<std::size_t>(block.at(i / (s.a * s.h * s.w), i / (s.h * s.w) % s.a, k, i / s.w % s.h, i % s.w))] = -4;
    }
  }
  Layout heads_layout(std::size_t h) const { return layout_of(LayoutName::nchw, problem.shapes[h]); }

  bounds::Problem seen() const { return {plan->variant(), problem.shapes, heads, problem.truth_view(), report.pairs, roles}; }
};

/// Every site of an image with the claims that the golden's scenarios make on it.
std::map<Site, std::vector<decisions::TruthClaim>> claims_of(const decisions::Subject& s, decisions::Decider& decider, std::int64_t image, int& lost) {
  std::map<Site, std::vector<decisions::TruthClaim>> claims;
  for (std::int64_t h = 0; h < s.heads(); ++h)
    for (std::int64_t i = 0; i < s.shape(h).slots(); ++i)
      if (const Address at = decisions::address_of(s, {h, i}); at.image == image) claims[decisions::site_of(s, at)];
  for (const auto& object : s.exact.objects[static_cast<std::size_t>(image)]) {
    std::vector<const Pair*> pairs;
    for (const Pair& p : s.problem.pairs)
      if (p.image == image && p.truth == object.index) pairs.push_back(&p);
    const auto ways = decisions::scenarios_of(s, decider, image, object.index, pairs);
    lost += !ways;
    if (!ways) continue;
    for (const auto& [site, claim] : ways->golden()) claims[site].push_back({object.index, claim});
  }
  return claims;
}

bool same(const SiteState& a, const SiteState& b) {
  const auto equal = [](const Pair& p, const Pair& q) {
    return p.head == q.head && p.image == q.image && p.anchor == q.anchor && p.y == q.y && p.x == q.x && p.truth == q.truth && p.kept == q.kept &&
           p.gated == q.gated;
  };
  return a.roles == b.roles && std::equal(a.pairs.begin(), a.pairs.end(), b.pairs.begin(), b.pairs.end(), equal);
}

}  // namespace

TEST_CASE("from its decisions the golden's assignment and gradient are rebuilt, whatever the choices", "[mirror]") {
  const auto profile = bounds::load_numeric_profile(find_config("profile", "ieee-fp32", "profile"));
  int problems = 0, lost = 0;
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4})
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
      const Computed c(family, seed);
      INFO("family v" << static_cast<int>(family) + 1 << ", seed " << seed << ", " << c.chosen);
      ++problems;
      const auto seen = c.seen();
      const decisions::Subject subject(seen, profile);
      decisions::Decider decider(subject);
      const decisions::Evidence nothing;
      const decisions::Trial trial(subject, nothing);
      for (std::int64_t image = 0; image < c.problem.shapes[0].n; ++image)
        for (const auto& [site, claims] : claims_of(subject, decider, image, lost)) {
          // The state.
          const SiteState golden = trial.golden(site);
          CHECK(same(decisions::assemble(subject, decider, site, claims, [](const decisions::Decision& d) { return d.winner; }), golden));

          // The values.
          double worst = 0, stray = 0;
          for (const auto& e : decisions::restate(subject, site, golden).elements) {
            const double engine = c.gradients.values[static_cast<std::size_t>(site.head)][static_cast<std::size_t>(e.offset)];
            if (std::isfinite(e.bound.error))
              stray = std::max(stray, std::abs(e.bound.value - e.golden) / (1e-3 * e.bound.error + 1e-12 * std::abs(e.golden) + 1e-290));
            worst = std::max(worst, std::abs(e.golden - engine) / (1e-9 * std::abs(engine) + 1e-4 * (e.bound.error < 1e300 ? e.bound.error : 0) + 1e-12));
          }
          CHECK(worst <= 1);
          CHECK(stray <= 1);
        }
    }
  CHECK(problems > 100);
  CHECK(lost == 0);
}

TEST_CASE("no alternative is offered that would change what a reduction divides by", "[mirror]") {
  const auto profile = bounds::load_numeric_profile(find_config("profile", "ieee-fp32", "profile"));
  const auto offered = [&](Reduction reduction, bool also_there) {
    // A slot that loses its truth, and another one that may gain it.
    Computed c(Family::v3, 1);
    c.problem.variant.reduction = reduction;
    c.plan.emplace(c.problem.variant, c.problem.shapes, RunOptions{DType::f64, "", 1});
    REQUIRE(c.report.pairs.size() > 0);
    const auto seen = c.seen();
    const decisions::Subject subject(seen, profile);
    const decisions::Evidence nothing;
    const Pair pair = c.report.pairs[0];
    const Site from = decisions::site_of(subject, {pair.head, pair.image, pair.anchor, 0, pair.y, pair.x});
    std::map<Site, SiteState> states{{from, {{}, {Role::negative}}}};
    for (std::int64_t i = 0; also_there && i < subject.shape(pair.head).slots(); ++i)
      if (c.roles[static_cast<std::size_t>(pair.head)][static_cast<std::size_t>(i)] == Role::negative) states[{pair.head, i}] = {{pair}, {Role::positive}};
    while (states.size() > 2) states.erase(states.begin()->first == from ? std::next(states.begin()) : states.begin());
    return decisions::Trial(subject, nothing).same_counts(states);
  };
  for (const Reduction reduction : {Reduction::mean_positives, Reduction::mean_elements, Reduction::times_batch}) {
    CHECK_FALSE(offered(reduction, false));
    CHECK(offered(reduction, true));
  }
  CHECK(offered(Reduction::sum, false));
}

TEST_CASE("on one side of a kink no bound is wider than on both", "[mirror]") {
  const auto profile = bounds::load_numeric_profile(find_config("profile", "bf16-every-op", "profile"));
  int ways = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Computed c(Family::v4, seed);
    const auto seen = c.seen();
    const auto both = bounds::evaluate_bounds(seen, profile);
    bounds::Branches branches(seen, profile);
    for (const auto& [place, pairs] : branches.slots())
      for (const auto& way : branches.of(pairs))
        for (std::size_t k = 0; k < 4; ++k, ++ways) {
          const Pair& p = *pairs[0];
          const auto at = seen.heads[static_cast<std::size_t>(place.first)].layout.box.at(p.image, p.anchor, static_cast<std::int64_t>(k), p.y, p.x);
          CHECK(way.slot.slopes[k].e <= both.gradients[static_cast<std::size_t>(place.first)][static_cast<std::size_t>(at)].error * (1 + 1e-12));
        }
  }
  CHECK(ways > 100);
}
