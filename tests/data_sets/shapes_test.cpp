#include "data/shapes.hpp"
#include "data/fit_anchors.hpp"
#include "data/shape.hpp"
#include "data/write_data_set.hpp"
#include "data_sets/pictures.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;
using Catch::Matchers::Contains;

TEST_CASE("a shape's pixels fill its box, whatever it is") {
  KeyedRandom random{7};
  const auto kind = GENERATE(Shape::circle, Shape::square, Shape::triangle);
  for (int trial = 0; trial < 5; ++trial) {
    Shape shape = make_shape(kind, random.uniform(12, 25), random);
    shape.colour = {255, 255, 255};
    move_to(shape, random.uniform(0, 10), random.uniform(0, 10));
    Image image(80, 80);
    draw_shape(image, shape);
    int left = 80, top = 80, right = 0, bottom = 0;
    for (int y = 0; y < 80; ++y)
      for (int x = 0; x < 80; ++x)
        if (image.at(x, y)[0] > 0) {
          left = std::min(left, x);
          top = std::min(top, y);
          right = std::max(right, x + 1);
          bottom = std::max(bottom, y + 1);
        }
    INFO("kind " << kind << ", trial " << trial);
    CHECK(std::abs(left - shape.left) <= 1.1);
    CHECK(std::abs(top - shape.top) <= 1.1);
    CHECK(std::abs(right - shape.right) <= 1.1);
    CHECK(std::abs(bottom - shape.bottom) <= 1.1);
  }
}

TEST_CASE("shapes are the same for the same seed and others for another; boxes are inside and none is hidden") {
  ShapesOptions options;
  options.train = 40;
  options.val = 10;
  const DataSet set = make_shapes(options), again = make_shapes(options);
  CHECK((set.split("train").size() == 40 && set.split("val").size() == 10));
  options.seed = 1;
  const DataSet other = make_shapes(options);
  CHECK(set.read(3) == again.read(3));
  CHECK(set.read(3) != other.read(3));
  CHECK(words(set.samples[3]) == words(again.samples[3]));
  for (const Sample& sample : set.samples) {
    CHECK(!sample.truths.empty());
    for (const Truth& truth : sample.truths) {
      CHECK((truth.cx - truth.w / 2 > -1e-9 && truth.cx + truth.w / 2 < 1 + 1e-9 && truth.cy - truth.h / 2 > -1e-9 && truth.cy + truth.h / 2 < 1 + 1e-9));
      CHECK((truth.w > 0.08 && truth.w < 0.6));
    }
  }
  for (const std::size_t count : set.count_objects(set.split("train"))) CHECK(count > 10);
}

TEST_CASE("shapes written to disk open as the same data set") {
  const Scratch scratch;
  ShapesOptions options;
  options.train = 3;
  options.val = 2;
  write_data_set(make_shapes(options), scratch / "shapes");
  const DataSet drawn = make_shapes(options), read = open_data_set(scratch / "shapes");
  CHECK_THROWS_AS(write_data_set(drawn, scratch / "shapes"), Error);
  CHECK(read.classes == drawn.classes);
  CHECK(read.splits == drawn.splits);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(read.read(i) == drawn.read(i));
    CHECK(words(read.samples[i]) == words(drawn.samples[i]));
  }
}

TEST_CASE("options of shapes are read strictly") {
  const auto fault = [](const char* text) { return fault_of([&] { read_shapes_options(Json::parse(text), {"shapes.json", ""}); }); };
  CHECK(fault(R"({"train": 5, "largest": 0.3})").empty());
  CHECK_THAT(fault(R"({"trian": 5})"), Contains("shapes.json#/trian"));
  CHECK_THAT(fault(R"({"smallest": 0.5, "largest": 0.3})"), Contains("0 < smallest <= largest <= 0.7"));
}

TEST_CASE("anchors of three clear clusters are their means, and the fit is the mean IOU") {
  DataSet set;
  set.name = "clusters";
  const std::vector<Anchor> centres = {{0.1, 0.1}, {0.2, 0.4}, {0.8, 0.5}};
  for (int i = 0; i < 60; ++i) {
    const Anchor& centre = centres[static_cast<std::size_t>(i % 3)];
    const double factor = 1 + 0.1 * (i / 3 % 2 ? 1 : -1);
    set.samples.push_back({"", 1, 1, {Truth{0.5, 0.5, centre.w * factor, centre.h * factor}}});
  }
  std::vector<std::size_t> all(60);
  std::iota(all.begin(), all.end(), std::size_t{0});
  const AnchorFit fit = fit_anchors(set, all, 3, 100, 200, 5);
  REQUIRE(fit.anchors.size() == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(fit.anchors[k].w == Approx(centres[k].w * 100));
    CHECK(fit.anchors[k].h == Approx(centres[k].h * 200));
  }
  // Half of the objects are 0.9 and half 1.1 times as large along both sides.
  CHECK(fit.mean_iou == Approx((0.81 + 1 / 1.21) / 2));
  CHECK(fit_anchors(set, all, 3, 100, 200, 5).mean_iou == fit.mean_iou);
  CHECK_THAT(fault_of([&] { fit_anchors(set, all, 7, 100, 200, 5); }), Contains("6 shapes, too few for 7 anchors"));
}
