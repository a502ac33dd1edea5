#include <algorithm>
#include <cmath>

#include "decisions/float_backend.hpp"
#include "decisions/variants.hpp"
#include "judge/render.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;

namespace {

constexpr std::int64_t grid = 13;

/// A centre whose exact product lies in one column and whose float32 product in another.
double misplaced() {
  for (std::int64_t k = 1; k < grid; ++k) {
    const double cx = static_cast<double>(k) / static_cast<double>(grid);
    for (const double c : {cx, std::nextafter(cx, 0.0), std::nextafter(cx, 1.0)}) {
      const auto exact = static_cast<std::int64_t>(std::floor(static_cast<long double>(c) * grid));
      if (static_cast<std::int64_t>(std::floor(static_cast<float>(c) * static_cast<float>(grid))) != exact) return c;
    }
  }
  throw std::runtime_error("float32 places every centre as it should");
}

/// One truth on a border, some logits.
Setup on_border(Family family) {
  Setup setup(variant_of(family), shape_of(family, grid), {{misplaced(), 0.3, 0.2, 0.25, 1}});
  test::Random r(3);
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  return setup;
}

/// Puts the pair of `other` beside those of `choices`.
Choices joined(Choices choices, const Choices& other, const HeadShape& s) {
  for (const Pair& p : other.pairs) {
    choices.pairs.push_back(p);
    choices.roles[static_cast<std::size_t>((p.anchor * s.h + p.y) * s.w + p.x)] = Role::positive;
  }
  return choices;
}

Choices without_pairs(Choices choices) {
  choices.pairs.clear();
  std::replace(choices.roles.begin(), choices.roles.end(), Role::positive, Role::negative);
  return choices;
}

}  // namespace

TEST_CASE("a truth on a border may fall on either side, whole", "[border]") {
  const auto kernels = bounds_test::plain_o2().corner;
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    const Setup setup = on_border(family);
    const GoldenCase golden = setup.golden();
    const Choices exact = golden_choices(golden), rounded = float_choices(setup, kernels);
    REQUIRE(exact.pairs[0].x != rounded.pairs[0].x);
    for (const bool told : {false, true}) {
      CHECK(judge(golden, play(setup, exact, kernels, told)).decisions.within.empty());
      const Verdict moved = judge(golden, play(setup, rounded, kernels, told));
      INFO(render_text(moved, ""));
      CHECK(moved.passed());
      REQUIRE(moved.decisions.within.size() == 1);
      CHECK(moved.decisions.within[0].what.find("column") == 0);
      CHECK(moved.decisions.within[0].ratio <= 1);
      CHECK(moved.decisions.within[0].outcome == rounded.pairs[0].x);
      CHECK(moved.decisions.elements > 5);
    }
  }
}

TEST_CASE("a truth on a border must not be in both cells, nor in none", "[border]") {
  const auto kernels = bounds_test::plain_o2().corner;
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    const Setup setup = on_border(family);
    const GoldenCase golden = setup.golden();
    const Choices exact = golden_choices(golden), rounded = float_choices(setup, kernels);
    for (const bool told : {false, true}) {
      CHECK_FALSE(judge(golden, play(setup, joined(exact, rounded, setup.shape), kernels, told)).passed());
      CHECK_FALSE(judge(golden, play(setup, without_pairs(exact), kernels, told)).passed());
    }
  }
}

TEST_CASE("what a backend says of its slots must be what it computed", "[border]") {
  const auto kernels = bounds_test::plain_o2().corner;
  const Setup setup = on_border(Family::v2);
  const GoldenCase golden = setup.golden();
  Actual actual = play(setup, float_choices(setup, kernels), kernels, true);
  const Actual exact = play(setup, golden_choices(golden), kernels, true);
  for (const char* name : {"role-0", "truth-0"}) actual.tensors[name] = exact.tensors.at(name);
  const Verdict verdict = judge(golden, actual);
  CHECK_FALSE(verdict.passed());
  CHECK(verdict.decisions.within.empty());
}

TEST_CASE("a wrong value in the cell that a truth moved to is not excused", "[border]") {
  const auto kernels = bounds_test::plain_o2().corner;
  const Setup setup = on_border(Family::v3);
  const GoldenCase golden = setup.golden();
  const Choices rounded = float_choices(setup, kernels);
  const Pair& p = rounded.pairs[0];
  Actual actual = play(setup, rounded, kernels);
  const auto at = static_cast<std::size_t>(setup.layout().objectness.at(0, p.anchor, 0, p.y, p.x));
  float* const values = reinterpret_cast<float*>(actual.tensors["gradient-0"].bytes.data());
  values[at] *= 1.00001F;
  const Verdict verdict = judge(golden, actual);
  CHECK_FALSE(verdict.passed());
  CHECK(verdict.decisions.within.empty());
}

