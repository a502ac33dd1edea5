#include <fmt/format.h>

#include <cmath>

#include "bounds/evaluator.hpp"
#include "explain/parts.hpp"
#include "golden/report_json.hpp"
#include "judge/bounded.hpp"
#include "judge/kinks.hpp"
#include "suite/locate.hpp"

namespace yologold::explain {
namespace {

std::string name_of_gradient(const Subject& s) { return "gradient-" + std::to_string(s.at.head); }

Json ball_json(const bounds::Ball& ball) { return {{"value", number_json(ball.v)}, {"bound", number_json(ball.e)}}; }

// The share of each kind of operation in a bound, the largest first; with open kinks on the way that counts.
Json parts_json(const Subject& s, const bounds::NumericProfile& profile, std::int64_t channel, const std::optional<KinkWay>& way) {
  Address at = s.at;
  at.channel = channel;
  if (channel > 4 && s.shape.shared_classes) at.anchor = 0;
  Json parts = Json::array();
  for (const auto& part : bounds::contributions(s.problem(), profile, at, way && channel < 4 ? &way->branches[static_cast<std::size_t>(channel)] : nullptr))
    parts.push_back({{"operation", name_of(part.source)}, {"error", number_json(part.error)}});
  return parts;
}

// The value and error of every channel of a slot.
std::vector<bounds::Bound> bounds_of(const Subject& s, const bounds::NumericProfile& profile) {
  const bounds::Arithmetic arithmetic(profile);
  const bounds::Problem problem = s.problem();
  const bounds::Evaluator evaluator(problem, arithmetic);
  const std::int64_t place = slot_index(s.shape, s.at);
  Address cell = s.at;
  if (s.shape.shared_classes) cell.anchor = 0;
  std::vector<bounds::Bound> found(static_cast<std::size_t>(5 + s.shape.c));
  const auto put = [&](std::size_t channel, const bounds::Ball& ball) { found[channel] = {ball.v, ball.e}; };
  if (const auto slot = evaluator.slots().find({s.at.head, place}); slot != evaluator.slots().end()) {
    const auto slopes = evaluator.positive(slot->second).slopes;
    for (std::size_t k = 0; k < slopes.size(); ++k) put(k, slopes[k]);
  } else if (s.role() == Role::negative) {
    put(4, evaluator.negative(s.at).slope);
  }
  if (const auto row = evaluator.class_owners().find({s.at.head, slot_index(s.shape, cell)}); row != evaluator.class_owners().end()) {
    const auto slopes = evaluator.classes(row->second).slopes;
    for (std::size_t c = 0; c < slopes.size(); ++c) put(5 + c, slopes[c]);
  }
  return found;
}

// -log10 of the bound over the value; nothing where the bound proves no digit.
Json digits_json(double golden, double bound) {
  if (golden == 0 && bound == 0) return "exact";
  const double digits = golden == 0 || std::isinf(bound) ? 0 : -std::log10(bound / std::abs(golden));
  return std::max(0.0, std::floor(10 * digits) / 10);
}

void add_actual(double got, double want, double bound, Json& to) {
  to["actual"] = exact_json(got);
  to["error"] = number_json(got == want ? 0 : std::abs(got - want));
  to["error_over_bound"] = number_json(bounded_excess(got, want, bound));
}

}  // namespace

Json terms_json(const Subject& s, const bounds::NumericProfile& profile) {
  const bounds::Arithmetic arithmetic(profile);
  const bounds::Problem problem = s.problem();
  const bounds::Evaluator evaluator(problem, arithmetic);
  Json terms = Json::object();
  if (const auto slot = evaluator.slots().find({s.at.head, slot_index(s.shape, s.at)}); slot != evaluator.slots().end()) {
    const auto positive = evaluator.positive(slot->second);
    terms["coord"] = ball_json(positive.coord);
    terms["obj"] = ball_json(positive.obj);
  } else if (s.role() == Role::negative) {
    terms["noobj"] = ball_json(evaluator.negative(s.at).loss);
  }
  Address cell = s.at;
  if (s.shape.shared_classes) cell.anchor = 0;
  if (const auto row = evaluator.class_owners().find({s.at.head, slot_index(s.shape, cell)}); row != evaluator.class_owners().end())
    terms["class"] = ball_json(evaluator.classes(row->second).value);
  return terms;
}

Json gradient_json(const Subject& s, const bounds::NumericProfile& profile, const Actual* actual) {
  // Bound every channel; at open kinks on the side that the golden follows, or the backend.
  auto all = bounds_of(s, profile);
  const Tensor& own = s.golden.tensors.at(name_of_gradient(s));
  const Tensor& written = actual ? actual->tensors.at(name_of_gradient(s)) : own;
  const auto way = find_kink_way(s.golden, written, profile, s.at);
  for (std::size_t k = 0; way && k < way->slopes.size(); ++k) all[k] = way->slopes[k];

  // Hold what was written against it.
  Json list = Json::array();
  for (std::int64_t channel = 0; channel < 5 + s.shape.c; ++channel) {
    const double golden = s.value(own, channel);
    const bool beside = way && !way->golden && channel < 4;
    const double want = beside ? all[static_cast<std::size_t>(channel)].value : golden;
    Json one{{"channel", channel_name(channel)}};
    one.update(exact_json(golden));
    if (beside) one["other_side"] = exact_json(want);
    const double bound = allowed(all[static_cast<std::size_t>(channel)], want);
    one.update(Json{{"bound", number_json(bound)}, {"digits", digits_json(want, bound)}, {"made_of", parts_json(s, profile, channel, way)}});
    if (actual) add_actual(s.value(written, channel), want, bound, one);
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace yologold::explain
