#include "engine/thread_sanitizer.hpp"
#include "support/allocations.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "yologold/engine.hpp"
#include "yologold/variant_json.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// 608 x 608, 80 classes.
std::vector<HeadShape> heads_of_608(std::int64_t images) {
  std::vector<HeadShape> shapes;
  for (const std::int64_t grid : {76, 38, 19}) shapes.push_back({.n = images, .a = 3, .h = grid, .w = grid, .c = 80});
  return shapes;
}

long bytes_of_plan(int threads) {
  const Variant variant = load_variant("yolov4");
  const long before = allocated_bytes();
  const Plan plan(variant, heads_of_608(1), {.threads = threads});
  return allocated_bytes() - before;
}

}  // namespace

TEST_CASE("a thread needs less than 1 MiB of scratch") {
  const long of_eight = bytes_of_plan(9) - bytes_of_plan(1);
#ifdef YG_THREAD_SANITIZER
  WARN("ThreadSanitizer's own operator new counts nothing");
#else
  CHECK(of_eight > 0);
#endif
  CHECK(of_eight < 8L << 20);
}

TEST_CASE("a plan for 608 x 608 and 8 images holds no copy of the tensors") {
  const auto shapes = heads_of_608(8);
  std::vector<std::vector<float>> memory;
  std::vector<HeadView> heads;
  std::vector<GradientView> gradients;
  long tensors = 0;
  for (const HeadShape& s : shapes) {
    const auto elements = static_cast<std::size_t>(s.elements());
    heads.push_back({memory.emplace_back(elements).data(), DType::f32, layout_of(LayoutName::nchw, s)});
    gradients.push_back({memory.emplace_back(elements).data(), DType::f32, layout_of(LayoutName::nchw, s)});
    tensors += s.elements() * 4;
  }
  Random random(1);
  std::vector<Truth> truths;
  std::vector<std::int64_t> first{0};
  for (int image = 0; image < 8; ++image) {
    for (int i = 0; i < 20; ++i)
      truths.push_back({.cx = random.uniform(0, 1), .cy = random.uniform(0, 1), .w = random.uniform(0.02, 0.6), .h = random.uniform(0.02, 0.6), .class_id = i});
    first.push_back(static_cast<std::int64_t>(truths.size()));
  }
  const long before = allocated_bytes();
  Plan plan(load_variant("yolov4"), shapes, {.threads = 2});
  Report report;
  REQUIRE(plan.run(heads, {truths, first}, gradients, report) == Status::ok);
  CHECK(allocated_bytes() - before < tensors / 50);
}
