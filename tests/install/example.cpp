// The loss of one 13x13 head of a YOLOv3 and its gradient.
#include <cstdio>
#include <vector>
#include <yologold/engine.hpp>

int main() {
  using namespace yologold;

  // Choose the loss: YOLOv3 as published, three anchors, 20 classes.
  Variant variant = seed(Family::v3);
  variant.image = {416, 416};
  variant.anchors = {{116, 90}, {156, 198}, {373, 326}};
  variant.masks = {{0, 1, 2}};

  // Compile it for one image and one head.
  const HeadShape shape{.n = 1, .a = 3, .h = 13, .w = 13, .c = 20};
  Plan plan(variant, std::vector{shape});

  // Lend it the network's output, here zeros, and room for the gradient.
  std::vector<float> output(static_cast<std::size_t>(shape.elements())), gradient(output.size());
  const Layout layout = layout_of(LayoutName::nchw, shape);
  const std::vector<HeadView> heads{{output.data(), DType::f32, layout}};
  const std::vector<GradientView> gradients{{gradient.data(), DType::f32, layout}};

  // One object in the middle of the image, of class 7.
  const std::vector<Truth> all{{.cx = 0.5, .cy = 0.5, .w = 0.3, .h = 0.4, .class_id = 7}};
  const std::vector<std::int64_t> first{0, 1};

  Report report;
  if (plan.run(heads, {all, first}, gradients, report) != Status::ok) return 1;
  std::printf("loss %.6f, gradient of the objectness of anchor 1 in the middle cell %g\n", report.total,
              static_cast<double>(gradient[static_cast<std::size_t>(layout.objectness.at(0, 1, 0, 6, 6))]));
}
