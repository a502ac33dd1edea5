#include "certain/certify.hpp"

#include <cstring>
#include <thread>

#include "certain/dense_plane.hpp"
#include "certain/shape.hpp"
#include "certain/stages.hpp"
#include "engine/parallel.hpp"

namespace yologold::certain {
namespace {

/// The loss of one image in one head, by term, unrounded.
template <class S>
struct Sums {
  S coord, obj, noobj, classes;
  S all() const { return (coord + obj) + (noobj + classes); }
};

template <class S, class U>
void add(const U& unit, Sums<S>& sums) {
  sums.coord += unit.coord, sums.obj += unit.obj, sums.noobj += unit.noobj, sums.classes += unit.classes;
}

class Run {
 public:
  explicit Run(const Request& request)
      : q(request),
        p(q.variant, q.shapes, q.heads, q.truths),
        kernels(choose_dense(q.isa)),
        a(assign(p)),
        arena(q.threads > 0 ? q.threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))) {
    result.gradients.resize(p.model.heads.size());
    for (std::size_t h = 0; h < p.model.heads.size(); ++h) scales.emplace_back(p, a, h);
    sums.resize(p.model.heads.size() * images());
  }

  Certified run() {
    const FloatEnvironment environment;
    write_zeros();
    train_empty_slots();
    train_taken_slots();
    report_losses();
    report_decisions();
    if (q.all_stages) show_stages();
    return result;
  }

 private:
  const Request& q;
  Problem p;
  const DenseTable& kernels;
  Assignment a;
  tbb::task_arena arena;
  std::vector<Scales<DdBall>> scales;
  std::vector<Sums<DdBall>> sums;  ///< [head * N + image]
  DdBall cost;
  Certified result;

  std::size_t images() const { return static_cast<std::size_t>(p.model.images); }
  std::size_t place(const Slot& s) const { return s.head * images() + static_cast<std::size_t>(s.image); }
  const std::vector<Rivals>& class_groups() const { return p.is(Family::v1) ? a.cells : a.slots; }
  const Slot& class_slot(const Rivals& g) const { return a.matches[(p.is(Family::v1) ? a.cell_order : a.order)[g.begin]].slot; }
  const Slot& slot(const Rivals& g) const { return a.matches[a.order[g.begin]].slot; }

  template <class S>
  Scales<S> scales_of(std::size_t head) const {
    if constexpr (std::is_same_v<S, DdBall>)
      return scales[head];
    else
      return Scales<S>(p, a, head);
  }
  template <class S>
  Unit<S> box_unit(const Rivals& g) const {
    return taken_slot(p, a, scales_of<S>(slot(g).head), g);
  }
  template <class S>
  Unit<S> class_unit(const Rivals& g) const {
    return taken_classes(p, a, scales_of<S>(class_slot(g).head), g);
  }

  template <class Visit>
  void for_each_slot(const Visit& visit) const {
    for (std::size_t h = 0; h < p.model.heads.size(); ++h)
      for (std::int64_t i = 0; i < p.model.heads[h].shape.slots(); ++i) visit(p.slot_at(h, p.model.heads[h].first_slot + i));
  }

  void write_zeros() {
    for_each_slot([&](const Slot& s) {
      const GradientView& g = q.gradients[s.head];
      for (int k = 0; k < 4; ++k) write(g, g.layout.box.at(s.image, s.anchor, k, s.y, s.x), 0.0);
      for (std::int64_t c = 0; c < p.model.classes; ++c) write(g, g.layout.classes.at(s.image, s.anchor, c, s.y, s.x), 0.0);
    });
  }

  void train_empty_slots() {
    std::vector<Plane> planes;
    for (std::size_t h = 0; h < p.model.heads.size(); ++h)
      for (std::int64_t n = 0; n < p.model.images; ++n)
        for (std::int64_t k = 0; k < p.model.heads[h].shape.a; ++k) planes.push_back({h, n, k});
    std::vector<PlaneSums> found(planes.size());
    parallel_for(arena, static_cast<std::int64_t>(planes.size()), 1, [&](std::int64_t i) {
      const auto k = static_cast<std::size_t>(i);
      found[k] = certify_plane(p, a, kernels, planes[k], q.gradients[planes[k].head]);
    });
    for (std::size_t i = 0; i < planes.size(); ++i) {
      sums[planes[i].head * images() + static_cast<std::size_t>(planes[i].image)].noobj += found[i].noobj;
      cost += found[i].cost;
      result.gradients[planes[i].head].join(found[i].certificate);
    }
  }

