#include <cmath>

#include "decisions/float_backend.hpp"
#include "decisions/misplaced.hpp"
#include "decisions/variants.hpp"
#include "diagnose/name_cause.hpp"
#include "judge/render.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;

namespace {

constexpr std::int64_t outcome_grid = 13;

/// A truth on a border, which float32 has in the neighbouring column, and two that nothing moves.
Setup on_near_border(Family family) {
  Setup setup(variant_of(family), shape_of(family, outcome_grid),
              {{misplaced(outcome_grid), 0.3, 0.2, 0.25, 1}, {0.72, 0.61, 0.31, 0.12, 2}, {0.83, 0.12, 0.1, 0.22, 0}});
  test::Random r(3);
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  return setup;
}

/// Truths on most corners of the cells, of every size: in float32 many move, and neighbours could have moved to the same cells.
Setup on_corners(Family family) {
  std::vector<Truth> truths;
  test::Random r(11);
  const auto border = [&] { return static_cast<double>(r.below(outcome_grid)) / static_cast<double>(outcome_grid); };
  for (int i = 0; i < 60; ++i) truths.push_back({border(), border(), r.uniform(0.1, 0.9), r.uniform(0.1, 0.9), static_cast<std::int32_t>(r.below(4))});
  Setup setup(variant_of(family), shape_of(family, outcome_grid), truths);
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  return setup;
}

float* gradient_of(Actual& actual) { return reinterpret_cast<float*>(actual.tensors["gradient-0"].bytes.data()); }

/// The backend forgets a factor of 2 in every derivative of a box.
void halve_boxes(const Setup& setup, Actual& actual) {
  float* const values = gradient_of(actual);
  const HeadShape& s = setup.shape;
  for (std::int64_t slot = 0; slot < s.slots(); ++slot)
    for (std::int64_t k = 0; k < 4; ++k) values[setup.layout().box.at(0, slot / (s.h * s.w), k, slot / s.w % s.h, slot % s.w)] /= 2;
}

std::string cause_of(const GoldenCase& golden, const Actual& actual, Verdict verdict) {
  name_cause(golden, actual, load_profile("ieee-fp32"), verdict, [](const std::string&) {});
  return verdict.cause;
}

}  // namespace

TEST_CASE("a wrong factor is named although a truth moved within rounding", "[outcome]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    const Setup setup = on_near_border(family);
    const GoldenCase golden = setup.golden();
    Choices exact = golden_choices(golden), moved = float_choices(setup, plain_kernels);
    REQUIRE(exact.pairs[0].x != moved.pairs[0].x);
    Actual plain = play(setup, exact, plain_kernels), other = play(setup, moved, plain_kernels);
    halve_boxes(setup, plain), halve_boxes(setup, other);

    // What fails is what fails where nothing moved.
    const Verdict verdict = judge(golden, other), unmoved = judge(golden, plain);
    INFO("family v" << static_cast<int>(family) + 1 << "\n" << render_text(verdict, ""));
    CHECK_FALSE(verdict.passed());
    CHECK(verdict.assignment.empty());
    CHECK(verdict.failures == unmoved.failures);
    REQUIRE(verdict.decisions.within.size() == 1);
    CHECK(verdict.decisions.within[0].what.find("column") == 0);
    CHECK(unmoved.alternative == nullptr);

    // Its cause is the same, too.
    const std::string cause = cause_of(golden, other, verdict);
    INFO(cause);
    CHECK(cause == cause_of(golden, plain, unmoved));
    CHECK(cause.find("no single known cause") == std::string::npos);
  }
}

