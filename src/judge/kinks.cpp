#include "judge/kinks.hpp"

#include <algorithm>
#include <cmath>

#include "bounds/branches.hpp"
#include "golden/tensors.hpp"
#include "judge/bounded.hpp"
#include "judge/gradients.hpp"
#include "judge/seen.hpp"
#include "suite/locate.hpp"

namespace yologold {
namespace {

constexpr double own_share = 1e-3;  // a golden in f64 lies within 2^-20 of its ball in f32

/// Four derivatives with their places.
struct Box {
  std::array<std::size_t, 4> at;
  std::array<double, 4> golden, got;
};

bounds::Bound bound_of(const bounds::Way& way, std::size_t k) { return {way.slot.slopes[k].v, way.slot.slopes[k].e}; }

double excess_of(const Box& box, const bounds::Way& way, const std::array<double, 4>& middle) {
  double worst = 0;
  for (std::size_t k = 0; k < 4; ++k) worst = std::max(worst, bounded_excess(box.got[k], middle[k], allowed(bound_of(way, k), middle[k])));
  return worst;
}

std::array<double, 4> values_of(const bounds::Way& way) {
  return {bound_of(way, 0).value, bound_of(way, 1).value, bound_of(way, 2).value, bound_of(way, 3).value};
}

/// Whether a way has these derivatives.
bool gives(const bounds::Way& way, const std::array<double, 4>& values) {
  for (std::size_t k = 0; k < 4; ++k)
    if (!(std::abs(bound_of(way, k).value - values[k]) <= own_share * bound_of(way, k).error + 1e-12 * std::abs(values[k]))) return false;
  return true;
}

/// The golden's way where the backend agrees with it, else the one that it agrees with best.
const bounds::Way* choose(const Box& box, const std::vector<bounds::Way>& ways) {
  const auto own = std::find_if(ways.begin(), ways.end(), [&](const auto& way) { return gives(way, box.golden); });
  if (own != ways.end() && excess_of(box, *own, box.golden) <= 1) return &*own;
  const auto excess = [&](const auto& way) { return excess_of(box, way, values_of(way)); };
  const auto best = std::min_element(ways.begin(), ways.end(), [&](const auto& a, const auto& b) { return excess(a) < excess(b); });
  return own != ways.end() && !(excess(*best) <= 1) ? &*own : &*best;
}

KinkWay described(const Box& box, const std::vector<bounds::Way>& ways) {
  const bounds::Way& chosen = *choose(box, ways);
  KinkWay found;
  found.golden = gives(chosen, box.golden);
  for (std::size_t k = 0; k < 4; ++k) {
    const bounds::Way* widest = &chosen;
    for (const bounds::Way& way : ways)
      if (way.errors[k] > widest->errors[k]) widest = &way;
    found.slopes[k] = bound_of(chosen, k), found.branches[k] = widest->branch;
  }
  return found;
}

/// The derivatives of a slot's box in a golden and in what a backend wrote.
Box box_of(const bounds::Problem& problem, const Pair& p, const std::vector<double>& golden, const std::vector<double>& got) {
  Box box;
  const Block& block = problem.heads[static_cast<std::size_t>(p.head)].layout.box;
  for (std::size_t k = 0; k < 4; ++k) {
    box.at[k] = static_cast<std::size_t>(block.at(p.image, p.anchor, static_cast<std::int64_t>(k), p.y, p.x));
    box.golden[k] = golden[box.at[k]], box.got[k] = got[box.at[k]];
  }
  return box;
}

/// Settles the slots of one golden.
class Settling {
 public:
  Settling(const GoldenCase& golden, const Actual& actual, const Profile& profile, bounds::Bounds& bounds)
      : golden_(golden), actual_(actual), bounds_(bounds), seen_(golden), problem_(seen_.problem()), branches_(problem_, *profile.numeric) {}

  Kinks run() {
    for (std::size_t h = 0; h < problem_.shapes.size(); ++h) {
      name_ = "gradient-" + std::to_string(h);
      want_ = as_doubles(golden_.tensors.at(name_)), got_ = as_doubles(actual_.tensors.at(name_));
      for (const auto& [place, pairs] : branches_.slots())
        if (place.first == static_cast<std::int64_t>(h)) settle(h, pairs);
    }
    return std::move(kinks_);
  }

 private:
  void settle(std::size_t head, const std::vector<const Pair*>& pairs) {
    // Narrow the bounds to one way.
    const auto ways = branches_.of(pairs);
    if (ways.empty()) return;
    const Box box = box_of(problem_, *pairs[0], want_, got_);
    if (!std::all_of(box.golden.begin(), box.golden.end(), [](double value) { return std::isfinite(value); })) return;
    const bounds::Way& way = *choose(box, ways);
    for (std::size_t k = 0; k < 4; ++k) bounds_.gradients[head][box.at[k]] = bound_of(way, k);

    // Take its derivatives where they are not the golden's.
    if (gives(way, box.golden)) return;
    if (!kinks_.golden) kinks_.golden = golden_;
    ++kinks_.slots;
    for (std::size_t k = 0; k < 4; ++k) put(kinks_.golden->tensors.at(name_), box.at[k], bound_of(way, k).value);
  }

  static void put(Tensor& gradient, std::size_t at, double value) {
    const float narrow = static_cast<float>(value);
    if (gradient.type == TensorType::f32)
      std::memcpy(gradient.bytes.data() + at * sizeof narrow, &narrow, sizeof narrow);
    else
      std::memcpy(gradient.bytes.data() + at * sizeof value, &value, sizeof value);
  }

  const GoldenCase& golden_;
  const Actual& actual_;
  bounds::Bounds& bounds_;
  const Seen seen_;
  const bounds::Problem problem_;
  bounds::Branches branches_;
  std::string name_;
  std::vector<double> want_, got_;
  Kinks kinks_;
};

}  // namespace

Kinks settle_kinks(const GoldenCase& golden, const Actual& actual, const Profile& profile, bounds::Bounds& bounds) {
  if (!bounds::has_kinks(golden.inputs.variant)) return {};
  return Settling(golden, actual, profile, bounds).run();
}

std::optional<KinkWay> find_kink_way(const GoldenCase& golden, const Tensor& gradient, const bounds::NumericProfile& profile, const Address& at) {
  // Find the slot.
  if (!bounds::has_kinks(golden.inputs.variant)) return std::nullopt;
  const Seen seen(golden);
  const bounds::Problem problem = seen.problem();
  bounds::Branches branches(problem, profile);
  const auto slot = branches.slots().find({at.head, slot_index(golden.inputs.shapes[static_cast<std::size_t>(at.head)], at)});
  if (slot == branches.slots().end()) return std::nullopt;

  // Choose its way.
  const auto ways = branches.of(slot->second);
  if (ways.empty()) return std::nullopt;
  const auto want = as_doubles(golden.tensors.at("gradient-" + std::to_string(at.head)));
  return described(box_of(problem, *slot->second[0], want, as_doubles(gradient)), ways);
}

}  // namespace yologold