  /// Certifies units side by side, then adds them up in their order.
  template <class Make, class Store>
  void certify_units(const std::vector<Rivals>& groups, std::size_t count, const Make& make, const Store& store) {
    std::vector<CertifiedUnit> units(groups.size());
    parallel_for(arena, static_cast<std::int64_t>(groups.size()), 1, [&](std::int64_t i) {
      const auto k = static_cast<std::size_t>(i);
      units[k] = make(groups[k], count);
    });
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const Slot& at = store(groups[i], units[i].elements);
      add(units[i], sums[place(at)]);
      cost += units[i].cost;
      result.gradients[at.head].join(units[i].certificate);
    }
  }

  void train_taken_slots() {
    certify_units(
        a.slots, 5, [&](const Rivals& g, std::size_t n) { return certify_unit(n, [&]<class S>() { return box_unit<S>(g); }); },
        [&](const Rivals& g, const std::vector<double>& elements) -> const Slot& {
          const Slot& s = slot(g);
          const GradientView& to = q.gradients[s.head];
          for (int k = 0; k < 4; ++k) write(to, to.layout.box.at(s.image, s.anchor, k, s.y, s.x), elements[static_cast<std::size_t>(k)]);
          write(to, to.layout.objectness.at(s.image, s.anchor, 0, s.y, s.x), elements[4]);
          return s;
        });
    certify_units(
        class_groups(), static_cast<std::size_t>(p.model.classes),
        [&](const Rivals& g, std::size_t n) { return certify_unit(n, [&]<class S>() { return class_unit<S>(g); }); },
        [&](const Rivals& g, const std::vector<double>& elements) -> const Slot& {
          const Slot& s = class_slot(g);
          const GradientView& to = q.gradients[s.head];
          for (std::size_t c = 0; c < elements.size(); ++c)
            write(to, to.layout.classes.at(s.image, s.anchor, static_cast<std::int64_t>(c), s.y, s.x), elements[c]);
          return s;
        });
  }

  /// Every unit of the images and heads that `wanted` admits, once more, in the arithmetic S.
  template <class S, class Wanted, class Visit>
  void visit_units(const Wanted& wanted, const Visit& visit) const {
    for (std::size_t h = 0; h < p.model.heads.size(); ++h) {
      const Scales<S> own(p, a, h);
      for (std::int64_t i = 0; i < p.model.heads[h].shape.slots(); ++i) {
        const Slot s = p.slot_at(h, p.model.heads[h].first_slot + i);
        if (wanted(s) && a.roles[static_cast<std::size_t>(p.index(s))] == Role::negative) visit(empty_slot(p, own, p.objectness_logit(s)));
      }
    }
    for (const Rivals& g : a.slots)
      if (wanted(slot(g))) visit(box_unit<S>(g));
    for (const Rivals& g : class_groups())
      if (wanted(class_slot(g))) visit(class_unit<S>(g));
  }

  /// The f64 nearest to a sum; `ball` encloses it, part(unit) is what each unit adds.
  template <class Wanted, class Part>
  double nearest(const DdBall& ball, const Wanted& wanted, const Part& part) {
    ++result.losses.elements;
    const auto rounded = round(ball);
    if (rounded.value == rounded.other) {
      if (!is_zero(ball)) result.losses.radius = std::max(result.losses.radius, ball.radius / size(ball));
      return rounded.value + 0.0;
    }
    ++result.losses.fallbacks;
    return settle_exactly([&]<class S>() {
      S sum;
      visit_units<S>(wanted, [&](const Unit<S>& unit) { sum += part(unit); });
      result.losses.bits = std::max(result.losses.bits, Precision::bits());
      return round(sum) + 0.0;
    });
  }

  void report_losses() {
    Report& r = q.report;
    const auto all = [](const auto& u) { return (u.coord + u.obj) + (u.noobj + u.classes); };
    DdBall total;
    r.terms.assign(sums.size(), {});
    r.per_image.assign(images(), 0);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const auto here = [&](const Slot& s) { return place(s) == i; };
      r.terms[i] = {nearest(sums[i].coord, here, [](const auto& u) { return u.coord; }), nearest(sums[i].obj, here, [](const auto& u) { return u.obj; }),
                    nearest(sums[i].noobj, here, [](const auto& u) { return u.noobj; }),
                    nearest(sums[i].classes, here, [](const auto& u) { return u.classes; })};
      total += sums[i].all();
    }
    for (std::size_t n = 0; n < images(); ++n) {
      DdBall image;
      for (std::size_t h = 0; h < p.model.heads.size(); ++h) image += sums[h * images() + n].all();
      r.per_image[n] = nearest(
          image, [&](const Slot& s) { return static_cast<std::size_t>(s.image) == n; }, all);
    }
    const auto everywhere = [](const Slot&) { return true; };
    r.total = nearest(total, everywhere, all);
    r.cost = p.model.delta() ? nearest(cost, everywhere, [](const auto& u) { return u.cost(); }) : 0;
  }

  /// The certified IOU and shape IOU of a pair.
  void measure(Match& m) {
    const auto unit = certify_unit(2, [&]<class S>() {
      Unit<S> both;
      both.elements = {Overlap<S>(pair_of(p, m.slot, Decoded<S>(p, m.slot), *m.truth), 0).iou(), S(0.0)};
      if (p.is(Family::v1)) return both;
      const auto fit = shape_iou<S>(p, *m.truth, m.slot.head, p.variant().masks[m.slot.head][static_cast<std::size_t>(m.slot.anchor)]);
      both.elements[1] = fit.over / fit.under;
      return both;
    });
    m.pair.iou = unit.elements[0], m.pair.shape_iou = unit.elements[1];
    result.pairs.join(unit.certificate);
  }

  void report_decisions() {
    Report& r = q.report;
    r.pairs.clear();
    for (Match& m : a.matches) measure(m), r.pairs.push_back(m.pair);
    r.positives = static_cast<std::int64_t>(a.slots.size());
    r.ignored = std::count(a.roles.begin(), a.roles.end(), Role::ignored);
    r.negatives = std::count(a.roles.begin(), a.roles.end(), Role::negative);
    r.unowned = a.unowned;
    for (std::size_t h = 0; h < q.stages.size(); ++h) fill_roles(p, a, h, q.stages[h]);
  }

  void show_stages() {
    for_each_slot([&](const Slot& s) { result.stages.join(certify_stages(p, s, q.stages[s.head])); });
  }
};

}  // namespace

Certified certify(const Request& request) {
  if (const auto& bad = request.report.first_non_finite) {
    const Address& at = bad->at;
    throw NotReal("heads",
                  "head " + std::to_string(at.head) + ", image " + std::to_string(at.image) + ", anchor " + std::to_string(at.anchor) + ", channel " +
                      std::to_string(at.channel) + ", row " + std::to_string(at.y) + ", column " + std::to_string(at.x) + " holds no finite logit",
                  "finite logits where the loss reads them");
  }
  return Run(request).run();
}

}  // namespace yologold::certain
