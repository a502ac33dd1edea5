#include <algorithm>
#include <cmath>

#include "golden/tensors.hpp"
#include "judge/gradients.hpp"
#include "selftest/conclusion.hpp"
#include "support/catch.hpp"
#include "yologold/error.hpp"

using namespace yologold;
using namespace yologold::selftest;

namespace {

constexpr const char* plain = "cuda-fp32";

/// A judge that sees every error `factor` times as large.
Judge magnifying(double factor) {
  return [factor](const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile) {
    Actual seen = actual;
    for (auto& [name, tensor] : seen.tensors) {
      const auto want = as_doubles(golden.tensors.at(name));
      auto got = as_doubles(tensor);
      if (got.size() != want.size()) continue;
      for (std::size_t i = 0; i < got.size(); ++i) got[i] = want[i] + factor * (got[i] - want[i]);
      tensor = make_tensor(TensorType::f64, tensor.shape, got);
    }
    return compare(id, golden, seen, profile, 0);
  };
}

Selftest run(const std::string& filter, const Judge& judge = {}, const char* profile = plain) {
  return run_selftest({.profiles = {profile}, .filter = filter, .seeds = 1, .judge = judge, .begin = {}});
}

}  // namespace

TEST_CASE("backends that compute nothing are rejected in every family") {
  const Selftest result = run("^null");
  const Conclusion c = conclude(result);
  CHECK(result.mutants.size() == 6);
  for (const Row& row : result.mutants) CHECK(row.cells.at(plain).size() == 4);
  CHECK(c.unseen.empty());
  CHECK(c.seen == 6);
}

TEST_CASE("every mistake is rejected, or can not be seen") {
  const Selftest result = run("^[^c]");
  const Conclusion c = conclude(result);
  CHECK(c.passed());
  CHECK(c.judged >= 100);
  CHECK(c.seen * 100 >= 97 * c.judged);
  for (const Row& row : result.mutants)
    for (const auto& [family, cell] : row.cells.at(plain)) CHECK((row.null || cell.elements > 0));
}

TEST_CASE("a judge with bounds a hundred times too wide is found out") {
  const Selftest result = run("^(bits-11|scaled-3e-6)$", magnifying(0.01));
  const Conclusion c = conclude(result);
  CHECK_FALSE(c.passed());
  REQUIRE(c.unseen.size() == 1);
  CHECK(c.unseen[0].row->id == "scaled-3e-6");
  CHECK(c.unseen[0].reason.empty());
}

TEST_CASE("correct backends are left alone, and a judge with bounds too narrow is found out") {
  const Selftest right = run("^correct");
  CHECK(conclude(right).passed());
  CHECK(right.correct.size() == 2);
  for (const Row& row : right.correct) {
    const Cell cell = row.total(plain);
    CHECK(cell.elements > 100000);
    CHECK(cell.flagged == 0);
    CHECK(cell.unbounded == 0);
    CHECK(cell.close[0].failed > 0);
  }
  const Selftest strict = run("^correct", magnifying(3));
  CHECK_FALSE(conclude(strict).passed());
  CHECK(conclude(strict).alarms.size() == 2);
}

TEST_CASE("a judge that knows no bounds is found out") {
  const Judge judge = [fixed = load_profile("fp32")](const auto& id, const auto& golden, const auto& actual, const Profile&) {
    return compare(id, golden, actual, fixed, 0);
  };
  CHECK_FALSE(conclude(run("^correct: centred", judge)).passed());
}

TEST_CASE("a profile of fixed tolerances has nothing to test") { CHECK_THROWS_AS(run("^null", {}, "fp32"), Error); }
