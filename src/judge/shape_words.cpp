#include "judge/shape_words.hpp"

#include <utility>

#include "suite/infer_shape.hpp"

namespace yologold {

std::string shape_words(const GoldenCase& golden, std::size_t head, const std::vector<std::int64_t>& found) {
  // Look at the other heads first: with square grids nothing else fits by chance.
  const auto& shapes = golden.inputs.shapes;
  const LayoutName layout = golden.inputs.layout;
  for (std::size_t k = 0; k < shapes.size(); ++k)
    if (k != head && found == tensor_shape(layout, shapes[k])) return "the shape of gradient-" + std::to_string(k) + ": are the heads in another order?";

  // Look at the same head, laid out otherwise.
  for (const LayoutName other : {LayoutName::nchw, LayoutName::nhwc, LayoutName::nahwk, LayoutName::darknet_v1})
    if (other != layout && found == tensor_shape(other, shapes[head]))
      return std::string("the layout ") + name_of(other) + "; the heads are " + name_of(layout);
  HeadShape turned = shapes[head];
  std::swap(turned.h, turned.w);
  return found == tensor_shape(layout, turned) ? "rows and columns are exchanged" : "";
}

}  // namespace yologold
