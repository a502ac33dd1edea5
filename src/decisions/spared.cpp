#include <algorithm>
#include <limits>

#include "bounds/logistic.hpp"
#include "bounds/sum.hpp"
#include "decisions/box_reach.hpp"
#include "decisions/decider.hpp"
#include "decisions/mask.hpp"

namespace yologold::decisions {
namespace {

constexpr Comparison never{-bounds::inf, 0}, always{bounds::inf, 0};

bool holds(const Truth& truth, std::int64_t c) {
  return truth.class_id == c || std::find(truth.more_classes.begin(), truth.more_classes.end(), c) != truth.more_classes.end();
}

/// not (a > b)
Comparison refuted(const Comparison& c) { return c.radius == 0 ? (c.margin > 0 ? never : always) : Comparison{-c.margin, c.radius}; }

}  // namespace

std::vector<bounds::Ball> Decider::probabilities(const Address& slot) const {
  std::vector<bounds::Ball> logits, p;
  Address at = slot;
  for (at.channel = 5; at.channel < 5 + s_.shape(at.head).c; ++at.channel) logits.push_back(s_.evaluator.logit(at));
  if (s_.variant().family != Family::v2) {
    for (const bounds::Ball& t : logits) p.push_back(bounds::logistic(t).rise);
    return p;
  }
  bounds::Ball top = logits[0];
  for (const bounds::Ball& t : logits) top = most(top, t);
  bounds::Sum all(s_.arithmetic);
  for (const bounds::Ball& t : logits) p.push_back(exp(t - top)), all.add(p.back());
  for (bounds::Ball& one : p) one = one / all.value();
  return p;
}

Comparison Decider::sure_of_a_class(const Address& at) const {
  const bounds::Ball limit = s_.arithmetic.constant(s_.variant().class_thresh);
  Comparison any = never;
  for (const bounds::Ball& p : probabilities(at)) any = either_of(any, above(p, limit));
  return any;
}

/// Whether a truth holds the most probable class, the lowest of equal ones.
Comparison Decider::holds_top_class(const Address& at, const Truth& truth) const {
  const auto p = probabilities(at);
  const auto beats = [&](std::size_t c, std::size_t other) {
    const bool first = c < other;
    Address one = at, two = at;
    one.channel = static_cast<std::int64_t>(5 + c), two.channel = static_cast<std::int64_t>(5 + other);
    const bounds::Ball t = s_.evaluator.logit(one), u = s_.evaluator.logit(two);
    if (t.e == 0 && u.e == 0 && t.v == u.v) return first ? always : never;
    return first ? refuted(above(p[other], p[c])) : above(p[c], p[other]);
  };
  Comparison any = never;
  for (std::size_t c = 0; c < p.size(); ++c) {
    if (!holds(truth, static_cast<std::int64_t>(c))) continue;
    Comparison top = always;
    for (std::size_t other = 0; other < p.size(); ++other)
      if (other != c) top = both_of(top, beats(c, other));
    any = either_of(any, top);
  }
  return any;
}

Comparison Decider::spared(const Question& q) const {
  // Look at the truths that carry the ignore flag.
  const auto concerned = [&](const certain::Object& o) { return q.truth < 0 || o.index == q.truth; };
  const Variant& v = s_.variant();
  const Address at = slot_of(q);
  const bounds::Slot slot = s_.evaluator.slot_at(at);
  const bounds::Ball limit = s_.arithmetic.constant(ignore_threshold(v));
  const BoxReach reach(s_, at);
  const auto overlap = [&](const certain::Object& o) {
    return above(reach.may_overlap(*o.truth, 0) ? bounds::iou(bounds::box_pair(v, slot, *o.truth)) : s_.arithmetic.literal(0), limit);
  };
  const auto image = static_cast<std::size_t>(q.image);
  Comparison result = never;
  for (const certain::Object& o : s_.exact.flagged[image])
    if (concerned(o)) result = either_of(result, overlap(o));
  if (v.family == Family::v1 || v.ignore == Ignore::off || v.ignore == Ignore::prior) return result;

  // Look at those that the rule admits.
  Comparison rule = never;
  for (const certain::Object& o : s_.exact.objects[image]) {
    if (!concerned(o)) continue;
    Comparison one = overlap(o);
    if (v.ignore == Ignore::decoded_same_class && one.strength() >= -1) one = both_of(one, holds_top_class(at, *o.truth));
    rule = either_of(rule, one);
  }
  if (v.ignore == Ignore::decoded_any_class && rule.strength() >= -1) rule = both_of(rule, sure_of_a_class(at));
  return either_of(result, rule);
}

}  // namespace yologold::decisions
