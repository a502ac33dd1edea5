#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <limits>
#include <tuple>

#include "files/write.hpp"
#include "golden/tensors.hpp"
#include "judge/gradients.hpp"
#include "selftest/conclusion.hpp"
#include "selftest/container.hpp"
#include "support/catch.hpp"
#include "yologold/error.hpp"

using namespace yologold;
using namespace yologold::selftest;

namespace {

constexpr const char* plain = "cuda-fp32";

/// A judge that sees every error `factor` times as large, in the stored type: what is exact stays so.
Judge magnifying(double factor) {
  return [factor](const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile) {
    Actual seen = actual;
    for (auto& [name, tensor] : seen.tensors) {
      const auto want = as_doubles(golden.tensors.at(name));
      auto got = as_doubles(tensor);
      if (got.size() != want.size()) continue;
      for (std::size_t i = 0; i < got.size(); ++i) got[i] = profile.numeric->stored.round(want[i] + factor * (got[i] - want[i]));
      tensor = make_tensor(TensorType::f64, tensor.shape, got);
    }
    return compare(id, golden, seen, profile, 0);
  };
}

/// Looks at what a judge is given, and reads some of it back from files.
struct Spy {
  TensorType stored;
  bounds::Format inputs;
  std::atomic<int> judged = 0, other_types = 0, other_inputs = 0, read = 0, read_otherwise = 0;

  Judge judge() {
    return [this](const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile) {
      for (const auto& [name, tensor] : actual.tensors) other_types += tensor.type != stored || golden.tensors.at(name).type != TensorType::f64;
      for (const Tensor& head : golden.inputs.heads)
        for (const double t : as_doubles(head)) other_inputs += !inputs.holds(t);
      const Verdict verdict = compare(id, golden, actual, profile, 0);
      if (judged++ % 10 == 0) look_at_file(actual, golden, profile, verdict);
      return verdict;
    };
  }

  void look_at_file(const Actual& actual, const GoldenCase& golden, const Profile& profile, const Verdict& verdict) {
    if (actual.tensors.empty()) return;
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("yologold-selftest-{}-{}", ::getpid(), read++);
    std::filesystem::create_directories(folder / "case");
    write_safetensors((folder / "case" / "actual.safetensors").string(), actual.tensors);
    const Verdict again = compare("case", golden, read_actual(folder.string(), "case"), profile, 0);
    read_otherwise += again.passed() != verdict.passed() || again.failures != verdict.failures || again.largest.excess != verdict.largest.excess;
    std::filesystem::remove_all(folder);
  }
};

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

TEST_CASE("a judge with bounds two hundred times too wide is found out") {
  const Selftest result = run("^(bits-11|scaled-3e-6)$", magnifying(0.005));
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

TEST_CASE("wrong and correct backends are judged as files of the types that their profile names") {
  const std::string wrong = "null: (fill|zeros)|bits-8$|sign$";
  const std::tuple<const char*, TensorType, const char*, std::string> expected[] = {{"fp16-storage", TensorType::f16, "f16", wrong + "|correct: centred"},
                                                                                    {"bf16-storage", TensorType::bf16, "bf16", wrong + "|correct: corner"},
                                                                                    {"fp16-every-op", TensorType::f16, "f16", wrong},
                                                                                    {"bf16-every-op", TensorType::bf16, "bf16", wrong},
                                                                                    {"cuda-fp32", TensorType::f32, "f32", wrong}};
  for (const auto& [profile, type, inputs, backends] : expected) {
    INFO(profile);
    Spy spy{type, bounds::format_named(inputs, "")};
    const Selftest result = run("^(" + backends + ")", spy.judge(), profile);
    CHECK(conclude(result).passed());
    CHECK(spy.judged > 50);
    CHECK(spy.other_types == 0);
    CHECK(spy.other_inputs == 0);
    CHECK(spy.read_otherwise == 0);
    CHECK(spy.read > 5);
  }
}

TEST_CASE("a container holds the nearest numbers of its format, and all of them") {
  for (const char* name : {"f16", "bf16"}) {
    // Every number of the format comes back as it is.
    const bounds::Format format = bounds::format_named(name, "");
    std::vector<std::uint16_t> bits;
    for (unsigned i = 0; i < 0x10000; ++i) bits.push_back(static_cast<std::uint16_t>(i));
    const Tensor all = make_tensor(container_of(format), {0x10000}, bits);
    const auto values = as_doubles(all);
    const auto again = values_of<std::uint16_t>(contain(format, all.shape, values));
    int differing = 0;
    for (unsigned i = 0; i < 0x10000; ++i)
      differing += !(std::isnan(values[i]) ? std::isnan(as_doubles(make_tensor(container_of(format), {1}, std::vector{again[i]}))[0]) : again[i] == i);
    CHECK(differing == 0);

    // What lies between two goes to the nearer one, ties to even, beyond the largest to infinity.
    const double step = std::ldexp(1.0, 1 - format.precision), largest = format.largest();
    const std::vector<double> given{1 + 0.49 * step,           1 + 0.5 * step,        1 + 1.5 * step, -1 - 0.51 * step, 2 * largest,
                                    format.half_step() * 0.99, format.half_step() * 2};
    const std::vector<double> held{1, 1, 1 + 2 * step, -1 - step, std::numeric_limits<double>::infinity(), 0, format.half_step() * 2};
    CHECK(as_doubles(contain(format, {7}, given)) == held);
  }
}

TEST_CASE("a share that a suite lowers lets no wrong backend pass") {
  std::atomic<int> judged = 0, failed = 0, otherwise = 0;
  const Selftest result =
      run("^(null|no-slope|lambda|bits|times)", [&](const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile) {
        GoldenCase asking_little = golden;
        asking_little.conclusive = ConclusiveShare{1e-6, "to see whether it excuses anything"};
        const Verdict strict = compare(id, golden, actual, profile, 0), lax = compare(id, asking_little, actual, profile, 0);
        ++judged, failed += !strict.passed();
        otherwise += strict.passed() != lax.passed() || strict.failures != lax.failures;
        return lax;
      });
  CHECK(conclude(result).passed());
  CHECK(judged > 200);
  CHECK(failed > 200);
  CHECK(otherwise == 0);
}

TEST_CASE("a profile of fixed tolerances has nothing to test") { CHECK_THROWS_AS(run("^null", {}, "fp32"), Error); }
