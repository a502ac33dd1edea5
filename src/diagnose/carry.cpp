#include "diagnose/carry.hpp"

namespace yologold {

void move_values(Prediction& p, const Scene& scene, const Targets& targets) {
  p.settle();
  std::vector<std::ptrdiff_t> to;
  for (std::size_t k = 0; k < p.heads.size(); ++k) {
    // Send every value to its places.
    const HeadShape& s = scene.setting.shapes[k];
    const std::vector<Plane> planes = planes_of(s);
    const auto cells = static_cast<std::size_t>(s.h * s.w);
    std::vector<Element> moved;
    moved.reserve(p.heads[k].size());
    for (const Element& e : p.heads[k]) {
      const auto cell = static_cast<std::int64_t>(e.at % cells);
      to.clear();
      targets(s, planes[e.at / cells], cell / s.w, cell % s.w, to);
      for (const std::ptrdiff_t at : to)
        if (at >= 0 && at < s.elements()) moved.push_back({static_cast<std::size_t>(at), e.value, e.slack});
    }

    // Put them in order.
    const auto before = [](const Element& a, const Element& b) { return a.at < b.at; };
    if (!std::is_sorted(moved.begin(), moved.end(), before)) std::sort(moved.begin(), moved.end(), before);
    p.heads[k] = std::move(moved);
  }
  change_values(p, scene, [](double value, std::size_t, std::size_t) { return value; });
}

void to_transposed(const HeadShape& s, const Plane& plane, std::int64_t y, std::int64_t x, std::vector<std::ptrdiff_t>& to) {
  to.push_back(static_cast<std::ptrdiff_t>(plane.begin) + x * s.h + y);
}

void write_as(Prediction& p, const Scene& scene, LayoutName wrong) {
  const LayoutName right = scene.setting.layout;
  move_values(p, scene, [=](const HeadShape& s, const Plane& plane, std::int64_t y, std::int64_t x, std::vector<std::ptrdiff_t>& to) {
    const Layout layout = layout_of(wrong, s);
    const Block& block = plane.channel < 4 ? layout.box : plane.channel == 4 ? layout.objectness : layout.classes;
    const std::int64_t k = plane.channel < 4 ? plane.channel : plane.channel == 4 ? 0 : plane.channel - 5;
    to.push_back(static_cast<std::ptrdiff_t>(element_at(right, s, static_cast<std::size_t>(block.at(plane.image, plane.anchor, k, y, x)))));
  });
}

}  // namespace yologold
