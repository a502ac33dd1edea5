#include "ref/decode.hpp"
#include "ref/outcome.hpp"

namespace yologold::ref {

namespace {

template <class T>
double best_iou(const Problem<T>& p, const Slot& slot, const Box<T>& box) {
  Fraction<T> best{T(0), T(1)};
  for (const Object<T>& object : p.objects[static_cast<std::size_t>(slot.image)]) {
    if (object.flagged) continue;
    const Fraction<T> overlap = iou(box, truth_box(p, slot.head, object));
    if (overlap.exceeds(best)) best = overlap;
  }
  return to_double(best.value());
}

/// The truth that keeps a slot, the first of several.
template <class T>
std::int32_t keeper(const Assignment<T>& a, const std::vector<std::size_t>& matches) {
  for (const std::size_t i : matches)
    if (a.matches[i].kept) return a.matches[i].object->index;
  return -1;
}

}  // namespace

template <class T>
HeadStages stages_of(const Problem<T>& p, const Assignment<T>& a, int head) {
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(head)];
  const auto slots = static_cast<std::size_t>(shape.slots()), channels = static_cast<std::size_t>(5 + shape.c);
  HeadStages stages{std::vector<double>(slots * channels), std::vector<double>(slots * 4), std::vector<double>(slots), std::vector<std::int32_t>(slots),
                    std::vector<Role>(slots)};
  const Frame<T> f = frame(p, head);
  for_each_slot(p, head, [&](const Slot& slot) {
    const auto plane = static_cast<std::size_t>(slot.image * shape.a + slot.anchor), area = static_cast<std::size_t>(shape.h * shape.w);
    const auto at = static_cast<std::size_t>(slot.y * shape.w + slot.x);

    // Write the activations in channel order.
    const Box<T> values = activated_box(p, slot), box = frame_box(p, slot);
    std::vector<T> activated{values.x, values.y, values.w, values.h, objectness(p, slot)};
    for (const T& value : class_values(p, slot)) activated.push_back(value);
    for (std::size_t k = 0; k < channels; k++) stages.activated[(plane * channels + k) * area + at] = to_double(activated[k]);

    // Write the box as fractions of the image.
    const T parts[4] = {box.x / f.image_x, box.y / f.image_y, box.w / f.image_x, box.h / f.image_y};
    for (std::size_t k = 0; k < 4; k++) stages.boxes[(plane * 4 + k) * area + at] = to_double(parts[k]);

    const Cell<T>& cell = a.cell(p, slot);
    stages.best_iou[plane * area + at] = best_iou(p, slot, box);
    stages.truth[plane * area + at] = keeper(a, cell.slot_matches[static_cast<std::size_t>(slot.anchor)]);
    stages.role[plane * area + at] = cell.roles[static_cast<std::size_t>(slot.anchor)];
  });
  return stages;
}

template HeadStages stages_of(const Problem<double>&, const Assignment<double>&, int);
template HeadStages stages_of(const Problem<Real>&, const Assignment<Real>&, int);

}  // namespace yologold::ref
