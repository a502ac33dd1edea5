#include <algorithm>
#include <optional>

#include "certain/assignment.hpp"
#include "certain/settle.hpp"
#include "certain/shape.hpp"

namespace yologold::certain {
namespace {

/// An anchor that a truth may take: its index in Variant::anchors, and the head and position that own it (of unowned ones: head 0, position -1).
struct Candidate {
  int index;
  std::size_t head;
  std::int64_t position;
};

class Matcher {
 public:
  Matcher(const Problem& problem, Assignment& assignment) : p(problem), a(assignment) {}

  void match(const Object& object) {
    const Variant& v = p.variant();
    const bool apart = !p.is(Family::v2) && v.compete == Compete::per_head;
    const std::optional<int> best_of_all = apart ? std::nullopt : best(object, everywhere());
    if (best_of_all && owner(*best_of_all) < 0) ++a.unowned;
    const bool anywhere = p.is(Family::v4) && any_above(object, everywhere());
    for (std::size_t h = 0; h < p.model.heads.size(); ++h) {
      const auto own = of_head(h);
      const std::optional<int> winner = apart ? best(object, own) : best_of_all;
      const bool some = p.is(Family::v4) && (apart ? any_above(object, own) : anywhere);
      for (const Candidate& c : own)
        if (takes(winner == c.index, p.is(Family::v4) && above(object, c), some)) add(object, c);
    }
  }

 private:
  const Problem& p;
  Assignment& a;

  const std::vector<int>& mask(std::size_t head) const { return p.variant().masks[head]; }

  /// The first head that owns an anchor, or -1.
  std::ptrdiff_t owner(int anchor) const {
    for (std::size_t h = 0; h < p.model.heads.size(); ++h)
      if (std::find(mask(h).begin(), mask(h).end(), anchor) != mask(h).end()) return static_cast<std::ptrdiff_t>(h);
    return -1;
  }

  std::vector<Candidate> of_head(std::size_t head) const {
    std::vector<Candidate> all;
    for (const int anchor : mask(head)) all.push_back({anchor, head, static_cast<std::int64_t>(all.size())});
    return all;
  }

  std::vector<Candidate> everywhere() const {
    std::vector<Candidate> all;
    for (int anchor = 0; anchor < static_cast<int>(p.variant().anchors.size()); ++anchor) {
      const auto h = owner(anchor);
      if (h < 0 && p.variant().anchor_match == AnchorMatch::predicted_shape) continue;
      const auto head = static_cast<std::size_t>(std::max<std::ptrdiff_t>(h, 0));
      const auto place = std::find(mask(head).begin(), mask(head).end(), anchor) - mask(head).begin();
      all.push_back({anchor, head, h < 0 ? -1 : place});
    }
    return all;
  }

  /// How well a truth and an anchor fit, higher is better: an IOU, or 1/r.
  template <class S>
  Fraction<S> score(const Object& object, const Candidate& c) const {
    const Truth& t = *object.truth;
    const AnchorMatch rule = p.variant().anchor_match;
    if (rule == AnchorMatch::shape_iou) return shape_iou<S>(p, t, c.head, c.index);
    const Frame<S> f = frame<S>(p, c.head);
    const Anchor& size = p.variant().anchors[static_cast<std::size_t>(c.index)];
    const S w = S(t.w) * f.image_x, h = S(t.h) * f.image_y, pw = S(size.w) * f.anchor_x, ph = S(size.h) * f.anchor_y;
    if (rule == AnchorMatch::ratio) {
      const Fraction<S> across{smaller(w, pw), larger(w, pw)}, down{smaller(h, ph), larger(h, ph)};
      return exceeds(across, down) ? down : across;
    }
    Slot slot = p.cell_of(object, c.head);
    slot.anchor = c.position;
    return centred_iou<S>(w, h, pw * exp(S(p.box_logit(slot, 2))), ph * exp(S(p.box_logit(slot, 3))));
  }

  bool above(const Object& object, const Candidate& c) const {
    return settle([&]<class S>() {
      const Fraction<S> fit = score<S>(object, c);
      if (p.variant().anchor_match == AnchorMatch::ratio) return sign(fit.under - S(p.variant().match_ratio) * fit.over) < 0;
      return sign(fit.over - S(p.variant().iou_thresh) * fit.under) > 0;
    });
  }

  bool any_above(const Object& object, const std::vector<Candidate>& all) const {
    return std::any_of(all.begin(), all.end(), [&](const Candidate& c) { return c.position >= 0 && above(object, c); });
  }

  /// The best of some anchors, the lowest index on a tie.
  std::optional<int> best(const Object& object, std::vector<Candidate> all) const {
    std::sort(all.begin(), all.end(), [](const Candidate& x, const Candidate& y) { return x.index < y.index; });
    return settle([&]<class S>() {
      std::optional<int> winner;
      Fraction<S> winning;
      for (const Candidate& c : all) {
        const Fraction<S> fit = score<S>(object, c);
        if (!winner || exceeds(fit, winning)) winner = c.index, winning = fit;
      }
      return winner;
    });
  }

  bool takes(bool is_best, bool is_above, bool some_above) const {
    if (!p.is(Family::v4)) return is_best;
    if (p.variant().positives == Positives::best_or_above) return is_best || is_above;
    if (p.variant().positives == Positives::best_and_above) return is_best && is_above;
    return some_above ? is_above : is_best;
  }

  void add(const Object& object, const Candidate& c) {
    const Variant& v = p.variant();
    Slot slot = p.cell_of(object, c.head);
    slot.anchor = c.position;
    Match m{{static_cast<std::int32_t>(c.head), object.image, static_cast<std::int32_t>(slot.anchor), static_cast<std::int32_t>(slot.y),
             static_cast<std::int32_t>(slot.x), object.index},
            slot,
            object.truth};

    // Close the prior gate.
    if (p.is(Family::v3) && v.prior_gate != PriorGate::off) {
      m.pair.gated = !settle([&]<class S>() {
        const auto fit = shape_iou<S>(p, *object.truth, c.head, c.index);
        return sign(fit.over - S(v.gate_thresh) * fit.under) > 0;
      });
      if (m.pair.gated && v.prior_gate == PriorGate::as_ignore) a.refused[static_cast<std::size_t>(p.index(slot))] = true;
      if (m.pair.gated && v.prior_gate != PriorGate::coordinates) return;
    }
    a.matches.push_back(m);
  }
};

}  // namespace

void match_anchors(const Problem& p, Assignment& a) {
  Matcher matcher(p, a);
  for (const auto& objects : p.objects)
    for (const Object& object : objects) matcher.match(object);
}

}  // namespace yologold::certain