TEST_CASE("a wrong backend with a truth in both cells, or in none, has it in the wrong place", "[outcome]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    const Setup setup = on_near_border(family);
    const GoldenCase golden = setup.golden();
    const Choices exact = golden_choices(golden), moved = float_choices(setup, plain_kernels);
    Choices both = exact, none = exact;
    both.pairs.push_back(moved.pairs[0]), both.roles[place_of(moved.pairs[0], setup.shape)] = Role::positive;
    none.pairs.erase(none.pairs.begin()), none.roles[place_of(exact.pairs[0], setup.shape)] = Role::negative;
    for (const Choices& wrong : {both, none})
      for (const bool halved : {false, true}) {
        Actual actual = play(setup, wrong, plain_kernels);
        if (halved) halve_boxes(setup, actual);
        const Verdict verdict = judge(golden, actual);
        CHECK_FALSE(verdict.passed());
        CHECK(verdict.decisions.within.empty());
        if (family != Family::v1) CHECK_FALSE(verdict.assignment.empty());
      }
  }
}

TEST_CASE("many truths on corners are told apart by where the gradients are", "[outcome]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    const Setup setup = on_corners(family);
    const GoldenCase golden = setup.golden();
    const Choices rounded = float_choices(setup, plain_kernels);
    Actual actual = play(setup, rounded, plain_kernels);
    const Verdict verdict = judge(golden, actual);
    INFO("family v" << static_cast<int>(family) + 1 << "\n" << render_text(verdict, ""));
    CHECK(verdict.passed());
    CHECK(verdict.decisions.open_components == 0);
    CHECK(verdict.decisions.within.size() > 6);

    // Wrong numbers fail there as they do elsewhere.
    halve_boxes(setup, actual);
    const Verdict wrong = judge(golden, actual);
    INFO(render_text(wrong, ""));
    CHECK_FALSE(wrong.passed());
    CHECK(wrong.assignment.empty());
    CHECK(wrong.decisions.open_components == 0);
  }
}

TEST_CASE("above the cap nothing is decided", "[outcome]") {
  // Truths of different sizes on the same corner of four cells, which a backend spreads over all four: that there are gradients in each tells nothing.
  const double c = misplaced(outcome_grid);
  const auto crowd = [&](int count) {
    Setup setup(variant_of(Family::v3), shape_of(Family::v3, outcome_grid), {});
    for (int i = 0; i < count; ++i) setup.truths.push_back({c, c, 0.2 + 0.01 * i, 0.25 + 0.01 * i, i % 4});
    return setup;
  };
  const auto spread = [](const Setup& setup, const GoldenCase& golden) {
    Choices choices = golden_choices(golden);
    const Pair there = float_choices(setup, plain_kernels).pairs[0];
    for (std::size_t i = 0; i < choices.pairs.size(); ++i) {
      if (i % 2) choices.pairs[i].x = there.x;
      if (i / 2 % 2) choices.pairs[i].y = there.y;
      choices.roles[place_of(choices.pairs[i], setup.shape)] = Role::positive;
    }
    return choices;
  };
  const Setup setup = crowd(8);
  const GoldenCase golden = setup.golden();
  const Choices choices = spread(setup, golden);
  const Verdict verdict = judge(golden, play(setup, choices, plain_kernels));
  INFO(render_text(verdict, ""));
  CHECK(verdict.passed());
  CHECK(verdict.inconclusive);
  CHECK(verdict.decisions.open_components == 1);
  CHECK(verdict.decisions.open_elements > 0);
  CHECK(verdict.decisions.within.empty());

  // What is no number is wrong there, too.
  Actual broken = play(setup, choices, plain_kernels);
  const Pair& first = choices.pairs[0];
  gradient_of(broken)[setup.layout().box.at(0, first.anchor, 0, first.y, first.x)] = NAN;
  CHECK_FALSE(judge(golden, broken).passed());

  // Four of them are still tried, and eight where all moved to the same cell.
  const Setup fewer = crowd(4);
  const GoldenCase other = fewer.golden();
  const Verdict tried = judge(other, play(fewer, spread(fewer, other), plain_kernels));
  INFO(render_text(tried, ""));
  CHECK(tried.passed());
  CHECK_FALSE(tried.inconclusive);
  CHECK(tried.decisions.within.size() >= 4);
  CHECK(judge(golden, play(setup, float_choices(setup, plain_kernels), plain_kernels)).decisions.within.size() == 16);
}
