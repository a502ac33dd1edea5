// Goldens that no bound can stand for: those outside their own balls are refused, NaN and infinities are judged as what they are.
#include <cmath>
#include <limits>

#include "decisions/float_backend.hpp"
#include "decisions/variants.hpp"
#include "golden/damaged.hpp"
#include "judge/gradients.hpp"
#include "judge/render.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;
using namespace yologold::decisions_test;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity(), not_a_number = std::numeric_limits<double>::quiet_NaN();

Setup exact_scene(Family family) {
  test::Random r(3);
  Setup setup(variant_of(family), shape_of(family, 5), {{0.3, 0.3, 0.2, 0.3, 1}});
  for (float& t : setup.logits) t = static_cast<float>(r.bell());
  return setup;
}

void put(Tensor& tensor, std::size_t i, double value) { std::memcpy(tensor.bytes.data() + i * sizeof value, &value, sizeof value); }

/// What a golden holds, as a backend in float32 would store it, with one element of its own.
Actual copy_of(const GoldenCase& golden, std::size_t place, double value) {
  const auto wide = as_doubles(golden.tensors.at("gradient-0"));
  std::vector<float> values(wide.begin(), wide.end());
  values[place] = static_cast<float>(value);
  Actual actual;
  actual.tensors["gradient-0"] = make_tensor(TensorType::f32, golden.tensors.at("gradient-0").shape, values);
  return actual;
}

/// The place of the objectness of a slot far from the truth, and the box of the one that holds it.
std::size_t lonely(const Setup& setup) { return static_cast<std::size_t>(setup.layout().objectness.at(0, 0, 0, 4, 4)); }

}  // namespace

TEST_CASE("a golden outside its own balls is refused", "[exact]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    const Setup setup = exact_scene(family);
    const GoldenCase golden = setup.golden();
    const std::size_t place = lonely(setup);
    const double want = as_doubles(golden.tensors.at("gradient-0"))[place];
    CHECK(judge(golden, copy_of(golden, place, want)).passed());

    // Off by a float32 rounding: no backend is to pay for it, nor to gain by it.
    for (const double wrong : {want * (1 + 6e-8), want + 1, inf, not_a_number}) {
      GoldenCase other = golden;
      put(other.tensors.at("gradient-0"), place, wrong);
      CHECK_THROWS_AS(judge(other, copy_of(golden, place, want)), Damaged);
    }

    // So with a loss.
    for (const char* name : {"terms", "per_image", "total"}) {
      GoldenCase other = golden;
      const auto values = as_doubles(golden.tensors.at(name));
      const auto largest = static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
      put(other.tensors.at(name), largest, values[largest] * (1 + 1e-5));
      CHECK_THROWS_AS(judge(other, copy_of(golden, place, want)), Damaged);
    }
  }
}

TEST_CASE("a refusal says where, what and what is allowed", "[exact]") {
  const Setup setup = exact_scene(Family::v3);
  GoldenCase golden = setup.golden();
  const Actual actual = copy_of(golden, lonely(setup), as_doubles(golden.tensors.at("gradient-0"))[lonely(setup)]);
  golden.record["id"] = "mine";
  put(golden.tensors.at("gradient-0"), lonely(setup), -3);
  put(golden.tensors.at("total"), 0, 7);
  try {
    judge(golden, actual);
    FAIL("judged");
  } catch (const Damaged& error) {
    INFO(error.what());
    CHECK(error.where == "golden of mine");
    CHECK(error.fault.find("head 0, image 0, row 4, column 4, anchor 0, channel obj is -3, which lies ") == 0);
    CHECK(error.fault.find("; so do 1 more of its values") != std::string::npos);
    CHECK(error.allowed.find("profile ieee-fp32") != std::string::npos);
  }
}

TEST_CASE("a NaN among the raw outputs must be met by NaN, in every family", "[exact]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    Setup setup = exact_scene(family);
    setup.logit(0, 4, 4, 4) = NAN;
    const GoldenCase golden = setup.golden();
    const std::size_t place = lonely(setup);
    REQUIRE(std::isnan(as_doubles(golden.tensors.at("gradient-0"))[place]));
    const Verdict good = judge(golden, copy_of(golden, place, not_a_number));
    INFO(render_text(good, ""));
    CHECK(good.passed());
    CHECK(good.must_be_nan == 1);
    CHECK(render_text(good, "").find("1 of the exact ones are expected to be NaN") != std::string::npos);
    for (const double wrong : {0.0, 0.5, inf, -inf}) {
      const Verdict bad = judge(golden, copy_of(golden, place, wrong));
      CHECK(bad.failures == 1);
      CHECK(render_text(bad, "").find("expected NaN, for a NaN among the raw outputs reaches it") != std::string::npos);
    }
  }
}

TEST_CASE("NaN where the golden has a number fails", "[exact]") {
  Setup setup = exact_scene(Family::v3);
  setup.logit(0, 4, 4, 4) = NAN;
  const GoldenCase golden = setup.golden();
  const auto other = static_cast<std::size_t>(setup.layout().objectness.at(0, 1, 0, 4, 4));
  CHECK(judge(golden, copy_of(golden, other, not_a_number)).failures == 1);
}

TEST_CASE("a NaN stays one through every class form", "[exact]") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) {
    INFO("family v" << static_cast<int>(family) + 1);
    Setup setup = exact_scene(family);
    const Pair pair = golden_choices(setup.golden()).pairs.at(0);
    const auto place = static_cast<std::size_t>(setup.layout().classes.at(0, pair.anchor, 2, pair.y, pair.x));
    setup.logits[place] = NAN;
    const GoldenCase golden = setup.golden();
    REQUIRE(std::isnan(as_doubles(golden.tensors.at("gradient-0"))[place]));
    CHECK(judge(golden, copy_of(golden, place, not_a_number)).passed());
    CHECK(judge(golden, copy_of(golden, place, 0.25)).failures == 1);
  }
}

TEST_CASE("what overflows even in float64 proves nothing", "[exact]") {
  Setup setup = exact_scene(Family::v2);
  const Pair pair = golden_choices(setup.golden()).pairs.at(0);
  setup.logit(pair.anchor, 2, pair.y, pair.x) = 800;
  const GoldenCase golden = setup.golden();
  const auto place = static_cast<std::size_t>(setup.layout().box.at(0, pair.anchor, 2, pair.y, pair.x));
  REQUIRE_FALSE(std::isfinite(as_doubles(golden.tensors.at("gradient-0"))[place]));
  for (const double written : {inf, not_a_number, 0.0}) {
    const Verdict verdict = judge(golden, copy_of(golden, place, written));
    INFO(render_text(verdict, ""));
    CHECK(verdict.failures == 0);
    CHECK(verdict.proofs[3] > 0);
    CHECK(verdict.must_be_nan == 0);
  }
}
