#include "decisions/decider.hpp"

#include <algorithm>
#include <cmath>

#include "assign/cell.hpp"

namespace yologold::decisions {
namespace {

/// The distance of two boxes of v1: of centres and sizes.
bounds::Ball distance(const bounds::BoxPair& p) {
  const auto square = [](const bounds::Ball& a) { return a * a; };
  const bounds::Ball x = either(p.pred.x - p.truth.x, p.dx), y = either(p.pred.y - p.truth.y, p.dy);
  return sqrt((square(x) + square(y)) + (square(p.pred.w - p.truth.w) + square(p.pred.h - p.truth.h)));
}

}  // namespace

const Decision& Decider::decide(const Question& q) {
  const auto known = made_.find(q);
  return known != made_.end() ? known->second : made_.emplace(q, make(q, {})).first->second;
}

Decision Decider::against(const Question& q, int outcome) { return make(q, outcome); }

Decision Decider::make(const Question& q, std::optional<int> against) {
  const Variant& v = s_.variant();
  const auto shape_of = [&] {
    const Candidate c = candidates(q.head)[static_cast<std::size_t>(q.anchor)];
    return shape_score(s_, s_.truth(q.image, q.truth), c);
  };
  switch (q.kind) {
    case Kind::column:
    case Kind::row:
      return cell(q, against);
    case Kind::anchor:
      return anchor(q, against);
    case Kind::predictor:
      return predictor(q, against);
    case Kind::above: {
      const Truth& truth = s_.truth(q.image, q.truth);
      const Candidate c = candidates(q.head)[static_cast<std::size_t>(q.anchor)];
      const bool ratio = v.anchor_match == AnchorMatch::ratio;
      return threshold(q, exceeds(match_score(s_, truth, c, slot_of_match(q, c)), ratio ? -v.match_ratio : v.iou_thresh));
    }
    case Kind::gate:
      return threshold(q, exceeds(shape_of(), v.gate_thresh));
    case Kind::prior:
      return threshold(q, exceeds(shape_of(), v.ignore_thresh));
    default:
      return threshold(q, spared(q));
  }
}

std::vector<Candidate> Decider::candidates(std::int64_t head) const {
  // List the anchors of one head by their position.
  const Variant& v = s_.variant();
  std::vector<Candidate> all;
  if (head >= 0) {
    for (const int index : v.masks[static_cast<std::size_t>(head)]) all.push_back({index, head, static_cast<std::int64_t>(all.size())});
    return all;
  }

  // List all anchors with the first head that owns each.
  for (int index = 0; index < static_cast<int>(v.anchors.size()); ++index) {
    Candidate c{index};
    for (std::int64_t h = s_.heads(); h-- > 0;) {
      const auto& mask = v.masks[static_cast<std::size_t>(h)];
      const auto found = std::find(mask.begin(), mask.end(), index);
      if (found != mask.end()) c = {index, h, found - mask.begin()};
    }
    if (c.position >= 0 || v.anchor_match != AnchorMatch::predicted_shape) all.push_back(c);
  }
  return all;
}

Address Decider::cell_of(const Truth& truth, std::int64_t head, std::int64_t image) const {
  return {head, image, 0, 0, assign::locate(truth.cy, s_.shape(head).h).index, assign::locate(truth.cx, s_.shape(head).w).index};
}

Address Decider::slot_of_match(const Question& q, const Candidate& c) const {
  Address at = cell_of(s_.truth(q.image, q.truth), c.head, q.image);
  const auto i = q.head < 0 ? 2 * static_cast<std::size_t>(c.head) : 0;
  if (!q.cells.empty()) at.y = q.cells[i], at.x = q.cells[i + 1];
  at.anchor = c.position;
  return at;
}

template <class Compare>
Decision Decider::choose(const Question& q, const std::vector<int>& outcomes, const Compare& compare, std::optional<int> against) const {
  // Find the winner, the first of equal ones.
  Decision d{q, outcomes[0], outcomes[0], bounds::inf, 0, s_.arithmetic.profile.compute.unit(), {}};
  for (const int o : outcomes)
    if (compare(o, d.winner).margin > 0) d.winner = o;

  // Hold it against the others.
  d.open.push_back(d.winner);
  for (const int o : outcomes) {
    if (o == d.winner) continue;
    const Comparison c = compare(d.winner, o);
    if (c.open()) d.open.push_back(o);
    if (against ? o == *against : c.margin < d.margin) d.runner_up = o, d.margin = c.margin, d.radius = c.radius;
  }
  return d;
}

Decision Decider::threshold(const Question& q, const Comparison& c) const {
  const int yes = c.strength() > 0;
  Decision d{q, yes, 1 - yes, c.margin, c.radius, s_.arithmetic.profile.compute.unit(), {yes}};
  if (c.open()) d.open.push_back(1 - yes);
  if (q.kind != Kind::spared || q.truth >= 0 || !c.open()) return d;

  // Where both may be, the golden says which it was.
  const HeadShape& shape = s_.shape(q.head);
  const auto slot = static_cast<std::size_t>(((q.image * shape.a + q.anchor) * shape.h + q.y) * shape.w + q.x);
  const Role role = s_.problem.roles[static_cast<std::size_t>(q.head)][slot];
  if (role == Role::positive || (role == Role::ignored) == (yes == 1)) return d;
  std::swap(d.winner, d.runner_up), std::swap(d.open[0], d.open[1]);
  return d;
}

Decision Decider::cell(const Question& q, std::optional<int> against) const {
  // Find the border that the centre is nearest to.
  const Truth& truth = s_.truth(q.image, q.truth);
  const bool across = q.kind == Kind::column;
  const std::int64_t cells = across ? s_.shape(q.head).w : s_.shape(q.head).h;
  const double centre = across ? truth.cx : truth.cy;
  const auto at = assign::locate(centre, cells);
  const bool lower = against ? *against < at.index : at.offset < 0.5;
  const std::int64_t border = at.index + !lower, other = lower ? at.index - 1 : at.index + 1;
  const int winner = static_cast<int>(at.index), beyond = static_cast<int>(other);
  const auto product = lane::two_product(centre, static_cast<double>(cells));
  const double apart = std::abs((static_cast<double>(border) - product.hi) - product.lo), unit = s_.arithmetic.profile.compute.unit();
  Decision d{q, winner, beyond, apart, 0, unit, {winner}};

  // See whether the product may come to lie beyond it.
  const bounds::Ball place = s_.arithmetic.constant(centre) * s_.arithmetic.constant(static_cast<double>(cells));
  d.radius = place.e;
  if (border > 0 && border < cells && Comparison{apart, place.e}.open() && place.e > 0) d.open.push_back(beyond);
  return d;
}

Decision Decider::anchor(const Question& q, std::optional<int> against) const {
  std::vector<Candidate> all = candidates(q.head);
  std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.index < b.index; });
  const Truth& truth = s_.truth(q.image, q.truth);
  std::vector<int> outcomes;
  std::map<int, Score> scores;
  for (const Candidate& c : all) {
    outcomes.push_back(c.index);
    scores[c.index] = match_score(s_, truth, c, slot_of_match(q, c));
  }
  return choose(
      q, outcomes, [&](int a, int b) { return better(scores[a], scores[b]); }, against);
}

