#include "decisions/restate.hpp"

namespace yologold::decisions {
namespace {

using certain::CertifiedUnit;

/// Restates one site.
class Restating {
 public:
  Restating(const Subject& subject, const Site& site, const SiteState& state)
      : s_(subject),
        at_(address_of(subject, site)),
        state_(state),
        head_(static_cast<std::size_t>(site.head)),
        part_{s_.problem.variant, s_.problem.shapes, s_.problem.heads, s_.problem.truths, state.pairs, s_.problem.roles},
        evaluator_(part_, s_.arithmetic, s_.factors),
        assignment_(assignment_of(s_.exact, state.pairs)) {}

  SiteValues run() {
    for (std::size_t i = 0; i < state_.roles.size(); ++i) {
      at_.anchor = s_.variant().family == Family::v1 ? static_cast<std::int64_t>(i) : at_.anchor;
      if (state_.roles[i] == Role::positive)
        take_slot();
      else
        leave_slot(state_.roles[i]);
    }
    if (s_.variant().family == Family::v1) at_.anchor = 0;
    add_classes();
    return std::move(values_);
  }

 private:
  const Layout& layout() const { return s_.problem.heads[head_].layout; }

  void put(const Block& block, std::int64_t k, double golden, const bounds::Ball& ball) {
    values_.elements.push_back({block.at(at_.image, at_.anchor, k, at_.y, at_.x), golden, {ball.v, ball.e}});
  }

  void add(const CertifiedUnit& unit) {
    const certain::DdBall* const parts[] = {&unit.coord, &unit.obj, &unit.noobj, &unit.classes};
    for (std::size_t i = 0; i < 4; ++i) values_.losses[i] += *parts[i];
  }

  void take_slot() {
    const auto& m = assignment_.matches;
    for (const certain::Rivals& g : assignment_.slots) {
      if (m[assignment_.order[g.begin]].slot.anchor != at_.anchor) continue;
      const CertifiedUnit unit =
          certain::certify_unit(5, [&]<class S>() { return certain::taken_slot(s_.exact, assignment_, certain::Scales<S>(s_.exact, s_.whole, head_), g); });
      const HeadShape& h = s_.shape(at_.head);
      const auto slot = evaluator_.positive(evaluator_.slots().at({at_.head, ((at_.image * h.a + at_.anchor) * h.h + at_.y) * h.w + at_.x}));
      for (std::size_t k = 0; k < 4; ++k) put(layout().box, static_cast<std::int64_t>(k), unit.elements[k], slot.slopes[k]);
      put(layout().objectness, 0, unit.elements[4], slot.slopes[4]);
      add(unit);
    }
  }

  void leave_slot(Role role) {
    const bounds::Ball zero = s_.arithmetic.literal(0);
    for (std::int64_t k = 0; k < 4; ++k) put(layout().box, k, 0, zero);
    if (role != Role::negative) return put(layout().objectness, 0, 0, zero);
    const certain::Slot slot{head_, at_.image, at_.anchor, at_.y, at_.x};
    const CertifiedUnit unit = certain::certify_unit(
        1, [&]<class S>() { return certain::empty_slot(s_.exact, certain::Scales<S>(s_.exact, s_.whole, head_), s_.exact.objectness_logit(slot)); });
    put(layout().objectness, 0, unit.elements[0], evaluator_.negative(at_).slope);
    add(unit);
  }

  void add_classes() {
    const auto count = static_cast<std::size_t>(s_.shape(at_.head).c);
    const auto& groups = s_.variant().family == Family::v1 ? assignment_.cells : assignment_.slots;
    if (groups.empty()) {
      for (std::size_t c = 0; c < count; ++c) put(layout().classes, static_cast<std::int64_t>(c), 0, s_.arithmetic.literal(0));
      return;
    }
    const CertifiedUnit unit = certain::certify_unit(
        count, [&]<class S>() { return certain::taken_classes(s_.exact, assignment_, certain::Scales<S>(s_.exact, s_.whole, head_), groups[0]); });
    const auto term = evaluator_.classes(evaluator_.class_owners().begin()->second);
    for (std::size_t c = 0; c < count; ++c) put(layout().classes, static_cast<std::int64_t>(c), unit.elements[c], term.slopes[c]);
    add(unit);
  }

  const Subject& s_;
  Address at_;
  const SiteState& state_;
  std::size_t head_;
  bounds::Problem part_;
  bounds::Evaluator evaluator_;
  certain::Assignment assignment_;
  SiteValues values_;
};

}  // namespace

SiteValues restate(const Subject& subject, const Site& site, const SiteState& state) { return Restating(subject, site, state).run(); }

}  // namespace yologold::decisions
