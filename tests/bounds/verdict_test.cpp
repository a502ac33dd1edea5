#include <cmath>
#include <limits>
#include <set>

#include "judge/bounded.hpp"
#include "judge/profile_choice.hpp"
#include "support/catch.hpp"
#include "yologold/error.hpp"

using namespace yologold;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity(), not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("an element passes within its bound and nowhere else", "[verdict]") {
  CHECK(bounded_excess(1.5, 1, 0.5) == 1);
  CHECK(bounded_excess(1.75, 1, 0.5) > 1);
  CHECK(bounded_excess(0, 0, 0) == 0);
  CHECK(bounded_excess(1e-300, 0, 0) == inf);
  CHECK(bounded_excess(not_a_number, 1, 0.5) == inf);
  CHECK(bounded_excess(inf, 1, 0.5) == inf);
  CHECK(bounded_excess(inf, 1, inf) == 0);
}

TEST_CASE("the distance of the golden from its ball is not held against the backend", "[verdict]") {
  CHECK(allowed({1, 0.25}, 1.125) == 0.375);
  CHECK(allowed({1, inf}, 1.125) == inf);
}

TEST_CASE("what is not finite is met exactly or proves nothing", "[verdict]") {
  CHECK(allowed({not_a_number, inf}, not_a_number) == 0);
  CHECK(allowed({not_a_number, inf}, 3) == inf);
  CHECK(allowed({0, inf}, not_a_number) == inf);
  CHECK(allowed({0, inf}, -inf) == inf);
  CHECK(bounded_excess(not_a_number, not_a_number, 0) == 0);
  CHECK(bounded_excess(1, not_a_number, 0) == inf);
  CHECK(bounded_excess(inf, not_a_number, 0) == inf);
}

TEST_CASE("what a bound proves", "[verdict]") {
  const Profile profile = load_profile("cuda-fp32");
  CHECK(proof_of(0, 0, profile) == Proof::exact);
  CHECK(proof_of(1, 0.5, profile) == Proof::conclusive);
  CHECK(proof_of(1, 0.51, profile) == Proof::inconclusive);
  CHECK(proof_of(0, 1e-9, profile) == Proof::inconclusive);
  CHECK(proof_of(1, inf, profile) == Proof::range);
  CHECK(proof_of(1e-40, 1e-40, profile) == Proof::range);
  CHECK(proof_of(not_a_number, 0, profile) == Proof::exact);
  CHECK(proof_of(not_a_number, inf, profile) == Proof::range);

  Verdict verdict;
  count_proof(1, 0.5, profile, verdict);
  count_proof(-2, 2e-6, profile, verdict);
  count_proof(1, 3, profile, verdict);
  count_proof(0, 0, profile, verdict);
  CHECK(verdict.proofs == std::array<std::int64_t, 4>{1, 2, 1, 0});
  CHECK(verdict.digits[0] == 2);
  CHECK(verdict.digits[6] == 1);
}

TEST_CASE("a profile that is named is one for every type that a backend stores", "[verdict]") {
  const ProfileChoice named("bf16-every-op"), automatic(ProfileChoice::by_type);
  std::set<const Profile*> chosen;
  std::set<std::string> names;
  for (const TensorType type : {TensorType::f16, TensorType::bf16, TensorType::f32, TensorType::f64}) {
    Actual actual;
    actual.tensors["gradient-0"].type = type;
    chosen.insert(&named.of(actual)), names.insert(automatic.of(actual).name);
  }
  CHECK(chosen.size() == 1);
  CHECK((*chosen.begin())->name == named.name());
  CHECK(names == std::set<std::string>{"fp16-storage", "bf16-storage", "cuda-fp32", "f64"});
}

TEST_CASE("numeric profiles hold no tolerance", "[verdict]") {
  for (const char* name : {"ieee-fp32", "cuda-fp32", "cuda-fp32-fast", "tf32-inputs", "fp16-storage", "bf16-storage", "fp16-every-op", "bf16-every-op"}) {
    const Profile profile = load_profile(name);
    REQUIRE(profile.numeric);
    CHECK(profile.name == name);
    CHECK(profile.tolerances.empty());
    for (const Kind kind : {Kind::box, Kind::total}) {
      const Tolerance& none = profile.of(TensorType::f32, kind);
      CHECK((none.abs == 0 && none.rel == 0 && none.ulp == 0));
    }
    for (const auto& function : profile.numeric->functions) CHECK_FALSE(function.source.empty());
  }
  CHECK_FALSE(load_profile("fp32").numeric);
  CHECK(load_profile("bf16").stored() == TensorType::bf16);
  CHECK(load_profile("fp16-storage").stored() == TensorType::f16);
  CHECK(load_profile("tf32-inputs").stored() == TensorType::f32);
  CHECK_THROWS_AS(load_profile("fp33"), Error);
}
