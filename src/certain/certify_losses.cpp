#include "certain/work.hpp"

namespace yologold::certain {
namespace {

/// Every unit of the images and heads that `wanted` admits, once more, in the arithmetic S.
template <class S, class Wanted, class Visit>
void visit_units(const Work& w, const Wanted& wanted, const Visit& visit) {
  std::vector<Scales<S>> scales;
  for (std::size_t h = 0; h < w.p.model.heads.size(); ++h) {
    const Scales<S>& own = scales.emplace_back(w.p, w.a, h);
    for (std::int64_t i = 0; i < w.p.model.heads[h].shape.slots(); ++i) {
      const Slot s = w.p.slot_at(h, w.p.model.heads[h].first_slot + i);
      if (wanted(s) && w.a.roles[static_cast<std::size_t>(w.p.index(s))] == Role::negative) visit(empty_slot(w.p, own, w.p.objectness_logit(s)));
    }
  }
  for (const Rivals& g : w.a.slots)
    if (const Slot& s = w.slot(g); wanted(s)) visit(taken_slot(w.p, w.a, scales[s.head], g));
  for (const Rivals& g : class_groups(w.p, w.a))
    if (const Slot& s = class_slot(w.p, w.a, g); wanted(s)) visit(taken_classes(w.p, w.a, scales[s.head], g));
}

/// The f64 nearest to a sum; `ball` encloses it, part(unit) is what each unit adds.
template <class Wanted, class Part>
double nearest(Work& w, const DdBall& ball, const Wanted& wanted, const Part& part) {
  Certificate& losses = w.result.losses;
  ++losses.elements;
  const auto rounded = round(ball);
  if (rounded.value == rounded.other) {
    if (!is_zero(ball)) losses.radius = std::max(losses.radius, ball.radius / size(ball));
    return rounded.value + 0.0;
  }
  ++losses.fallbacks;
  return settle_exactly([&]<class S>() {
    S sum;
    visit_units<S>(w, wanted, [&](const Unit<S>& unit) { sum += part(unit); });
    losses.bits = std::max(losses.bits, Precision::bits());
    return round(sum) + 0.0;
  });
}

}  // namespace

void certify_losses(Work& w) {
  Report& r = w.q.report;
  const auto all = [](const auto& u) { return (u.coord + u.obj) + (u.noobj + u.classes); };
  DdBall total;
  r.terms.assign(w.sums.size(), {});
  r.per_image.assign(w.images(), 0);
  for (std::size_t i = 0; i < w.sums.size(); ++i) {
    const auto here = [&](const Slot& s) { return w.place(s.head, s.image) == i; };
    r.terms[i] = {
        nearest(w, w.sums[i].coord, here, [](const auto& u) { return u.coord; }), nearest(w, w.sums[i].obj, here, [](const auto& u) { return u.obj; }),
        nearest(w, w.sums[i].noobj, here, [](const auto& u) { return u.noobj; }), nearest(w, w.sums[i].classes, here, [](const auto& u) { return u.classes; })};
    total += w.sums[i].all();
  }
  for (std::size_t n = 0; n < w.images(); ++n) {
    DdBall image;
    for (std::size_t h = 0; h < w.p.model.heads.size(); ++h) image += w.sums[h * w.images() + n].all();
    r.per_image[n] = nearest(
        w, image, [&](const Slot& s) { return static_cast<std::size_t>(s.image) == n; }, all);
  }
  const auto everywhere = [](const Slot&) { return true; };
  r.total = nearest(w, total, everywhere, all);
  r.cost = w.p.model.delta() ? nearest(w, w.cost, everywhere, [](const auto& u) { return u.cost(); }) : 0;
}

}  // namespace yologold::certain
