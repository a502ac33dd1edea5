#include "engine/known_zero.hpp"

#include "engine/element.hpp"
#include "engine/prefetch.hpp"

namespace yologold {
namespace {

bool same(const Block& a, const Block& b) { return a.offset == b.offset && a.sn == b.sn && a.sa == b.sa && a.sk == b.sk && a.sy == b.sy && a.sx == b.sx; }

bool same(const GradientView& a, const GradientView& b) {
  return a.data == b.data && a.dtype == b.dtype && same(a.layout.box, b.layout.box) && same(a.layout.classes, b.layout.classes);
}

}  // namespace

void KnownZero::erase(const Model& model, std::span<const GradientView> gradients, std::int64_t index) const {
  const Slot& s = slots_[static_cast<std::size_t>(index)];
  const GradientView& g = gradients[static_cast<std::size_t>(s.head)];
  if (!same(g, views_[static_cast<std::size_t>(s.head)])) return;
  if (index + 1 < slots()) {
    const Slot& next = slots_[static_cast<std::size_t>(index) + 1];
    prefetch_classes(gradients[static_cast<std::size_t>(next.head)], 0, model.classes, next.image, next.anchor, next.y, next.x);
  }
  const auto zero = [](std::int64_t) { return 0; };
  scatter(g, g.layout.box.at(s.image, s.anchor, 0, s.y, s.x), g.layout.box.sk, 4, zero);
  scatter(g, g.layout.classes.at(s.image, s.anchor, 0, s.y, s.x), g.layout.classes.sk, model.classes, zero);
}

void KnownZero::remember(const Work& work, std::span<const GradientView> gradients) {
  views_.assign(gradients.begin(), gradients.end());
  slots_.clear();
  for (const Group& group : work.slots) {
    const Pair& p = work.pairs[static_cast<std::size_t>(work.order[static_cast<std::size_t>(group.begin)])].pair;
    slots_.push_back({p.head, p.image, p.anchor, p.y, p.x});
  }
}

}  // namespace yologold
