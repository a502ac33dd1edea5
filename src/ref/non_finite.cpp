#include <algorithm>
#include <cmath>

#include "ref/decode.hpp"
#include "ref/outcome.hpp"

namespace yologold::ref {

namespace {

bool tests_decoded(Ignore rule) { return rule == Ignore::decoded || rule == Ignore::decoded_same_class || rule == Ignore::decoded_any_class; }

template <class T>
bool reads_box(const Problem<T>& p, const Assignment<T>& a, const Slot& slot) {
  const Cell<T>& cell = a.cell(p, slot);
  if (!cell.slot_matches[static_cast<std::size_t>(slot.anchor)].empty()) return true;
  if (p.is(Family::v1) && !cell.objects.empty()) return true;
  const bool decoded = !p.is(Family::v1) && tests_decoded(p.variant.ignore);
  const auto& objects = p.objects[static_cast<std::size_t>(slot.image)];
  return std::any_of(objects.begin(), objects.end(), [&](const Object<T>& object) { return object.flagged || decoded; });
}

template <class T>
bool reads_classes(const Problem<T>& p, const Assignment<T>& a, const Slot& slot) {
  const Cell<T>& cell = a.cell(p, slot);
  if (p.is(Family::v1)) return !cell.objects.empty() && slot.anchor == 0;
  if (cell.roles[static_cast<std::size_t>(slot.anchor)] == Role::positive) return true;
  if (p.variant.ignore != Ignore::decoded_same_class && p.variant.ignore != Ignore::decoded_any_class) return false;
  const auto& objects = p.objects[static_cast<std::size_t>(slot.image)];
  return std::any_of(objects.begin(), objects.end(),
                     [&](const Object<T>& object) { return !object.flagged && decoded_iou(p, slot, object).above(T(p.variant.ignore_thresh)); });
}

template <class T>
bool reads(const Problem<T>& p, const Assignment<T>& a, const Slot& slot, std::int64_t channel) {
  if (channel == 4) return true;
  return channel < 4 ? reads_box(p, a, slot) : reads_classes(p, a, slot);
}

}  // namespace

template <class T>
std::optional<NonFinite> find_non_finite(const Problem<T>& p, const Assignment<T>& a) {
  Slot slot;
  for (slot.head = 0; slot.head < p.heads(); slot.head++) {
    const HeadShape& shape = p.shapes[static_cast<std::size_t>(slot.head)];
    for (slot.image = 0; slot.image < shape.n; slot.image++)
      for (slot.anchor = 0; slot.anchor < shape.a; slot.anchor++)
        for (std::int64_t channel = 0; channel < 5 + shape.c; channel++)
          for (slot.y = 0; slot.y < shape.h; slot.y++)
            for (slot.x = 0; slot.x < shape.w; slot.x++) {
              const double value = to_double(p.logit(slot, channel));
              if (std::isfinite(value) || !reads(p, a, slot, channel)) continue;
              return NonFinite{{slot.head, slot.image, slot.anchor, channel, slot.y, slot.x}, value};
            }
  }
  return std::nullopt;
}

template std::optional<NonFinite> find_non_finite(const Problem<double>&, const Assignment<double>&);
template std::optional<NonFinite> find_non_finite(const Problem<Real>&, const Assignment<Real>&);

}  // namespace yologold::ref
