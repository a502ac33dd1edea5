#include <cmath>

#include "decisions/float_backend.hpp"
#include "decisions/variants.hpp"
#include "judge/render.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;

namespace {

constexpr std::int64_t cells = 13;
Setup noisy(const Variant& variant, const HeadShape& shape, const std::vector<Truth>& truths) {
  Setup setup(variant, shape, truths);
  test::Random r(5);
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  return setup;
}

Setup one_truth(Family family, double w, double h) { return noisy(variant_of(family), shape_of(family, cells), {{0.32, 0.41, w, h, 2}}); }

bool same_slots(const Choices& a, const Choices& b) {
  const auto equal = [](const Pair& p, const Pair& q) { return p.anchor == q.anchor && p.y == q.y && p.x == q.x && p.gated == q.gated; };
  return a.roles == b.roles && std::equal(a.pairs.begin(), a.pairs.end(), b.pairs.begin(), b.pairs.end(), equal);
}

/// The widths between two where the golden's choices change, by halving.
double change_between(Family family, double low, double high, double h) {
  const Choices first = golden_choices(one_truth(family, low, h).golden());
  REQUIRE_FALSE(same_slots(first, golden_choices(one_truth(family, high, h).golden())));
  for (int i = 0; i < 60 && std::nextafter(low, high) != high; ++i) {
    const double middle = (low + high) / 2;
    (same_slots(first, golden_choices(one_truth(family, middle, h).golden())) ? low : high) = middle;
  }
  return low;
}

/// A width near a change at which float32 chooses otherwise than the golden.
Setup misjudged(Family family, double low, double high, double h) {
  const double at = change_between(family, low, high, h);
  for (int i = 0; i < 400; ++i) {
    Setup setup = one_truth(family, at * (1 + (i % 2 ? i : -i) * 0x1p-30), h);
    if (!same_slots(golden_choices(setup.golden()), float_choices(setup, plain_kernels))) return setup;
  }
  throw std::runtime_error("float32 chooses as the golden everywhere");
}

void check_accepted(const Setup& setup, const std::string& what) {
  const GoldenCase golden = setup.golden();
  const Choices rounded = float_choices(setup, plain_kernels);
  REQUIRE_FALSE(same_slots(golden_choices(golden), rounded));
  for (const bool told : {false, true}) {
    const Verdict verdict = judge(golden, play(setup, rounded, plain_kernels, told));
    INFO(render_text(verdict, ""));
    CHECK(verdict.passed());
    REQUIRE(verdict.decisions.within.size() == 1);
    CHECK(verdict.decisions.within[0].what.find(what) != std::string::npos);
    CHECK(verdict.decisions.within[0].ratio <= 1);
  }
}

}  // namespace

TEST_CASE("two anchors within rounding of each other may change places", "[choices]") { check_accepted(misjudged(Family::v2, 0.1, 0.4, 0.25), "best anchor"); }

TEST_CASE("an anchor far behind must not win", "[choices]") {
  const Setup setup = one_truth(Family::v2, 0.1, 0.12);
  const GoldenCase golden = setup.golden();
  const Choices exact = golden_choices(golden);
  const auto other = static_cast<std::int32_t>((exact.pairs[0].anchor + 1) % 3);
  for (const bool told : {false, true}) {
    const Verdict verdict = judge(golden, play(setup, with_anchor(exact, other, setup.shape), plain_kernels, told));
    INFO(render_text(verdict, ""));
    CHECK_FALSE(verdict.passed());
    REQUIRE(verdict.decisions.beyond.size() == 1);
    CHECK(verdict.decisions.beyond[0].what.find("best anchor " + std::to_string(exact.pairs[0].anchor) + " over " + std::to_string(other) + " by ") == 0);
    CHECK(verdict.decisions.beyond[0].ratio > 1000);
  }
}

TEST_CASE("the thresholds of v3 and v4 may fall either way within rounding", "[choices]") {
  check_accepted(misjudged(Family::v3, 0.2, 0.4, 0.286), "prior gate");
  check_accepted(misjudged(Family::v4, 0.2, 0.5, 0.25), "the threshold of positives");
}