Decision Decider::predictor(const Question& q, std::optional<int> against) const {
  // Measure every predictor of the cell.
  const Truth& truth = s_.truth(q.image, q.truth);
  std::vector<int> outcomes;
  std::vector<bounds::Ball> ious, distances;
  bool apart = true, touching = false;
  for (Address at = slot_of(q); at.anchor < s_.shape(q.head).a; ++at.anchor) {
    const bounds::BoxPair pair = bounds::box_pair(s_.variant(), s_.evaluator.slot_at(at), truth);
    outcomes.push_back(static_cast<int>(at.anchor));
    ious.push_back(bounds::iou(pair)), distances.push_back(distance(pair));
    apart = apart && ious.back().v == 0 && ious.back().e == 0;
    touching = touching || ious.back().v > ious.back().e;
  }

  // Choose by the overlap, or where there is none and the rule is rmse, by the distance; by both where that is open.
  const auto index = [](int i) { return static_cast<std::size_t>(i); };
  const auto by_iou = [&](int a, int b) { return above(ious[index(a)], ious[index(b)]); };
  const auto by_distance = [&](int a, int b) { return above(distances[index(b)], distances[index(a)]); };
  if (s_.variant().responsible != Responsible::rmse || touching) return choose(q, outcomes, by_iou, against);
  Decision nearest = choose(q, outcomes, by_distance, against);
  if (apart) return nearest;
  for (const int o : choose(q, outcomes, by_iou).open)
    if (std::count(nearest.open.begin(), nearest.open.end(), o) == 0) nearest.open.push_back(o);
  return nearest;
}

Decision Decider::keeper(const Question& q, const std::vector<std::int64_t>& truths) const {
  const bounds::Slot slot = s_.evaluator.slot_at(slot_of(q));
  std::vector<int> outcomes;
  std::map<int, bounds::Ball> ious;
  for (const std::int64_t t : truths) {
    outcomes.push_back(static_cast<int>(t));
    ious[outcomes.back()] = bounds::iou(bounds::box_pair(s_.variant(), slot, s_.truth(q.image, t)));
  }
  return choose(q, outcomes, [&](int a, int b) { return above(ious[a], ious[b]); });
}

}  // namespace yologold::decisions
