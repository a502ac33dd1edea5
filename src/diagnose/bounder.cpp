#include "diagnose/bounder.hpp"

#include <cmath>

#include "diagnose/bare_slopes.hpp"
#include "judge/bounded.hpp"
#include "suite/locate.hpp"

namespace yologold {
namespace {

// What the bounds need to know of roles: which slots are positive.
double slack_of(const bounds::Ball& ball, double value) { return allowed({ball.v, ball.e}, value); }

}  // namespace

Bounder::Bounder(const Setting& setting, const EngineRun& run, const bounds::NumericProfile& profile)
    : setting_(setting),
      variant_(run.variant),
      heads_(run.heads),
      pairs_(run.report.pairs),
      roles_(roles_of(setting, run)),
      problem_{variant_, setting_.shapes, heads_, {setting_.truths, setting_.first}, pairs_, roles_},
      arithmetic_(profile),
      evaluator_(problem_, arithmetic_),
      known_(setting.slopes && setting.slopes->hold_for(setting)) {}

const Bounder::Row& Bounder::taken_slot(const std::pair<std::int64_t, std::int64_t>& place) {
  const auto [row, fresh] = slots_.try_emplace(place);
  if (fresh) {
    const auto slopes = evaluator_.positive(evaluator_.slots().at(place)).slopes;
    row->second.assign(slopes.begin(), slopes.end());
  }
  return row->second;
}

const Bounder::Row& Bounder::taken_classes(const std::pair<std::int64_t, std::int64_t>& place) {
  const auto [row, fresh] = classes_.try_emplace(place);
  if (fresh) row->second = evaluator_.classes(evaluator_.class_owners().at(place)).slopes;
  return row->second;
}

// With the factors of this run.
bounds::Ball Bounder::empty_slot(const Address& at) const {
  const HeadShape& s = setting_.shapes[static_cast<std::size_t>(at.head)];
  return evaluator_.negative_slope(at.head, known_ ? setting_.slopes->of(static_cast<std::size_t>(at.head), slot_index(s, at)) : evaluator_.bare_slope(at));
}

double Bounder::slack(std::size_t head, std::size_t at, double value) {
  // Find the slot.
  const HeadShape& s = setting_.shapes[head];
  const auto element = static_cast<std::int64_t>(at), cells = s.h * s.w, block = s.shared_classes ? 5 : 5 + s.c;
  const std::int64_t planes = s.a * block + (s.shared_classes ? s.c : 0), plane = element / cells % planes, cell = element % cells;
  const bool shared = plane >= s.a * block;
  const Address address{static_cast<std::int64_t>(head),
                        element / cells / planes,
                        shared ? 0 : plane / block,
                        shared ? 5 + plane - s.a * block : plane % block,
                        cell / s.w,
                        cell % s.w};
  const std::pair place{address.head, slot_index(s, address)};

  // One that holds no truth and whose objectness is 0, where no slot in the loss can have 0, is not in the loss.
  const auto channel = static_cast<std::size_t>(address.channel);
  if (channel > 4) return slack_of(taken_classes(place)[channel - 5], value);
  if (channel < 4 || evaluator_.slots().count(place)) return slack_of(taken_slot(place)[channel], value);
  const bounds::Ball ball = empty_slot(address);
  return value == 0 && std::abs(ball.v) > ball.e ? 0 : slack_of(ball, value);
}

}  // namespace yologold
