// The ignore mask: which slots are listed, and that the cheap answer about a box never says less than its ball.
#include <algorithm>
#include <cmath>
#include <set>

#include "bounds/boxes.hpp"
#include "decisions/box_reach.hpp"
#include "decisions/decider.hpp"
#include "decisions/float_backend.hpp"
#include "decisions/list.hpp"
#include "decisions/mask.hpp"
#include "decisions/variants.hpp"
#include "judge/seen.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;
using decisions::Decision;

namespace {

constexpr double thresh = 0.4;

/// Boxes of many sizes on truths of many sizes, some flagged.
Setup scene(Family family, std::uint64_t seed) {
  test::Random r(seed);
  std::vector<Truth> truths;
  for (int i = 0; i < 10; ++i) {
    const double size = std::exp2(-r.uniform(0, 12));
    truths.push_back({r.uniform(), r.uniform(), size, size * r.uniform(0.5, 1), static_cast<std::int32_t>(r.below(4))});
    truths.back().ignore = i % 5 == 4;
  }
  Variant v = variant_of(family);
  if (family != Family::v1) v.ignore = Ignore::decoded, v.ignore_thresh = thresh, v.noobj = Noobj::complement_minus_ignored;
  Setup setup(v, shape_of(family, 9), truths);
  for (float& t : setup.logits) t = static_cast<float>((family == Family::v1 ? 2 : 1) * r.bell());
  return setup;
}

/// Every slot of the one head.
std::vector<Address> slots_of(const HeadShape& s) {
  std::vector<Address> all;
  for (std::int64_t a = 0; a < s.a; ++a)
    for (std::int64_t i = 0; i < s.h * s.w; ++i) all.push_back({0, 0, a, 0, i / s.w, i % s.w});
  return all;
}

std::size_t index_of(const HeadShape& s, const Address& at) { return static_cast<std::size_t>((at.anchor * s.h + at.y) * s.w + at.x); }

}  // namespace

TEST_CASE("what a box can not reach, its ball does not reach either", "[mask]") {
  int refused = 0, admitted = 0;
  for (const char* name : {"cuda-fp32", "cuda-fp32-fast", "tf32-inputs", "fp16-storage", "fp16-every-op", "bf16-every-op"})
    for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
      INFO(name << ", family v" << static_cast<int>(family) + 1);
      const Setup setup = scene(family, 5);
      const GoldenCase golden = setup.golden();
      const Seen seen(golden);
      const Profile profile = load_profile(name);
      const decisions::Subject subject(seen.problem(), *profile.numeric);
      for (const Address& at : slots_of(setup.shape)) {
        const decisions::BoxReach reach(subject, at);
        for (const Truth& truth : setup.truths) {
          const bounds::Ball iou = bounds::iou(bounds::box_pair(subject.variant(), subject.evaluator.slot_at(at), truth));
          for (const double least : {0.0, thresh / 2, thresh}) {
            const bool may = reach.may_overlap(truth, least);
            ++(may ? admitted : refused);
            if (may || std::isinf(iou.e)) continue;
            if (least == 0) CHECK((iou.v == 0 && iou.e == 0));
            if (least > 0) CHECK(iou.v + iou.e < least);
          }
        }
      }
    }
  CHECK(refused > 10000);
  CHECK(admitted > 1000);
}

TEST_CASE("a box of NaN or infinity may reach everything", "[mask]") {
  for (const float odd : {NAN, INFINITY}) {
    Setup setup = scene(Family::v3, 5);
    setup.logit(0, 2, 3, 3) = odd;
    const GoldenCase golden = setup.golden();
    const Seen seen(golden);
    const Profile profile = load_profile("cuda-fp32");
    const decisions::Subject subject(seen.problem(), *profile.numeric);
    const decisions::BoxReach reach(subject, {0, 0, 0, 0, 3, 3});
    CHECK(std::any_of(setup.truths.begin(), setup.truths.end(), [&](const Truth& t) { return reach.may_overlap(t, 0.9); }));
  }
}

TEST_CASE("the mask's decisions near its threshold are listed", "[mask]") {
  int listed = 0, masked = 0, open = 0, ignored = 0;
  for (const char* name : {"cuda-fp32", "bf16-every-op"})
    for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4})
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        INFO(name << ", family v" << static_cast<int>(family) + 1 << ", seed " << seed);
        const Setup setup = scene(family, seed);
        const GoldenCase golden = setup.golden();
        const Seen seen(golden);
        const Profile profile = load_profile(name);
        const decisions::Subject subject(seen.problem(), *profile.numeric);
        const auto best = Plan(golden.inputs.variant, golden.inputs.shapes).stages(subject.problem.heads, subject.problem.truths)[0].best_iou;
        std::map<decisions::Question, Decision> found;
        for (const Decision& d : decisions::list_decisions(subject))
          if (d.about.kind == decisions::Kind::spared) found.emplace(d.about, d);
        listed += static_cast<int>(found.size());

        // Hold every slot against what the engine says of it.
        decisions::Decider decider(subject);
        const double limit = family == Family::v1 ? 0.5 : thresh;
        for (const Address& at : slots_of(setup.shape)) {
          const auto i = index_of(setup.shape, at);
          const Role role = subject.problem.roles[0][i];
          const auto mine = found.find(decisions::mask_question(at));
          if (role == Role::positive) CHECK(mine == found.end());
          if (role != Role::negative && role != Role::ignored) continue;
          const Decision& d = decider.decide(decisions::mask_question(at));
          ++masked, open += d.ambiguous(), ignored += role == Role::ignored;
          if (role == Role::ignored || (family != Family::v1 && best[i] >= limit / 2) || (d.ambiguous() && std::isfinite(d.radius))) CHECK(mine != found.end());
          if (mine == found.end()) continue;
          CHECK(mine->second.winner == (role == Role::ignored));
          CHECK(mine->second.margin == d.margin);
          CHECK(mine->second.winner != mine->second.runner_up);
          if (role == Role::ignored && std::isfinite(d.radius)) CHECK(d.margin > -d.radius);
        }
      }
  CHECK(listed < masked / 2);
  CHECK(listed > 100);
  CHECK(open > 0);
  CHECK(ignored > 20);
}

TEST_CASE("a slot of the mask may be the closest decision of a case", "[mask]") {
  Setup setup = scene(Family::v3, 2);
  const GoldenCase golden = setup.golden();
  const Verdict verdict = judge(golden, play(setup, golden_choices(golden), plain_kernels));
  CHECK(verdict.passed());
  const auto& closest = verdict.decisions.closest;
  CHECK(std::any_of(closest.begin(), closest.end(), [](const auto& flip) { return flip.what.rfind("slot ", 0) == 0; }));
}
