#include <algorithm>
#include <cmath>
#include <set>

#include "decisions/float_backend.hpp"
#include "decisions/list.hpp"
#include "decisions/variants.hpp"
#include "judge/seen.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;
using decisions::Decision;
using What = decisions::Kind;

namespace {

Setup scene(Family family) {
  test::Random r(11);
  std::vector<Truth> truths;
  for (int i = 0; i < 12; ++i) truths.push_back({r.uniform(), r.uniform(), r.uniform(0.05, 0.5), r.uniform(0.05, 0.5), static_cast<std::int32_t>(r.below(4))});
  Setup setup(variant_of(family), shape_of(family, 9), truths);
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  return setup;
}

/// ieee-fp32 with another number of bits in every stage.
bounds::NumericProfile with_precision(int bits) {
  bounds::NumericProfile p = *load_profile("ieee-fp32").numeric;
  for (bounds::Format* f : {&p.inputs, &p.constants, &p.compute, &p.sums, &p.stored}) f->precision = bits;
  return p;
}

std::vector<Decision> decisions_at(const GoldenCase& golden, const bounds::NumericProfile& profile) {
  const Seen seen(golden);
  const decisions::Subject subject(seen.problem(), profile);
  return decisions::list_decisions(subject);
}

}  // namespace

TEST_CASE("every decision about a truth is listed with its margin", "[list]") {
  const std::pair<Family, std::set<What>> expected[] = {
      {Family::v1, {What::column, What::row, What::predictor}},
      {Family::v2, {What::column, What::row, What::anchor}},
      {Family::v3, {What::column, What::row, What::anchor, What::gate}},
      {Family::v4, {What::column, What::row, What::anchor, What::above, What::right, What::left, What::bottom, What::top, What::across, What::down}}};
  for (const auto& [family, kinds] : expected) {
    INFO("family v" << static_cast<int>(family) + 1);
    const GoldenCase golden = scene(family).golden();
    std::set<What> met;
    for (const Decision& d : decisions_at(golden, with_precision(24))) {
      met.insert(d.about.kind);
      CHECK(d.winner != d.runner_up);
      CHECK(d.open.at(0) == d.winner);
      CHECK((d.about.kind >= What::above || d.margin >= 0));
    }
    CHECK(met == kinds);
    for (const Pair& p : golden_choices(golden).pairs)
      for (const Decision& d : decisions_at(golden, with_precision(24)))
        if (d.about.truth == p.truth && d.about.kind == What::column) CHECK(d.winner == p.x);
  }
}

TEST_CASE("a decision holds up to the roundoff that it names", "[list]") {
  int below = 0, beyond = 0;
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    const GoldenCase golden = scene(family).golden();
    const auto find = [](const std::vector<Decision>& all, const Decision& d) {
      return std::find_if(all.begin(), all.end(), [&](const Decision& other) { return other.about == d.about; });
    };
    const auto at_24 = decisions_at(golden, with_precision(24));
    for (int bits = 8; bits <= 20; ++bits) {
      const double unit = std::ldexp(1.0, -bits);
      const auto coarse = decisions_at(golden, with_precision(bits));
      for (const Decision& d : at_24) {
        const auto same = find(coarse, d);
        if (same == coarse.end() || std::isinf(d.holds_up_to())) continue;
        INFO(decisions::describe(d) << ", holds up to " << d.holds_up_to() << ", at " << unit << " " << decisions::describe(*same));
        if (unit < d.holds_up_to() / 2) {
          CHECK_FALSE(same->ambiguous());
          ++below;
        }
        if (unit > d.holds_up_to() * 2) {
          CHECK(same->ambiguous());
          ++beyond;
        }
      }
    }
  }
  CHECK(below > 500);
  CHECK(beyond > 30);
}
