#include "judge/kinks.hpp"

#include <algorithm>
#include <cmath>

#include "bounds/branches.hpp"
#include "golden/tensors.hpp"
#include "judge/bounded.hpp"
#include "judge/gradients.hpp"
#include "judge/seen.hpp"

namespace yologold {
namespace {

constexpr double own_share = 1e-3;  // a golden in f64 lies within 2^-20 of its ball in f32

/// Four derivatives with their places.
struct Box {
  std::array<std::size_t, 4> at;
  std::array<double, 4> golden, got;
};

double excess_of(const Box& box, const bounds::PositiveSlot& way, const std::array<double, 4>& middle) {
  double worst = 0;
  for (std::size_t k = 0; k < 4; ++k) worst = std::max(worst, bounded_excess(box.got[k], middle[k], allowed({way.slopes[k].v, way.slopes[k].e}, middle[k])));
  return worst;
}

std::array<double, 4> values_of(const bounds::PositiveSlot& way) { return {way.slopes[0].v, way.slopes[1].v, way.slopes[2].v, way.slopes[3].v}; }

/// Whether a way is the golden's.
bool is_own(const Box& box, const bounds::PositiveSlot& way) {
  for (std::size_t k = 0; k < 4; ++k)
    if (!(std::abs(way.slopes[k].v - box.golden[k]) <= own_share * way.slopes[k].e + 1e-12 * std::abs(box.golden[k]))) return false;
  return true;
}

/// The golden's way where the backend agrees with it, else the one that it agrees with best.
const bounds::PositiveSlot* choose(const Box& box, const std::vector<bounds::PositiveSlot>& ways) {
  const auto own = std::find_if(ways.begin(), ways.end(), [&](const auto& way) { return is_own(box, way); });
  if (own != ways.end() && excess_of(box, *own, box.golden) <= 1) return &*own;
  const auto excess = [&](const auto& way) { return excess_of(box, way, values_of(way)); };
  const auto best = std::min_element(ways.begin(), ways.end(), [&](const auto& a, const auto& b) { return excess(a) < excess(b); });
  return own != ways.end() && !(excess(*best) <= 1) ? &*own : &*best;
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
  Box box_of(std::size_t head, const Pair& p) const {
    Box box;
    const Block& block = problem_.heads[head].layout.box;
    for (std::size_t k = 0; k < 4; ++k) {
      box.at[k] = static_cast<std::size_t>(block.at(p.image, p.anchor, static_cast<std::int64_t>(k), p.y, p.x));
      box.golden[k] = want_[box.at[k]], box.got[k] = got_[box.at[k]];
    }
    return box;
  }

  void settle(std::size_t head, const std::vector<const Pair*>& pairs) {
    // Narrow the bounds to one way.
    const auto ways = branches_.of(pairs);
    if (ways.empty()) return;
    const Box box = box_of(head, *pairs[0]);
    const bounds::PositiveSlot& way = *choose(box, ways);
    for (std::size_t k = 0; k < 4; ++k) bounds_.gradients[head][box.at[k]] = {way.slopes[k].v, way.slopes[k].e};

    // Take its derivatives where they are not the golden's.
    if (is_own(box, way)) return;
    if (!kinks_.golden) kinks_.golden = golden_;
    ++kinks_.slots;
    for (std::size_t k = 0; k < 4; ++k) put(kinks_.golden->tensors.at(name_), box.at[k], way.slopes[k].v);
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
  // Only the IOU losses of v4 have kinks.
  const Variant& v = golden.inputs.variant;
  if (v.family != Family::v4 || v.box_loss == BoxLoss::squared) return {};
  return Settling(golden, actual, profile, bounds).run();
}

}  // namespace yologold
