#include "certain/stages.hpp"

#include "certain/certify_unit.hpp"

namespace yologold::certain {
namespace {

/// p^ of a slot (v1: of its cell).
template <class S>
void add_class_values(const Problem& p, const Slot& slot, std::vector<S>& out) {
  const auto n = static_cast<std::size_t>(p.model.classes), begin = out.size();
  double top = p.class_logit(slot, 0);
  for (std::size_t c = 0; c < n; ++c) top = std::max(top, p.class_logit(slot, static_cast<std::int64_t>(c)));
  S sum;
  for (std::size_t c = 0; c < n; ++c) {
    const double t = p.class_logit(slot, static_cast<std::int64_t>(c));
    if (p.is(Family::v1) && p.variant().activation != Activation::logistic)
      out.push_back(S(t));
    else if (!p.model.squared_objectness())
      out.push_back(Logistic<S>(t).rise);
    else
      sum += out.emplace_back(exp(S(t) - S(top)));
  }
  const bool softmax = p.model.squared_objectness() && (p.is(Family::v2) || p.variant().activation == Activation::logistic);
  for (std::size_t c = begin; softmax && c < begin + n; ++c) out[c] = out[c] / sum;
}

template <class S>
S best_iou(const Problem& p, const Slot& slot, const Decoded<S>& d) {
  S best;
  for (const Object& object : p.objects[static_cast<std::size_t>(slot.image)]) {
    const PairOfBoxes<S> pair = pair_of(p, slot, d, *object.truth);
    const S half(0.5);
    const auto overlap = [&](const S& away, const S& w, const S& truth_w) {
      const S reach = half * (w + truth_w) - (sign(away) < 0 ? -away : away);
      return larger(S(0.0), smaller(smaller(w, truth_w), reach));
    };
    const S inter = overlap(pair.dx, pair.w, pair.truth_w) * overlap(pair.dy, pair.h, pair.truth_h),
            uni = (pair.w * pair.h + pair.truth_w * pair.truth_h) - inter;
    if (sign(uni) > 0) best = larger(best, inter / uni);
  }
  return best;
}

/// activated (5 + C), box (4), best IOU.
template <class S>
Unit<S> slot_stages(const Problem& p, const Slot& slot) {
  const Decoded<S> d(p, slot);
  const Frame<S> f = frame<S>(p, slot.head);
  const S w = d.w / f.image_x, h = d.h / f.image_y;
  const double t = p.objectness_logit(slot);
  Unit<S> unit;
  unit.elements = {d.x, d.y, w, h, is_linear(p.variant()) ? S(t) : Logistic<S>(t).rise};
  add_class_values(p, slot, unit.elements);
  const S x = (whole<S>(slot.x) + d.x) / whole<S>(p.shape(slot).w), y = (whole<S>(slot.y) + d.y) / whole<S>(p.shape(slot).h);
  for (const S& value : {x, y, w, h, best_iou(p, slot, d)}) unit.elements.push_back(value);
  return unit;
}

}  // namespace

void fill_roles(const Problem& p, const Assignment& a, std::size_t head, HeadStages& stages) {
  const HeadModel& h = p.model.heads[head];
  const auto first = static_cast<std::size_t>(h.first_slot), slots = static_cast<std::size_t>(h.shape.slots());
  stages.role.assign(a.roles.begin() + h.first_slot, a.roles.begin() + h.first_slot + h.shape.slots());
  stages.truth.assign(slots, -1);
  for (const Match& m : a.matches)
    if (auto& kept = stages.truth; m.slot.head == head && m.pair.kept)
      if (auto& truth = kept[static_cast<std::size_t>(p.index(m.slot)) - first]; truth < 0) truth = m.pair.truth;
}

Certificate certify_stages(const Problem& p, const Slot& slot, HeadStages& stages) {
  const HeadModel& head = p.model.heads[slot.head];
  const auto channels = static_cast<std::size_t>(5 + p.model.classes), area = static_cast<std::size_t>(head.cells());
  const auto local = static_cast<std::size_t>(p.index(slot) - head.first_slot), plane = local / area, cell = local % area;
  const auto unit = certify_unit(channels + 5, [&]<class S>() { return slot_stages<S>(p, slot); });
  for (std::size_t k = 0; k < channels; ++k) stages.activated[(plane * channels + k) * area + cell] = unit.elements[k];
  for (std::size_t k = 0; k < 4; ++k) stages.boxes[(plane * 4 + k) * area + cell] = unit.elements[channels + k];
  stages.best_iou[local] = unit.elements[channels + 4];
  return unit.certificate;
}

}  // namespace yologold::certain
