#include <cmath>

#include "bounds/sum.hpp"
#include "diagnose/carry.hpp"
#include "diagnose/retakes.hpp"

namespace yologold {
namespace {

using bounds::Ball;
using Row = Bench::Row;

/// The derivatives of one class loss.
/// @param p  the probabilities
/// @param y  the targets
using Formula = Row (*)(const Row& logits, const Row& y);

Row softmax(const Row& logits) {
  const bounds::Arithmetic& a = *logits[0].in;
  Ball top = logits[0];
  for (const Ball& t : logits) top = most(top, t);
  Row p;
  bounds::Sum whole(a);
  for (const Ball& t : logits) p.push_back(exp(t - top)), whole.add(p.back());
  for (Ball& e : p) e = e / whole.value();
  return p;
}

Row logistic(const Row& logits) {
  Row p;
  for (const Ball& t : logits) p.push_back(bounds::logistic(t).rise);
  return p;
}

Row errors(Row p, const Row& y) {
  for (std::size_t c = 0; c < p.size(); ++c) p[c] = p[c] - y[c];
  return p;
}

// 2 (p - y) p (1 - p)
Row squares(const Row& p, const Row& y) {
  Row slopes;
  for (std::size_t c = 0; c < p.size(); ++c) slopes.push_back(2 * ((p[c] - y[c]) * (p[c] * (p[c].in->literal(1) - p[c]))));
  return slopes;
}

Row softmax_entropy(const Row& t, const Row& y) { return errors(softmax(t), y); }
Row logistic_entropy(const Row& t, const Row& y) { return errors(logistic(t), y); }
Row softmax_diagonal(const Row& t, const Row& y) { return squares(softmax(t), y); }
Row logistic_squares(const Row& t, const Row& y) { return squares(logistic(t), y); }
Row twice(const Row& t, const Row& y) { return errors(logistic(logistic(t)), y); }
Row twice_chained(const Row& t, const Row& y) {
  Row slopes = twice(t, y);
  for (std::size_t c = 0; c < t.size(); ++c) slopes[c] = slopes[c] * bounds::logistic(t[c]).slope;
  return slopes;
}

Patch by_formula(const Bench& bench, Formula formula) {
  Patch patch = bench.empty();
  for (const auto& [place, group] : bench.evaluator().class_owners()) {
    const Row slopes = bench.classes(group, [&](const Row& logits, std::span<const Pair* const> of) {
      Row y;
      for (const bool hot : bench.hot(of, static_cast<std::int64_t>(logits.size()))) y.push_back(bench.arithmetic().literal(hot ? 1 : 0));
      return formula(logits, y);
    });
    for (std::size_t c = 0; c < slopes.size(); ++c) bench.set(patch, Bench::address(group, 5 + static_cast<std::int64_t>(c)), slopes[c]);
  }
  return patch;
}

// Every class one higher; the last one has no place in the row.
Patch one_higher(const Bench& bench) {
  Patch patch = bench.empty();
  for (const auto& [place, group] : bench.evaluator().class_owners()) {
    const Row slopes = bench.classes(group, [&](const Row& logits, std::span<const Pair* const> of) {
      std::vector<bool> hot = bench.hot(of, static_cast<std::int64_t>(logits.size()));
      hot.insert(hot.begin(), false), hot.pop_back();
      return bounds::class_term(bench.variant(), logits, hot).slopes;
    });
    for (std::size_t c = 0; c < slopes.size(); ++c) bench.set(patch, Bench::address(group, 5 + static_cast<std::int64_t>(c)), slopes[c]);
  }
  return patch;
}

// The same, where the 1 of a last class lands on tx of the next anchor.
Patch one_higher_spilled(const Bench& bench) {
  Patch patch = one_higher(bench);
  for (const auto& [place, group] : bench.evaluator().slots()) {
    const HeadShape& s = bench.shape(place.first);
    const bool spills = bench.hot(group, s.c).back();
    Address at = Bench::address(group, 0);
    if (!spills || ++at.anchor == s.a) continue;
    const auto next = bench.evaluator().slots().find({place.first, place.second + s.h * s.w});
    const Ball own = next == bench.evaluator().slots().end() ? bench.arithmetic().literal(0) : bench.evaluator().positive(next->second).slopes[0];
    Ball spilled = own;
    for (const Pair* pair : group)
      if (bench.hot(std::span(&pair, 1), s.c).back())
        spilled = spilled - bench.factors(group).classes * bench.arithmetic().constant(bench.truth_of(*pair).weight);
    bench.set(patch, at, spilled);
  }
  return patch;
}

void add_formula(const char* id, const char* sentence, const char* look, Formula formula, Retakes& retakes) {
  retakes.add(id, sentence, look, [formula](const Bench& bench) { return by_formula(bench, formula); });
}

void add_formulas(const Variant& v, Retakes& retakes) {
  const char* const activation = "the activation of the classes: softmax or logistic, and where it is applied";
  const char* const backward = "the backward formula of the class term";
  if (v.family == Family::v3 || v.family == Family::v4) {
    if (v.label_smoothing != LabelSmoothing::off) return;
    add_formula("classes-softmax", "the class probabilities are a softmax; a logistic for every class is wanted", activation, softmax_entropy, retakes);
    add_formula("classes-squared", "the class error is squared; cross-entropy is wanted", backward, logistic_squares, retakes);
    add_formula("classes-logistic-twice", "the logistic is applied twice to the classes, and its gradient handed on as if once", activation, twice, retakes);
    add_formula("classes-logistic-twice-chained", "the logistic is applied twice to the classes, both derivatives taken", activation, twice_chained, retakes);
    return;
  }
  if (v.family == Family::v1 && v.activation != Activation::logistic) return;
  add_formula("classes-diagonal", "only the diagonal of the softmax's Jacobian is used: 2 (p - y) p (1 - p)", backward, softmax_diagonal, retakes);
  add_formula("classes-cross-entropy", "the class gradient is that of softmax with cross-entropy, p - y; a squared error is wanted", backward, softmax_entropy,
              retakes);
  add_formula("classes-logistic", "the class probabilities are logistic; a softmax is wanted", activation, logistic_squares, retakes);
  add_formula("classes-logistic-cross-entropy", "the class gradient is sigma(t) - y, of a logistic with cross-entropy; a squared error of a softmax is wanted",
              activation, logistic_entropy, retakes);
}

// Probabilities clamped to [eps, 1 - eps] in front of the logarithm: no gradient passes outside.
void add_clamp(double eps, const char* id, const char* sentence, bool classes, std::vector<Hypothesis>& list) {
  const double least = std::log(eps) - std::log1p(-eps);
  list.push_back({.id = id,
                  .sentence = sentence,
                  .look = "a clamp of the probability in front of its logarithm",
                  .group = "clamp",
                  .after = [=](Prediction& p, const Scene& scene) {
                    std::vector<std::vector<Plane>> planes;
                    for (const HeadShape& s : scene.setting.shapes) planes.push_back(planes_of(s));
                    change_values(p, scene, [&](double g, std::size_t k, std::size_t at) {
                      const HeadShape& s = scene.setting.shapes[k];
                      const std::int64_t channel = planes[k][at / static_cast<std::size_t>(s.h * s.w)].channel;
                      const bool clamped = std::abs((*scene.setting.logits)[k][at]) > -least;
                      return clamped && (channel == 4 || (classes && channel > 4)) ? 0 : g;
                    });
                  }});
}

}  // namespace

void add_wrong_classes(const Scene& scene, std::vector<Hypothesis>& list) {
  const Variant& v = scene.setting.variant;
  Retakes retakes("class-term", list);
  if (v.gradient == Gradient::exact) add_formulas(v, retakes);

  // Take ids that are one too high as out of range.
  const char* const look = "the reading of the labels, and the test of the class id";
  retakes.add("class+1-dropped", "class ids are one too high (the labels count from 0), and the last class is none", look, one_higher);
  if ((v.family == Family::v3 || v.family == Family::v4) && v.gradient == Gradient::exact && v.label_smoothing == LabelSmoothing::off)
    retakes.add("class+1-spilled", "class ids are one too high (the labels count from 0), and the last class is written at tx of the next anchor", look,
                one_higher_spilled, true);

  // Let a clamp stop the gradient.
  if (v.family == Family::v1 || v.family == Family::v2) return;
  add_clamp(1e-4, "objectness-clamped-1e-4", "the objectness is clamped to [1e-4, 1 - 1e-4] before its logarithm, which stops the gradient outside", false,
            list);
  add_clamp(1e-7, "probabilities-clamped-1e-7", "probabilities are clamped to [1e-7, 1 - 1e-7] before their logarithm, which stops the gradient outside", true,
            list);
  add_clamp(1e-4, "probabilities-clamped-1e-4", "probabilities are clamped to [1e-4, 1 - 1e-4] before their logarithm, which stops the gradient outside", true,
            list);
}

}  // namespace yologold
