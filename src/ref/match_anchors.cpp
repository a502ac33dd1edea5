#include <algorithm>
#include <numeric>
#include <optional>

#include "ref/assignment.hpp"
#include "ref/decode.hpp"

namespace yologold::ref {

namespace {

/// The truth's size in the unit of the anchors of a head.
template <class T>
std::pair<T, T> size_in_anchor_unit(const Problem<T>& p, const Object<T>& object, int head) {
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(head)];
  if (p.variant.anchor_unit == AnchorUnit::pixel) return {object.w * T(p.variant.image[0]), object.h * T(p.variant.image[1])};
  if (p.variant.anchor_unit == AnchorUnit::grid) return {object.w * T(static_cast<double>(shape.w)), object.h * T(static_cast<double>(shape.h))};
  return {object.w, object.h};
}

/// IOU of two boxes with the same centre.
template <class T>
Fraction<T> centred_iou(const T& w, const T& h, const T& other_w, const T& other_h) {
  const T inter = least(w, other_w) * least(h, other_h);
  const T whole = w * h + other_w * other_h - inter;
  if (!(whole > T(0))) return {T(0), T(1)};
  return {inter, whole};
}

template <class T>
class Matcher {
 public:
  Matcher(const Problem<T>& problem, Assignment<T>& assignment) : p(problem), a(assignment), owner(p.variant.anchors.size()) {
    for (int head = p.heads() - 1; head >= 0; head--)
      for (const int anchor : mask(head)) owner[static_cast<std::size_t>(anchor)] = head;
  }

  void match(std::int64_t image, const Object<T>& object) {
    choose_best(image, object);
    const bool apart = p.is(Family::v3) || p.is(Family::v4) ? p.variant.compete == Compete::per_head : false;

    // Look whether any anchor is above the threshold, everywhere or in each head.
    std::vector<bool> any(static_cast<std::size_t>(p.heads()));
    if (p.is(Family::v4))
      for (int head = 0; head < p.heads(); head++)
        for (const int anchor : mask(head))
          if (above(image, object, head, anchor)) any[static_cast<std::size_t>(head)] = true;
    if (!apart) any.assign(any.size(), std::find(any.begin(), any.end(), true) != any.end());

    // Take the anchors of each head in their order.
    for (int head = 0; head < p.heads(); head++)
      for (std::size_t i = 0; i < mask(head).size(); i++) {
        const int anchor = mask(head)[i];
        const bool is_best = best[static_cast<std::size_t>(head)] == anchor;
        if (takes(is_best, p.is(Family::v4) && above(image, object, head, anchor), any[static_cast<std::size_t>(head)]))
          add(image, object, head, static_cast<std::int64_t>(i));
      }
  }

 private:
  const Problem<T>& p;
  Assignment<T>& a;
  std::vector<std::optional<int>> owner;  ///< head of each anchor
  std::vector<std::optional<int>> best;   ///< per head: the anchor that is the best there

  const std::vector<int>& mask(int head) const { return p.variant.masks[static_cast<std::size_t>(head)]; }

  /// How well a truth and an anchor fit: higher is better. The reciprocal of r for `ratio`.
  Fraction<T> score(std::int64_t image, const Object<T>& object, int head, int anchor) const {
    const auto [w, h] = size_in_anchor_unit(p, object, head);
    const Anchor& size = p.variant.anchors[static_cast<std::size_t>(anchor)];
    const T anchor_w(size.w), anchor_h(size.h);
    if (p.variant.anchor_match == AnchorMatch::ratio) {
      const Fraction<T> fit_w{least(w, anchor_w), most(w, anchor_w)}, fit_h{least(h, anchor_h), most(h, anchor_h)};
      return fit_w.exceeds(fit_h) ? fit_h : fit_w;
    }
    if (p.variant.anchor_match == AnchorMatch::shape_iou) return centred_iou(w, h, anchor_w, anchor_h);

    const Place<T> place = p.place(object, head);
    const auto position = std::find(mask(head).begin(), mask(head).end(), anchor) - mask(head).begin();
    const Slot slot{head, image, position, place.y, place.x};
    return centred_iou<T>(w, h, anchor_w * exp(p.logit(slot, 2)), anchor_h * exp(p.logit(slot, 3)));
  }

