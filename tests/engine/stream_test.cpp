#include <cstring>

#include "support/catch.hpp"
#include "support/random.hpp"
#include "yologold/engine.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

constexpr HeadShape shape{.n = 7, .a = 3, .h = 37, .w = 41, .c = 63};

Variant decoded_v4() {
  Variant v = seed(Family::v4);
  v.anchor_unit = AnchorUnit::grid;
  v.anchors = {{2, 3}, {5, 4}, {15, 20}};
  v.masks = {{0, 1, 2}};
  v.ignore = Ignore::decoded, v.noobj = Noobj::complement_minus_ignored, v.ignore_thresh = 0.4;
  return v;
}

/// A gradient of one type and layout that starts `shift` elements into its memory.
template <class T>
std::vector<T> gradient(const std::string& isa, LayoutName layout, int truths_an_image, std::size_t shift, Output output, T fill) {
  Random random(3);
  std::vector<float> logits(static_cast<std::size_t>(shape.elements()));
  for (float& t : logits) t = static_cast<float>(2 * random.bell());
  std::vector<Truth> truths;
  std::vector<std::int64_t> first{0};
  for (std::int64_t n = 0; n < shape.n; ++n) {
    for (int i = 0; i < truths_an_image; ++i)
      truths.push_back({.cx = random.uniform(0, 1), .cy = random.uniform(0, 1), .w = random.uniform(0.02, 0.5), .h = 0.1, .class_id = i % 63});
    first.push_back(static_cast<std::int64_t>(truths.size()));
  }
  std::vector<T> values(logits.size() + 32, fill);
  const Layout l = layout_of(layout, shape);
  const std::vector<HeadView> heads{{logits.data(), DType::f32, l}};
  const std::vector<GradientView> gradients{{values.data() + shift, sizeof(T) == 4 ? DType::f32 : DType::f64, l}};
  Plan plan(decoded_v4(), std::vector{shape}, {.isa = isa, .threads = 2, .output = output});
  Report report;
  REQUIRE(plan.run(heads, {truths, first}, gradients, report) == Status::ok);
  REQUIRE(report.ignored > 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (i < shift || i >= shift + logits.size()) REQUIRE(values[i] == fill);
  return {values.begin() + static_cast<std::ptrdiff_t>(shift), values.begin() + static_cast<std::ptrdiff_t>(shift + logits.size())};
}

template <class T>
void check(const std::string& isa, LayoutName layout, int truths, std::initializer_list<std::size_t> shifts) {
  const auto want = gradient<T>(isa, layout, truths, 0, Output::known_zero, T(0));
  for (const std::size_t shift : shifts) {
    CAPTURE(isa, static_cast<int>(layout), truths, shift, sizeof(T));
    const auto got = gradient<T>(isa, layout, truths, shift, Output::dense, T(-77));
    CHECK(got.size() * sizeof(T) > 8u << 20);
    CHECK(std::equal(got.begin(), got.end(), want.begin()));
  }
}

}  // namespace

TEST_CASE("a gradient large enough to be written past the caches is the same, whole, and ends where it ends") {
  for (const auto& isa : isas())
    for (const LayoutName layout : {LayoutName::nchw, LayoutName::nhwc, LayoutName::nahwk}) {
      check<float>(isa, layout, 9, {0, 1, 7, 16});
      check<double>(isa, layout, 9, {0, 1, 7, 16});
    }
}

TEST_CASE("so it is where taken slots share lines, and where there are too many to wait for the zeros") {
  for (const int truths : {150, 900}) {
    check<float>(isas().back(), LayoutName::nchw, truths, {0, 1});
    check<double>(isas().back(), LayoutName::nchw, truths, {0, 1});
  }
}
