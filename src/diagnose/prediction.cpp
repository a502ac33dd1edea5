#include "diagnose/prediction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yologold {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// The elements of one head that a run may have written, plane by plane.
std::vector<Element> elements_of(const HeadShape& s, std::size_t head, const EngineRun& run, double slack) {
  std::vector<Element> list;
  const std::int64_t cells = s.h * s.w;
  const auto add = [&](const Plane& p, std::int64_t cell) {
    list.push_back({p.begin + static_cast<std::size_t>(cell), run.gradients[head].at(p, cell, s), slack});
  };
  for (const Plane& p : planes_of(s)) {
    const std::int64_t first = (p.image * s.a + p.anchor) * cells;
    const TouchedSlots& touched = p.channel > 4 ? run.owners[head] : run.slots[head];
    for (std::int64_t cell = 0; p.channel == 4 && cell < cells; ++cell) add(p, cell);
    for (auto next = std::lower_bound(touched.begin(), touched.end(), first); p.channel != 4 && next != touched.end() && *next < first + cells; ++next)
      add(p, *next - first);
  }
  return list;
}

}  // namespace

std::size_t Prediction::count() const {
  std::size_t all = 0;
  for (std::size_t k = 0; k < heads.size(); ++k) all += count(k);
  return all;
}

Element Prediction::element(std::size_t head, std::size_t at) const {
  const auto found = std::lower_bound(heads[head].begin(), heads[head].end(), at, [](const Element& e, std::size_t place) { return e.at < place; });
  return found != heads[head].end() && found->at == at ? *found : absent(at);
}

Element Prediction::copy(std::size_t head, std::size_t at) const {
  const double value = (*copied)[head][at];
  return {at, value, !bounded ? -1 : std::isnan(value) ? std::numeric_limits<double>::infinity() : unit * std::abs(value)};
}

Prediction Prediction::part(std::size_t step) const {
  Prediction part{{}, sizes, bounded, bounder, {}, nullptr, 0};
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    auto& head = part.heads.emplace_back();
    for (std::size_t i = 0; i < count(k); i += step) head.push_back(listed(k, i));
  }
  return part;
}

void Prediction::settle(std::size_t head) {
  for (Element& e : heads[head]) e.slack = slack_of(head, e);
}

void Prediction::settle() {
  for (std::size_t k = 0; bounder && k < heads.size(); ++k) settle(k);
  bounder = nullptr;
  for (std::size_t k = 0; copied && k < heads.size(); ++k) {
    heads[k].resize(sizes[k]);
    for (std::size_t i = 0; i < sizes[k]; ++i) heads[k][i] = copy(k, i);
  }
  copied = nullptr;
}

Field dense(const Prediction& prediction) {
  Field field;
  for (std::size_t k = 0; k < prediction.heads.size(); ++k) {
    auto& head = field.emplace_back(prediction.sizes[k]);
    for (std::size_t i = 0; i < prediction.count(k); ++i) head[prediction.listed(k, i).at] = prediction.listed(k, i).value;
  }
  return field;
}

Prediction sparse(const Field& field) {
  Prediction prediction;
  for (const auto& values : field) {
    auto& head = prediction.heads.emplace_back();
    prediction.sizes.push_back(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      if (values[i] != 0) head.push_back({i, values[i], -1});
  }
  return prediction;
}

std::optional<Prediction> compute_bounded(const Setting& s, const bounds::NumericProfile* numeric) {
  const auto computed = run(s);
  if (!computed) return std::nullopt;
  Prediction prediction;
  prediction.bounded = numeric != nullptr;
  prediction.terms = computed->report.terms;
  if (numeric) prediction.bounder = std::make_shared<Bounder>(s, *computed, *numeric);
  for (std::size_t k = 0; k < s.shapes.size(); ++k) {
    prediction.heads.push_back(elements_of(s.shapes[k], k, *computed, numeric ? unknown : -1));
    prediction.sizes.push_back(static_cast<std::size_t>(s.shapes[k].elements()));
  }
  return prediction;
}

std::optional<Field> compute(const Setting& setting) {
  const auto prediction = compute_bounded(setting, nullptr);
  if (!prediction) return std::nullopt;
  return dense(*prediction);
}

}  // namespace yologold