TEST_CASE("the losses follow the alternative", "[border]") {
  // Restate a golden's losses by letting the engine compute the moved truth: its centre a hair to the other side.
  const auto kernels = bounds_test::plain_o2().corner;
  const Setup setup = on_border(Family::v2);
  const GoldenCase golden = setup.golden();
  const Choices rounded = float_choices(setup, kernels), exact = golden_choices(golden);
  Setup moved = setup;
  moved.truths[0].cx += (rounded.pairs[0].x < exact.pairs[0].x ? -1 : 1) * 1e-9;
  const GoldenCase other = moved.golden();
  REQUIRE(golden_choices(other).pairs[0].x == rounded.pairs[0].x);
  Actual actual = play(setup, rounded, kernels);
  for (const char* name : {"terms", "per_image", "total"}) actual.tensors[name] = other.tensors.at(name);
  CHECK(judge(golden, actual).passed());
  actual.tensors["total"] = golden.tensors.at("total");
  const Verdict stale = judge(golden, actual);
  CHECK(stale.terms.size() == 1);
}

TEST_CASE("a column beyond rounding is named with its margin", "[border]") {
  const auto kernels = bounds_test::plain_o2().corner;
  Setup setup = on_border(Family::v3);
  setup.truths[0].cx = 5.25 / static_cast<double>(grid);
  const GoldenCase golden = setup.golden();
  Choices wrong = golden_choices(golden);
  std::swap(wrong.roles[static_cast<std::size_t>((wrong.pairs[0].anchor * grid + wrong.pairs[0].y) * grid + 5)],
            wrong.roles[static_cast<std::size_t>((wrong.pairs[0].anchor * grid + wrong.pairs[0].y) * grid + 4)]);
  wrong.pairs[0].x = 4;
  const Verdict verdict = judge(golden, play(setup, wrong, kernels));
  CHECK_FALSE(verdict.passed());
  REQUIRE(verdict.decisions.beyond.size() == 1);
  CHECK(verdict.decisions.beyond[0].what.find("column 5 over 4 by 0.25") == 0);
  CHECK(verdict.decisions.beyond[0].ratio > 1000);
  CHECK(verdict.decisions.beyond[0].holds_up_to > 1000 * 0x1p-24);
}

TEST_CASE("above the cap nothing is decided", "[border]") {
  // Four truths of different sizes on the same corner of four cells: eight decisions hang together.
  const auto kernels = bounds_test::plain_o2().corner;
  const double c = misplaced();
  Setup setup(variant_of(Family::v3), shape_of(Family::v3, grid), {{c, c, 0.2, 0.25, 0}, {c, c, 0.21, 0.26, 1}, {c, c, 0.22, 0.27, 2}, {c, c, 0.23, 0.28, 3}});
  const GoldenCase golden = setup.golden();
  const Verdict verdict = judge(golden, play(setup, float_choices(setup, kernels), kernels));
  INFO(render_text(verdict, ""));
  CHECK(verdict.passed());
  CHECK(verdict.inconclusive);
  CHECK(verdict.decisions.open_components == 1);
  CHECK(verdict.decisions.open_elements > 0);
  CHECK(verdict.decisions.within.empty());

  // What is no number is wrong there, too.
  Actual broken = play(setup, float_choices(setup, kernels), kernels);
  const Pair moved = float_choices(setup, kernels).pairs[0];
  const auto at = static_cast<std::size_t>(setup.layout().box.at(0, moved.anchor, 0, moved.y, moved.x));
  reinterpret_cast<float*>(broken.tensors["gradient-0"].bytes.data())[at] = NAN;
  CHECK_FALSE(judge(golden, broken).passed());

  // Three of them are still tried.
  setup.truths.pop_back();
  const GoldenCase fewer = setup.golden();
  const Verdict tried = judge(fewer, play(setup, float_choices(setup, kernels), kernels));
  INFO(render_text(tried, ""));
  CHECK(tried.passed());
  CHECK_FALSE(tried.inconclusive);
  CHECK(tried.decisions.within.size() >= 3);
}
