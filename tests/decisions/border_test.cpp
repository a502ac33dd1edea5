#include <algorithm>
#include <cmath>

#include "decisions/float_backend.hpp"
#include "decisions/misplaced.hpp"
#include "decisions/variants.hpp"
#include "judge/render.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;

namespace {

constexpr std::int64_t grid = 13;

/// One truth on a border, some logits.
Setup on_border(Family family) {
  Setup setup(variant_of(family), shape_of(family, grid), {{misplaced(grid), 0.3, 0.2, 0.25, 1}});
  test::Random r(3);
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  return setup;
}

/// A setup with its golden, and what exact arithmetic and float32 decide.
struct Judged {
  Setup setup;
  GoldenCase golden = setup.golden();
  Choices exact = golden_choices(golden), rounded = float_choices(setup, plain_kernels);
  std::int32_t moved_to = rounded.pairs[0].x;  ///< the column of the first truth in float32
};

/// An element of what a float32 backend wrote in the slot of a pair.
float& element(const Setup& setup, Actual& actual, const Pair& p, std::int64_t channel) {
  const Layout layout = setup.layout();
  const std::int64_t at = channel < 4 ? layout.box.at(0, p.anchor, channel, p.y, p.x) : layout.objectness.at(0, p.anchor, 0, p.y, p.x);
  return reinterpret_cast<float*>(actual.tensors["gradient-0"].bytes.data())[at];
}

/// Puts the pair of `other` beside those of `choices`.
Choices joined(Choices choices, const Choices& other, const HeadShape& s) {
  for (const Pair& p : other.pairs) {
    choices.pairs.push_back(p);
    choices.roles[place_of(p, s)] = Role::positive;
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
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    const auto [setup, golden, exact, rounded, moved_to] = Judged{on_border(family)};
    REQUIRE(exact.pairs[0].x != moved_to);
    for (const bool told : {false, true}) {
      CHECK(judge(golden, play(setup, exact, plain_kernels, told)).decisions.within.empty());
      const Verdict moved = judge(golden, play(setup, rounded, plain_kernels, told));
      INFO(render_text(moved, ""));
      CHECK(moved.passed());
      REQUIRE(moved.decisions.within.size() == 1);
      CHECK(moved.decisions.within[0].what.find("column") == 0);
      CHECK(moved.decisions.within[0].ratio <= 1);
      CHECK(moved.decisions.within[0].outcome == moved_to);
      CHECK(moved.decisions.elements > 5);
    }
  }
}

TEST_CASE("a truth on a border must not be in both cells, nor in none", "[border]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    const auto [setup, golden, exact, rounded, moved_to] = Judged{on_border(family)};
    for (const bool told : {false, true}) {
      CHECK_FALSE(judge(golden, play(setup, joined(exact, rounded, setup.shape), plain_kernels, told)).passed());
      CHECK_FALSE(judge(golden, play(setup, without_pairs(exact), plain_kernels, told)).passed());
    }
  }
}

TEST_CASE("what a backend says of its slots must be what it computed", "[border]") {
  const Judged j{on_border(Family::v2)};
  Actual actual = play(j.setup, j.rounded, plain_kernels, true);
  const Actual exact = play(j.setup, j.exact, plain_kernels, true);
  for (const char* name : {"role-0", "truth-0"}) actual.tensors[name] = exact.tensors.at(name);
  const Verdict verdict = judge(j.golden, actual);
  CHECK_FALSE(verdict.passed());
  CHECK(verdict.decisions.within.empty());
}

TEST_CASE("a wrong value in the cell that a truth moved to is not excused", "[border]") {
  const Judged j{on_border(Family::v3)};
  Actual actual = play(j.setup, j.rounded, plain_kernels);
  element(j.setup, actual, j.rounded.pairs[0], 4) *= 1.00001F;
  const Verdict verdict = judge(j.golden, actual);
  CHECK_FALSE(verdict.passed());
  CHECK(verdict.failures == 1);
  CHECK(verdict.assignment.empty());
  CHECK(verdict.decisions.within.size() == 1);
}

TEST_CASE("the losses follow the alternative", "[border]") {
  // Restate a golden's losses by letting the engine compute the moved truth: its centre a hair to the other side.
  const Judged j{on_border(Family::v2)};
  Setup moved = j.setup;
  moved.truths[0].cx += (j.moved_to < j.exact.pairs[0].x ? -1 : 1) * 1e-9;
  const GoldenCase other = moved.golden();
  REQUIRE(golden_choices(other).pairs[0].x == j.moved_to);
  Actual actual = play(j.setup, j.rounded, plain_kernels);
  for (const char* name : {"terms", "per_image", "total"}) actual.tensors[name] = other.tensors.at(name);
  CHECK(judge(j.golden, actual).passed());
  actual.tensors["total"] = j.golden.tensors.at("total");
  const Verdict stale = judge(j.golden, actual);
  CHECK(stale.terms.size() == 1);
}

TEST_CASE("a column beyond rounding is named with its margin", "[border]") {
  Setup setup = on_border(Family::v3);
  setup.truths[0].cx = 5.25 / static_cast<double>(grid);
  const GoldenCase golden = setup.golden();
  Choices wrong = golden_choices(golden);
  const std::size_t from = place_of(wrong.pairs[0], setup.shape);
  wrong.pairs[0].x = 4;
  std::swap(wrong.roles[from], wrong.roles[place_of(wrong.pairs[0], setup.shape)]);
  const Verdict verdict = judge(golden, play(setup, wrong, plain_kernels));
  CHECK_FALSE(verdict.passed());
  REQUIRE(verdict.decisions.beyond.size() == 1);
  CHECK(verdict.decisions.beyond[0].what.find("column 5 over 4 by 0.25") == 0);
  CHECK(verdict.decisions.beyond[0].ratio > 1000);
  CHECK(verdict.decisions.beyond[0].holds_up_to > 1000 * 0x1p-24);
}

TEST_CASE("where predictions stand for anchors, a truth on a border is matched by those of the cell that it came to", "[border]") {
  // In the golden's cell the first anchor's prediction has the size of the truth, in the neighbour the last one's.
  Setup setup = on_border(Family::v2);
  setup.variant.anchor_match = AnchorMatch::predicted_shape;
  const Choices plain = golden_choices(setup.golden()), moved = float_choices(setup, plain_kernels);
  const auto fit = [&](const Pair& p, std::int64_t fitting) {
    const Truth& truth = setup.truths[0];
    for (std::int64_t a = 0; a < 3; ++a) {
      const Anchor& anchor = setup.variant.anchors[static_cast<std::size_t>(a)];
      const double off = a == fitting ? 0.01 : 1;
      setup.logit(a, 2, p.y, p.x) = static_cast<float>(std::log(truth.w * static_cast<double>(grid) / anchor.w) + off);
      setup.logit(a, 3, p.y, p.x) = static_cast<float>(std::log(truth.h * static_cast<double>(grid) / anchor.h) + off);
    }
  };
  fit(plain.pairs[0], 0), fit(moved.pairs[0], 2);
  const GoldenCase golden = setup.golden();
  REQUIRE(golden_choices(golden).pairs[0].anchor == 0);

  // Only that one is the alternative.
  for (const std::int32_t anchor : {0, 1, 2}) {
    const Verdict verdict = judge(golden, play(setup, with_anchor(moved, anchor, setup.shape), plain_kernels));
    INFO("anchor " << anchor << "\n" << render_text(verdict, ""));
    CHECK(verdict.passed() == (anchor == 2));
    CHECK(verdict.decisions.within.size() == (anchor == 2 ? 1 : 0));
  }
}
