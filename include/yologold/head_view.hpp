#pragma once
#include <cstdint>

namespace yologold {

enum class DType { f32, f64 };

/// One detection scale: n images, a predictors (v1: boxes a cell; v2-v4: anchors), an h x w grid, c classes.
/// v2-v4 have class logits per predictor; v1 has one class vector per cell (shared_classes).
struct HeadShape {
  std::int64_t n = 0, a = 0, h = 0, w = 0, c = 0;
  bool shared_classes = false;

  std::int64_t slots() const { return n * a * h * w; }
  std::int64_t elements() const { return n * h * w * (shared_classes ? a * 5 + c : a * (5 + c)); }
  bool operator==(const HeadShape&) const = default;
};

/// Strides of one block of channels, in elements: the element of image n, predictor a, channel k of the block, row y, column x
/// stands at offset + n*sn + a*sa + k*sk + y*sy + x*sx.
struct Block {
  std::int64_t offset = 0, sn = 0, sa = 0, sk = 0, sy = 0, sx = 0;

  std::int64_t at(std::int64_t n, std::int64_t a, std::int64_t k, std::int64_t y, std::int64_t x) const {
    return offset + n * sn + a * sa + k * sk + y * sy + x * sx;
  }
};

/// Where the channels of a head stand: tx ty tw th (box), to (objectness), the class logits. Any layout is three such blocks.
struct Layout {
  Block box, objectness, classes;
};

/// The layouts that have a name:
///   nchw        [N, A(5+C), H, W], anchor-major, each anchor x y w h o c...; v1: [N, 5B+C, H, W], the classes last
///   nhwc        [N, H, W, A(5+C)], channels ordered as in nchw
///   nahwk       [N, A, H, W, 5+C]; not v1
///   darknet_v1  per image three blocks: class [cell][C], confidence [cell][B], box [cell][B][4]; v1 only
enum class LayoutName { nchw, nhwc, nahwk, darknet_v1 };

/// The strides of a named layout, packed. Throws Error where the layout does not exist for this head.
Layout layout_of(LayoutName name, const HeadShape& shape);

/// A raw network output: where it lies and how. Nothing is copied or owned.
struct HeadView {
  const void* data = nullptr;
  DType dtype = DType::f32;
  Layout layout;
};

/// Where the gradient of a head goes. Every element of the head is written, and nothing else.
struct GradientView {
  void* data = nullptr;
  DType dtype = DType::f32;
  Layout layout;
};

}  // namespace yologold
