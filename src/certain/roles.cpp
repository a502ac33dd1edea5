#include <algorithm>

#include "certain/assignment.hpp"
#include "certain/settle.hpp"
#include "certain/shape.hpp"

namespace yologold::certain {
namespace {

constexpr double v1_flag_thresh = 0.5;  // v1 has no ignore_thresh

bool holds(const Truth& truth, std::int64_t c) {
  return truth.class_id == c || std::find(truth.more_classes.begin(), truth.more_classes.end(), c) != truth.more_classes.end();
}

/// The most probable class, the lowest index on a tie: the largest logit.
std::int64_t top_class(const Problem& p, const Slot& slot) {
  std::int64_t top = 0;
  for (std::int64_t c = 1; c < p.model.classes; ++c)
    if (p.class_logit(slot, c) > p.class_logit(slot, top)) top = c;
  return top;
}

/// Whether the most probable class is more probable than class_thresh.
bool sure_of_a_class(const Problem& p, const Slot& slot) {
  const double top = p.class_logit(slot, top_class(p, slot));
  return settle([&]<class S>() {
    const S thresh(p.variant().class_thresh);
    if (!p.is(Family::v2)) return sign(Logistic<S>(top).rise - thresh) > 0;
    S sum;
    for (std::int64_t c = 0; c < p.model.classes; ++c) sum += exp(S(p.class_logit(slot, c)) - S(top));
    return sign(S(1.0) - thresh * sum) > 0;
  });
}

/// Whether the decoded box overlaps a flagged truth, or one of those that the ignore rule admits.
bool spared_by_box(const Problem& p, const Slot& slot, bool by_rule) {
  const Variant& v = p.variant();
  const auto image = static_cast<std::size_t>(slot.image);
  const double thresh = p.is(Family::v1) ? v1_flag_thresh : v.ignore_thresh;
  return settle([&]<class S>() {
    const Decoded<S> d(p, slot);
    const auto overlaps = [&](const Object& o) { return Overlap<S>(pair_of(p, slot, d, *o.truth), 0).above(thresh); };
    if (std::any_of(p.flagged[image].begin(), p.flagged[image].end(), overlaps)) return true;
    if (!by_rule) return false;
    const std::int64_t top = v.ignore == Ignore::decoded_same_class ? top_class(p, slot) : -1;
    const bool any =
        std::any_of(p.objects[image].begin(), p.objects[image].end(), [&](const Object& o) { return (top < 0 || holds(*o.truth, top)) && overlaps(o); });
    return any && (v.ignore != Ignore::decoded_any_class || sure_of_a_class(p, slot));
  });
}

void mark(const Problem& p, Assignment& a, const Slot& slot, const Role role) { a.roles[static_cast<std::size_t>(p.index(slot))] = role; }

/// The rules that look at the truth's cell alone.
void mark_cells(const Problem& p, Assignment& a, Noobj noobj) {
  const Variant& v = p.variant();
  for (const auto& objects : p.objects)
    for (const Object& object : objects)
      for (std::size_t h = 0; h < p.model.heads.size(); ++h) {
        Slot slot = p.cell_of(object, h);
        for (slot.anchor = 0; slot.anchor < p.shape(slot).a; ++slot.anchor) {
          if (noobj == Noobj::object_free_cells) mark(p, a, slot, Role::none);
          if (noobj == Noobj::object_free_cells || p.is(Family::v1) || v.ignore != Ignore::prior) continue;
          const int anchor = v.masks[h][static_cast<std::size_t>(slot.anchor)];
          const bool near = settle([&]<class S>() {
            const auto fit = shape_iou<S>(p, *object.truth, h, anchor);
            return sign(fit.over - S(v.ignore_thresh) * fit.under) > 0;
          });
          if (near) mark(p, a, slot, Role::ignored);
        }
      }
}

}  // namespace

void give_roles(const Problem& p, Assignment& a) {
  const Variant& v = p.variant();
  a.roles.assign(static_cast<std::size_t>(p.model.slots), Role::negative);
  for (const Rivals& slot : a.slots) mark(p, a, a.matches[a.order[slot.begin]].slot, Role::positive);
  const std::vector<Role> taken = a.roles;

  // Later rules win: cells with an object, ignored slots, positive ones.
  if (v.noobj == Noobj::object_free_cells) mark_cells(p, a, Noobj::object_free_cells);
  const bool rule = !p.is(Family::v1) && v.ignore != Ignore::off && v.ignore != Ignore::prior;
  for (std::size_t h = 0; h < p.model.heads.size(); ++h) {
    const HeadModel& head = p.model.heads[h];
    const std::int64_t slots = head.shape.a * head.cells();
    for (std::int64_t n = 0; n < p.model.images; ++n) {
      const auto image = static_cast<std::size_t>(n);
      if (p.flagged[image].empty() && (!rule || p.objects[image].empty())) continue;
      for (std::int64_t i = head.first_slot + n * slots; i < head.first_slot + (n + 1) * slots; ++i) {
        if (taken[static_cast<std::size_t>(i)] == Role::positive) continue;
        const Slot slot = p.slot_at(h, i);
        if (spared_by_box(p, slot, rule)) mark(p, a, slot, Role::ignored);
      }
    }
  }
  if (!p.is(Family::v1) && v.ignore == Ignore::prior) mark_cells(p, a, Noobj::complement);
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (a.refused[i]) a.roles[i] = Role::ignored;
    if (taken[i] == Role::positive) a.roles[i] = Role::positive;
  }
}

}  // namespace yologold::certain
