#include "diagnose/field.hpp"

#include "judge/gradients.hpp"

namespace yologold {

std::vector<Plane> planes_of(const HeadShape& s) {
  std::vector<Plane> planes;
  const auto cells = static_cast<std::size_t>(s.h * s.w);
  const auto add = [&](std::int64_t n, std::int64_t a, std::int64_t k) { planes.push_back({n, a, k, planes.size() * cells}); };
  for (std::int64_t n = 0; n < s.n; ++n) {
    for (std::int64_t a = 0; a < s.a; ++a)
      for (std::int64_t k = 0; k < (s.shared_classes ? 5 : 5 + s.c); ++k) add(n, a, k);
    for (std::int64_t c = 0; s.shared_classes && c < s.c; ++c) add(n, 0, 5 + c);
  }
  return planes;
}

std::vector<std::size_t> places(LayoutName name, const HeadShape& s) {
  const Layout layout = layout_of(name, s);
  std::vector<std::size_t> result;
  result.reserve(static_cast<std::size_t>(s.elements()));
  for (const Plane& p : planes_of(s)) {
    const Block& block = p.channel < 4 ? layout.box : p.channel == 4 ? layout.objectness : layout.classes;
    const std::int64_t k = p.channel < 4 ? p.channel : p.channel == 4 ? 0 : p.channel - 5;
    for (std::int64_t y = 0; y < s.h; ++y)
      for (std::int64_t x = 0; x < s.w; ++x) result.push_back(static_cast<std::size_t>(block.at(p.image, p.anchor, k, y, x)));
  }
  return result;
}

std::size_t element_at(LayoutName name, const HeadShape& s, std::size_t place) {
  // Take the image off.
  const auto cells = static_cast<std::size_t>(s.h * s.w), anchors = static_cast<std::size_t>(s.a), classes = static_cast<std::size_t>(s.c);
  const std::size_t block = s.shared_classes ? 5 : 5 + classes, planes = s.shared_classes ? anchors * 5 + classes : anchors * block;
  const std::size_t image = place / (planes * cells), rest = place % (planes * cells);
  const auto at = [&](std::size_t plane, std::size_t cell) { return (image * planes + plane) * cells + cell; };

  // Find plane and cell.
  if (name == LayoutName::nhwc) return at(rest % planes, rest / planes);
  if (name == LayoutName::nahwk) return at(rest / block / cells * block + rest % block, rest / block % cells);
  if (name == LayoutName::nchw) return place;
  const std::size_t confidence = cells * classes, box = confidence + cells * anchors;
  if (rest < confidence) return at(anchors * 5 + rest % classes, rest / classes);
  if (rest < box) return at((rest - confidence) % anchors * 5 + 4, (rest - confidence) / anchors);
  return at((rest - box) / 4 % anchors * 5 + (rest - box) % 4, (rest - box) / 4 / anchors);
}

std::vector<double> gather(const Tensor& tensor, LayoutName layout, const HeadShape& shape) {
  std::vector<double> memory = as_doubles(tensor);
  if (layout == LayoutName::nchw) return memory;
  std::vector<double> values(memory.size());
  for (std::size_t place = 0; place < memory.size(); ++place) values[element_at(layout, shape, place)] = memory[place];
  return values;
}

}  // namespace yologold
