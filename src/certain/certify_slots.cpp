#include <cstdlib>
#include <cstring>

#include "certain/certify_classes.hpp"
#include "certain/dense_plane.hpp"
#include "certain/work.hpp"
#include "engine/parallel.hpp"

namespace yologold::certain {
namespace {

/// `count` zeros, `step` elements apart.
void write_zeros(const GradientView& to, std::int64_t at, std::int64_t count, std::int64_t step) {
  const std::int64_t bytes = to.dtype == DType::f32 ? 4 : 8;
  if (step == 1) std::memset(static_cast<char*>(to.data) + at * bytes, 0, static_cast<std::size_t>(count * bytes));
  for (std::int64_t i = 0; step != 1 && i < count; ++i) write(to, at + i * step, 0.0);
}

/// Zeros of one image in a block of `channels`, the shorter step of memory inside.
void write_zeros(const GradientView& to, const Block& block, const HeadShape& shape, std::int64_t image, std::int64_t channels) {
  const bool channels_inside = std::abs(block.sk) < std::abs(block.sx);
  for (std::int64_t a = 0; a < shape.a; ++a)
    for (std::int64_t y = 0; y < shape.h; ++y) {
      for (std::int64_t x = 0; channels_inside && x < shape.w; ++x) write_zeros(to, block.at(image, a, 0, y, x), channels, block.sk);
      for (std::int64_t k = 0; !channels_inside && k < channels; ++k) write_zeros(to, block.at(image, a, k, y, 0), shape.w, block.sx);
    }
}

/// The boxes and classes of every slot; certify_plane writes the objectness.
void write_zeros(Work& w) {
  parallel_for(w.arena, static_cast<std::int64_t>(w.sums.size()), 1, [&](std::int64_t i) {
    const std::size_t h = static_cast<std::size_t>(i) / w.images();
    const std::int64_t image = i % w.p.model.images;
    const GradientView& to = w.q.gradients[h];
    write_zeros(to, to.layout.box, w.p.model.heads[h].shape, image, 4);
    write_zeros(to, to.layout.classes, w.p.model.heads[h].shape, image, w.p.model.classes);
  });
}

void certify_empty_slots(Work& w) {
  std::vector<Plane> planes;
  for (std::size_t h = 0; h < w.p.model.heads.size(); ++h)
    for (std::int64_t n = 0; n < w.p.model.images; ++n)
      for (std::int64_t k = 0; k < w.p.model.heads[h].shape.a; ++k) planes.push_back({h, n, k});
  std::vector<PlaneSums> found(planes.size());
  parallel_for(w.arena, static_cast<std::int64_t>(planes.size()), 1, [&](std::int64_t i) {
    const auto k = static_cast<std::size_t>(i);
    found[k] = certify_plane(w.p, w.a, w.kernels, w.scales[planes[k].head], planes[k], w.q.gradients[planes[k].head]);
  });
  for (std::size_t i = 0; i < planes.size(); ++i) {
    w.sums[w.place(planes[i].head, planes[i].image)].noobj += found[i].noobj;
    w.cost += found[i].cost;
    w.result.gradients[planes[i].head].join(found[i].certificate);
  }
}

void add(const CertifiedUnit& unit, Sums& sums) { sums.coord += unit.coord, sums.obj += unit.obj, sums.noobj += unit.noobj, sums.classes += unit.classes; }

/// Certifies units side by side, then adds them up in their order. make(group) gives a unit whose elements store(slot, elements) writes;
/// slot_of(group) is its slot.
template <class SlotOf, class Make, class Store>
void certify_units(Work& w, const std::vector<Rivals>& groups, const SlotOf& slot_of, const Make& make, const Store& store) {
  std::vector<CertifiedUnit> units(groups.size());
  parallel_for(w.arena, static_cast<std::int64_t>(groups.size()), 1, [&](std::int64_t i) {
    const auto k = static_cast<std::size_t>(i);
    units[k] = make(groups[k]);
    store(slot_of(groups[k]), units[k].elements);
    units[k].elements = {};
  });
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Slot& at = slot_of(groups[i]);
    add(units[i], w.sums[w.place(at.head, at.image)]);
    w.cost += units[i].cost;
    w.result.gradients[at.head].join(units[i].certificate);
  }
}

void certify_boxes(Work& w) {
  const auto make = [&w](const Rivals& g) {
    const std::size_t head = w.slot(g).head;
    const auto unit = [&]<class S>() {
      if constexpr (std::is_same_v<S, DdBall>)
        return taken_slot(w.p, w.a, w.scales[head], g);
      else
        return taken_slot(w.p, w.a, Scales<S>(w.p, w.a, head), g);
    };
    return certify_unit(5, unit, w.p.model.delta());
  };
  const auto store = [&w](const Slot& s, const std::vector<double>& elements) {
    const GradientView& to = w.q.gradients[s.head];
    for (int k = 0; k < 4; ++k) write(to, to.layout.box.at(s.image, s.anchor, k, s.y, s.x), elements[static_cast<std::size_t>(k)]);
    write(to, to.layout.objectness.at(s.image, s.anchor, 0, s.y, s.x), elements[4]);
  };
  certify_units(
      w, w.a.slots, [&w](const Rivals& g) -> const Slot& { return w.slot(g); }, make, store);
}

void certify_class_vectors(Work& w) {
  const auto slot_of = [&w](const Rivals& g) -> const Slot& { return class_slot(w.p, w.a, g); };
  const auto store = [&w](const Slot& s, const std::vector<double>& elements) {
    const GradientView& to = w.q.gradients[s.head];
    const std::int64_t first = to.layout.classes.at(s.image, s.anchor, 0, s.y, s.x);
    for (std::size_t c = 0; c < elements.size(); ++c) write(to, first + static_cast<std::int64_t>(c) * to.layout.classes.sk, elements[c]);
  };
  certify_units(
      w, class_groups(w.p, w.a), slot_of, [&](const Rivals& g) { return certify_classes(w.p, w.a, w.kernels, w.scales[slot_of(g).head], g); }, store);
}

}  // namespace

void certify_slots(Work& w) {
  write_zeros(w);
  certify_empty_slots(w);
  certify_boxes(w);
  certify_class_vectors(w);
}

}  // namespace yologold::certain
