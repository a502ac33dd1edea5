#include "suite/infer_shape.hpp"

#include "files/shape.hpp"
#include "suite/inputs.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

// "255 channels = 3 anchors x (5 + 80 classes)"
std::string channels_in_words(const HeadShape& s) {
  const std::string a = std::to_string(s.a), c = std::to_string(s.c);
  if (s.shared_classes) return std::to_string(5 * s.a + s.c) + " channels = " + a + " predictors x 5 + " + c + " classes";
  return std::to_string(s.a * (5 + s.c)) + " channels = " + a + " anchors x (5 + " + c + " classes)";
}

struct Dimensions {
  std::int64_t n, channels, h, w;  // channels: of all predictors
};

Dimensions read_dimensions(const Tensor& tensor, const std::string& name, LayoutName layout, std::int64_t predictors,
                           std::optional<std::pair<std::int64_t, std::int64_t>> grid) {
  const auto& d = tensor.shape;
  const auto refuse = [&](const char* wanted) { throw Error(name, "the tensor has the shape " + print_shape(d), wanted); };
  switch (layout) {
    case LayoutName::nchw:
      if (d.size() != 4) refuse("[images, channels, height, width] (layout nchw)");
      return {d[0], d[1], d[2], d[3]};
    case LayoutName::nhwc:
      if (d.size() != 4) refuse("[images, height, width, channels] (layout nhwc)");
      return {d[0], d[3], d[1], d[2]};
    case LayoutName::nahwk:
      if (d.size() != 5) refuse("[images, anchors, height, width, 5 + classes] (layout nahwk)");
      if (d[1] != predictors) throw Error(name, std::to_string(d[1]) + " anchors", std::to_string(predictors) + ", the anchors of this head's mask");
      return {d[0], d[1] * d[4], d[2], d[3]};
    case LayoutName::darknet_v1:
      if (d.size() != 2) refuse("[images, H W (C + 5 B)] (layout darknet-v1)");
      if (!grid) throw Error(name, "layout darknet-v1 does not tell the grid", "--grid HxW, or \"grid\": [H, W]");
      if (d[1] % (grid->first * grid->second) != 0)
        throw Error(name, std::to_string(d[1]) + " values an image", "a multiple of the " + std::to_string(grid->first * grid->second) + " cells");
      return {d[0], d[1] / (grid->first * grid->second), grid->first, grid->second};
  }
  return {};
}

}  // namespace

HeadShape infer_shape(const Tensor& tensor, const std::string& name, LayoutName layout, const Variant& variant, std::size_t head, std::size_t heads,
                      std::optional<std::pair<std::int64_t, std::int64_t>> grid) {
  // Refuse what a layout can not hold.
  const bool v1 = variant.family == Family::v1;
  if (layout == LayoutName::nahwk && v1) throw Error(name, "layout nahwk does not exist for v1", "nchw, nhwc, darknet-v1");
  if (layout == LayoutName::darknet_v1 && !v1) throw Error(name, "layout darknet-v1 exists for v1 only", "nchw, nhwc, nahwk");
  if (tensor.type != TensorType::f32 && tensor.type != TensorType::f64)
    throw Error(name, std::string("the tensor has the type ") + name_of(tensor.type), "f16, bf16, f32, f64");

  // Take the classes from the variant, else from what the channels leave.
  const std::int64_t a = predictors_of(variant, head, heads);
  const Dimensions d = read_dimensions(tensor, name, layout, a, grid);
  const std::int64_t left = v1 ? d.channels - 5 * a : a > 0 ? d.channels / a - 5 : 0;
  HeadShape shape{d.n, a, d.h, d.w, variant.classes > 0 ? variant.classes : left, v1};
  if (d.h < 1 || d.w < 1) throw Error(name, "the tensor has the shape " + print_shape(tensor.shape), "a grid of at least 1 x 1");

  // Hold the channels against predictors and classes.
  const std::int64_t channels = v1 ? 5 * a + shape.c : a * (5 + shape.c);
  const std::string found = std::to_string(d.channels) + " channels found";
  if (shape.c < 1) throw Error(name, found + ", too few for " + std::to_string(a) + (v1 ? " predictors" : " anchors") + " and a class");
  if (channels != d.channels) throw Error(name, found + ", expected " + channels_in_words(shape));
  return shape;
}

std::vector<std::int64_t> tensor_shape(LayoutName layout, const HeadShape& s) {
  const std::int64_t channels = s.shared_classes ? 5 * s.a + s.c : s.a * (5 + s.c);
  switch (layout) {
    case LayoutName::nchw:
      return {s.n, channels, s.h, s.w};
    case LayoutName::nhwc:
      return {s.n, s.h, s.w, channels};
    case LayoutName::nahwk:
      return {s.n, s.a, s.h, s.w, 5 + s.c};
    case LayoutName::darknet_v1:
      return {s.n, s.h * s.w * channels};
  }
  return {};
}

}  // namespace yologold
