#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "decisions/choosing.hpp"
#include "decisions/variants.hpp"
#include "judge/render.hpp"
#include "selftest/emulated_kernels.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;
using selftest::Emulated;

namespace {

constexpr std::int64_t width = 7;
constexpr int truths_each = 12;

/// Centres on or near borders, sizes for which two anchors or a threshold are near a tie, twin predictors.
Setup close_calls(Family family, std::uint64_t seed) {
  test::Random r(seed * 10 + static_cast<std::uint64_t>(family));
  const auto centre = [&] {
    const double border = static_cast<double>(1 + r.below(width - 1)) / static_cast<double>(width);
    return r.below(3) == 0 ? border * (1 + static_cast<double>(r.below(5) - 2) * 0x1p-26) : r.uniform();
  };
  Variant v = variant_of(family);
  if (family == Family::v3 && seed % 2) v.ignore = Ignore::decoded, v.noobj = Noobj::complement_minus_ignored;
  std::vector<Truth> truths;
  for (int i = 0; i < truths_each; ++i)
    truths.push_back({centre(), centre(), r.uniform(0.05, 0.4), r.uniform(0.05, 0.4), static_cast<std::int32_t>(r.below(4))});
  Setup setup(v, shape_of(family, width), truths);
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  if (family != Family::v1) return setup;
  for (std::size_t i = 0; i < truths.size(); i += 3)
    for (std::int64_t k = 0; k < 4; ++k) {
      const auto x = static_cast<std::int64_t>(truths[i].cx * width), y = static_cast<std::int64_t>(truths[i].cy * width);
      setup.logit(1, k, y, x) = setup.logit(0, k, y, x) * (1 + static_cast<float>(r.below(3) - 1) * 0x1p-24F);
    }
  return setup;
}

/// What became of many cases.
struct Tally {
  std::size_t flips = 0, open = 0, failed = 0, inconclusive = 0;

  void add(const Verdict& verdict, const std::string& what) {
    INFO(what << "\n" << render_text(verdict, ""));
    CHECK(verdict.passed());
    CHECK(verdict.decisions.beyond.empty());
    flips += verdict.decisions.within.size(), open += static_cast<std::size_t>(verdict.decisions.open_components);
    failed += !verdict.passed(), inconclusive += verdict.inconclusive;
  }
  void print(const std::string& what, int cases) const {
    std::printf("%s: %d truths, %zu flips within their margins, %zu groups above the cap, %zu of %d cases inconclusive, %zu failed\n", what.c_str(),
                cases * truths_each, flips, open, inconclusive, cases, failed);
  }
};

std::string name_of(Family family) { return "v" + std::to_string(static_cast<int>(family) + 1); }

/// More on request.
int scenes() {
  const char* asked = std::getenv("YOLOGOLD_SCENES");
  return asked ? std::atoi(asked) : 60;
}

constexpr Family families[] = {Family::v1, Family::v2, Family::v3, Family::v4};

}  // namespace

TEST_CASE("what real float builds decide is never beyond its margin", "[random]") {
  const bounds_test::Kernels<float> builds[] = {bounds_test::plain_o2().corner, bounds_test::plain_o3().centred};
  for (const Family family : families) {
    Tally tally;
    for (int seed = 1; seed <= scenes(); ++seed) {
      const Setup setup = close_calls(family, static_cast<std::uint64_t>(seed));
      const GoldenCase golden = setup.golden();
      for (const auto& kernels : builds)
        tally.add(judge(golden, play(setup, float_choices(setup, kernels), kernels)), name_of(family) + ", seed " + std::to_string(seed));
    }
    tally.print(name_of(family), 2 * scenes());
    CHECK(tally.flips > 50);
  }
}

TEST_CASE("what the coarsest arithmetic decides is never beyond its margin", "[random]") {
  for (const char* name : {"fp16-every-op", "bf16-every-op"}) {
    const auto profile = load_profile(name);
    for (const Family family : families) {
      Tally tally;
      for (int seed = 1; seed <= scenes() / 6; ++seed) {
        // Decide and compute in the profile's arithmetic.
        const Setup setup = close_calls(family, static_cast<std::uint64_t>(seed));
        const GoldenCase golden = setup.golden();
        Emulated::World world{*profile.numeric, selftest::Random(static_cast<std::uint64_t>(seed))};
        Emulated::world = &world;
        const std::vector<Emulated> logits(setup.logits.begin(), setup.logits.end());
        const auto& kernels = seed % 2 ? selftest::emulated_corner : selftest::emulated_centred;
        const auto value = [](Emulated x) { return x.value(); };
        const Actual actual = play<Emulated>(setup, Choosing<Emulated>(setup, kernels, logits, value).run(), kernels, logits, value);
        tally.add(compare(name, golden, actual, profile, 3), std::string(name) + ", " + name_of(family) + ", seed " + std::to_string(seed));
      }
      tally.print(std::string(name) + ", " + name_of(family), scenes() / 6);
    }
  }
}