  bool above(std::int64_t image, const Object<T>& object, int head, int anchor) const {
    const Fraction<T> fit = score(image, object, head, anchor);
    if (p.variant.anchor_match == AnchorMatch::ratio) return fit.under < T(p.variant.match_ratio) * fit.over;
    return fit.above(T(p.variant.iou_thresh));
  }

  /// The best of some anchors, the lowest index on a tie.
  std::optional<int> best_of(std::int64_t image, const Object<T>& object, std::vector<int> anchors, std::optional<int> head) const {
    std::sort(anchors.begin(), anchors.end());
    std::optional<int> winner;
    Fraction<T> winning{T(0), T(1)};
    for (const int anchor : anchors) {
      const Fraction<T> fit = score(image, object, head.value_or(owner[static_cast<std::size_t>(anchor)].value_or(0)), anchor);
      if (!winner || fit.exceeds(winning)) winner = anchor, winning = fit;
    }
    return winner;
  }

  void choose_best(std::int64_t image, const Object<T>& object) {
    best.assign(static_cast<std::size_t>(p.heads()), std::nullopt);
    if (!p.is(Family::v2) && p.variant.compete == Compete::per_head) {
      for (int head = 0; head < p.heads(); head++) best[static_cast<std::size_t>(head)] = best_of(image, object, mask(head), head);
      return;
    }

    // Let every anchor compete; only owned ones have a predicted size.
    std::vector<int> anchors;
    for (int anchor = 0; anchor < static_cast<int>(owner.size()); anchor++)
      if (owner[static_cast<std::size_t>(anchor)] || p.variant.anchor_match != AnchorMatch::predicted_shape) anchors.push_back(anchor);
    best.assign(best.size(), best_of(image, object, anchors, std::nullopt));
    if (best[0] && !owner[static_cast<std::size_t>(*best[0])]) a.unowned++;
  }

  bool takes(bool is_best, bool is_above, bool any_above) const {
    if (!p.is(Family::v4)) return is_best;
    if (p.variant.positives == Positives::best_or_above) return is_best || is_above;
    if (p.variant.positives == Positives::best_and_above) return is_best && is_above;
    return any_above ? is_above : is_best;
  }

  void add(std::int64_t image, const Object<T>& object, int head, std::int64_t position) {
    Match<T> match;
    match.object = &object;
    match.place = p.place(object, head);
    match.slot = {head, image, position, match.place.y, match.place.x};
    match.shape = shape_iou(p, object, head, static_cast<std::size_t>(mask(head)[static_cast<std::size_t>(position)]));

    // Apply the gate 1[shape IOU > T].
    if (p.is(Family::v3) && p.variant.prior_gate != PriorGate::off && !match.shape.above(T(p.variant.gate_thresh))) {
      if (p.variant.prior_gate == PriorGate::as_ignore) a.cell(p, match.slot).refused[static_cast<std::size_t>(position)] = true;
      if (p.variant.prior_gate != PriorGate::coordinates) return;
      match.gated = true;
    }
    a.matches.push_back(match);
  }
};

}  // namespace

template <class T>
Fraction<T> shape_iou(const Problem<T>& p, const Object<T>& object, int head, std::size_t anchor) {
  const auto [w, h] = size_in_anchor_unit(p, object, head);
  return centred_iou(w, h, T(p.variant.anchors[anchor].w), T(p.variant.anchors[anchor].h));
}

template <class T>
void match_anchors(const Problem<T>& p, Assignment<T>& a) {
  Matcher<T> matcher(p, a);
  for (std::int64_t n = 0; n < p.images; n++)
    for (const Object<T>& object : p.objects[static_cast<std::size_t>(n)])
      if (!object.flagged) matcher.match(n, object);
}

template Fraction<double> shape_iou(const Problem<double>&, const Object<double>&, int, std::size_t);
template Fraction<Real> shape_iou(const Problem<Real>&, const Object<Real>&, int, std::size_t);
template void match_anchors(const Problem<double>&, Assignment<double>&);
template void match_anchors(const Problem<Real>&, Assignment<Real>&);

}  // namespace yologold::ref
