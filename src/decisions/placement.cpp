#include "decisions/placement.hpp"

#include <algorithm>
#include <optional>

namespace yologold::decisions {
namespace {

/// Places one truth.
class Placer {
 public:
  Placer(const Subject& subject, const Decider& decider, std::int64_t image, std::int64_t truth, const Ask& ask)
      : s_(subject), decider_(decider), v_(subject.variant()), image_(image), truth_(truth), ask_(ask) {}

  Placement run() {
    if (v_.family == Family::v1)
      take_predictors();
    else
      take_anchors();
    for (std::int64_t h = 0; h < s_.heads(); ++h) mark_cell(h);
    return std::move(placement_);
  }

 private:
  Question question(Kind kind, std::int64_t head = -1, std::int64_t anchor = -1) const { return {kind, head, image_, truth_, anchor, -1, -1}; }

  /// The cell of the truth in a head, decided once.
  Address cell(std::int64_t head) {
    const auto known = cells_.find(head);
    if (known != cells_.end()) return known->second;
    const std::int64_t x = ask_(question(Kind::column, head)), y = ask_(question(Kind::row, head));
    return cells_[head] = {head, image_, 0, 0, y, x};
  }

  Claim& claim(std::int64_t head, std::int64_t anchor) {
    Address at = cell(head);
    at.anchor = anchor;
    return placement_[site_of(s_, at)];
  }

  void take_predictors() {
    for (std::int64_t h = 0; h < s_.heads(); ++h) {
      const Address at = cell(h);
      Question q = question(Kind::predictor, h);
      q.y = at.y, q.x = at.x, q.anchor = 0;
      const std::int64_t predictor = ask_(q);
      Claim& c = claim(h, predictor);
      c.taken = true, c.anchor = predictor;
    }
  }

  /// A question about anchors. Predictions that stand for them are those of the cells that the truth came to.
  Question match(Kind kind, std::int64_t head, std::int64_t anchor = -1) {
    Question q = question(kind, head, anchor);
    for (std::int64_t h = 0; h < s_.heads(); ++h) {
      if (v_.anchor_match != AnchorMatch::predicted_shape || (head >= 0 && h != head)) continue;
      const Address at = cell(h);
      q.cells.push_back(at.y), q.cells.push_back(at.x);
    }
    return q;
  }

  bool above(const Candidate& c) { return ask_(match(Kind::above, c.head, c.position)) == 1; }

  bool any_above(const std::vector<Candidate>& all) {
    return std::any_of(all.begin(), all.end(), [&](const Candidate& c) { return c.position >= 0 && above(c); });
  }

  void take_anchors() {
    const bool apart = v_.family != Family::v2 && v_.compete == Compete::per_head,
               fallback = v_.family == Family::v4 && v_.positives == Positives::above_else_best;
    const bool anywhere = fallback && !apart && any_above(decider_.candidates(-1));
    for (std::int64_t h = 0; h < s_.heads(); ++h) {
      const auto own = decider_.candidates(h);
      const bool some = fallback && (apart ? any_above(own) : anywhere);
      for (const Candidate& c : own)
        if (takes(c, apart ? h : -1, some)) take(c);
    }
  }

  /// Whether the rule of the positives admits a candidate; nothing is asked that does not matter.
  bool takes(const Candidate& c, std::int64_t rivals, bool some_above) {
    if (v_.family == Family::v4 && v_.positives == Positives::above_else_best && some_above) return above(c);
    const bool best = ask_(match(Kind::anchor, rivals)) == c.index;
    if (v_.family != Family::v4 || v_.positives == Positives::above_else_best) return best;
    return v_.positives == Positives::best_or_above ? best || above(c) : best && above(c);
  }

  void take(const Candidate& c) {
    const bool gated = v_.family == Family::v3 && v_.prior_gate != PriorGate::off && ask_(question(Kind::gate, c.head, c.position)) == 0;
    if (gated && v_.prior_gate == PriorGate::gate_all) return;
    Claim& one = claim(c.head, c.position);
    one.anchor = c.position;
    if (gated && v_.prior_gate == PriorGate::as_ignore)
      one.refused = true;
    else
      one.taken = true, one.gated = gated;
  }

  /// The rules that look at the truth's cell alone.
  void mark_cell(std::int64_t head) {
    const bool prior = v_.family != Family::v1 && v_.ignore == Ignore::prior;
    for (std::int64_t a = 0; a < s_.shape(head).a; ++a) {
      if (v_.noobj == Noobj::object_free_cells) claim(head, a).cleared = true;
      if (prior && ask_(question(Kind::prior, head, a)) == 1) claim(head, a).near = true;
    }
  }

  const Subject& s_;
  const Decider& decider_;
  const Variant& v_;
  std::int64_t image_, truth_;
  const Ask& ask_;
  std::map<std::int64_t, Address> cells_;
  Placement placement_;
};

}  // namespace

Site site_of(const Subject& s, const Address& at) {
  const HeadShape& shape = s.shape(at.head);
  const std::int64_t anchor = s.variant().family == Family::v1 ? 0 : at.anchor;
  return {at.head, ((at.image * shape.a + anchor) * shape.h + at.y) * shape.w + at.x};
}

Address address_of(const Subject& s, const Site& site) {
  const HeadShape& h = s.shape(site.head);
  return {site.head, site.place / (h.w * h.h * h.a), site.place / (h.w * h.h) % h.a, 0, site.place / h.w % h.h, site.place % h.w};
}

Placement place(const Subject& subject, const Decider& decider, std::int64_t image, std::int64_t truth, const Ask& ask) {
  return Placer(subject, decider, image, truth, ask).run();
}

}  // namespace yologold::decisions