TEST_CASE("two predictors of v1 within rounding of each other may change places", "[choices]") {
  Setup setup = one_truth(Family::v1, 0.3, 0.3);
  const auto x = static_cast<std::int64_t>(0.32 * cells), y = static_cast<std::int64_t>(0.41 * cells);
  for (std::int64_t k = 0; k < 4; ++k) setup.logit(1, k, y, x) = setup.logit(0, k, y, x);
  float& width = setup.logit(1, 2, y, x);
  const float equal = width;
  for (int i = 1; i < 100 && same_slots(golden_choices(setup.golden()), float_choices(setup, plain_kernels)); ++i)
    width = equal * (1 + static_cast<float>(i % 2 ? i : -i) * 0x1p-24F);
  check_accepted(setup, "responsible predictor");
}

TEST_CASE("the ignore mask may fall either way within rounding, not beyond", "[choices]") {
  // One slot without truth, in the cell beside the truth's.
  Variant variant = variant_of(Family::v3);
  variant.ignore = Ignore::decoded, variant.noobj = Noobj::complement_minus_ignored;
  Setup setup = noisy(variant, shape_of(Family::v3, 5), {{0.39, 0.5, 0.14, 0.14, 2}});
  constexpr std::size_t slot = 2 * 5 + 2;
  setup.logit(0, 1, 2, 2) = 0.2F, setup.logit(0, 3, 2, 2) = -0.1F;
  const auto role_at = [&](float tw) {
    setup.logit(0, 2, 2, 2) = tw;
    return golden_choices(setup.golden()).roles[slot];
  };

  // Bring its box to IOU 0.5, then step around that until float32 disagrees.
  bool found = false;
  for (int j = 0; j < 40 && !found; ++j) {
    setup.logit(0, 0, 2, 2) = -3 - 0.01F * static_cast<float>(j);
    float low = 0.5F, high = 4;
    REQUIRE(role_at(low) == Role::ignored);
    REQUIRE(role_at(high) == Role::negative);
    while (std::nextafter(low, high) != high) {
      const float middle = (low + high) / 2;
      (role_at(middle) == Role::ignored ? low : high) = middle;
    }
    for (int i = -2; i < 4 && !found; ++i) found = role_at(low + static_cast<float>(i) * (high - low)) != float_choices(setup, plain_kernels).roles[slot];
  }
  REQUIRE(found);
  check_accepted(setup, "ignored");

  // Far from it the mask is certain.
  for (const float tw : {0.5F, 4.0F}) {
    const Role right = role_at(tw);
    const GoldenCase golden = setup.golden();
    Choices wrong = golden_choices(golden);
    wrong.roles[slot] = right == Role::ignored ? Role::negative : Role::ignored;
    const Verdict verdict = judge(golden, play(setup, wrong, plain_kernels));
    INFO(render_text(verdict, ""));
    CHECK_FALSE(verdict.passed());
    REQUIRE(verdict.decisions.beyond.size() == 1);
    CHECK(verdict.decisions.beyond[0].what.find(right == Role::ignored ? "slot ignored, above" : "slot not ignored, below") == 0);
    CHECK(verdict.decisions.beyond[0].ratio > 1000);
  }
}

TEST_CASE("a tie in exact arithmetic goes to the lowest index", "[choices]") {
  // A square truth and two anchors that mirror each other: exact on 8 columns, rounded on 13.
  const Variant variant = parse_variant(R"({"family": "v2", "anchor_unit": "grid", "anchors": [[2, 4], [4, 2], [1, 1]]})", "v2");
  for (const std::int64_t cells : {8, 13}) {
    const double size = 3.0 / static_cast<double>(cells);
    const Setup setup = noisy(variant, {1, 3, cells, cells, 4, false}, {{0.32, 0.41, size, size, 2}});
    const GoldenCase golden = setup.golden();
    const Choices exact = golden_choices(golden);
    REQUIRE(exact.pairs[0].anchor == 0);
    const Verdict verdict = judge(golden, play(setup, with_anchor(exact, 1, setup.shape), plain_kernels));
    INFO(render_text(verdict, ""));
    CHECK(verdict.passed() == (cells == 13));
    if (cells == 8) CHECK(verdict.decisions.beyond.at(0).what.find("best anchor 0 over 1 by 0, no rounding takes part") == 0);
  }
}
