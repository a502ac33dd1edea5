#include "diagnose/bench.hpp"

#include "diagnose/exact_profile.hpp"
#include "judge/bounded.hpp"
#include "suite/locate.hpp"

namespace yologold {
Bench::Bench(const Scene& scene)
    : setting_(scene.setting),
      run_(yologold::run(setting_).value()),
      bounded_(scene.golden.bounded),
      roles_(roles_of(setting_, run_)),
      problem_{run_.variant, setting_.shapes, run_.heads, {setting_.truths, setting_.first}, run_.report.pairs, roles_},
      exact_(exact_profile()),
      arithmetic_(bounded_ ? *scene.profile->numeric : exact_),
      evaluator_(problem_, arithmetic_),
      factors_(bounds::factors_of(problem_, arithmetic_, evaluator_.class_owners())) {}

const Truth& Bench::truth_of(const Pair& pair) const {
  return setting_.truths[static_cast<std::size_t>(setting_.first[static_cast<std::size_t>(pair.image)] + pair.truth)];
}

Address Bench::address(const Group& group, std::int64_t channel) {
  const Pair& p = *group[0];
  return {p.head, p.image, p.anchor, channel, p.y, p.x};
}

bounds::Ball Bench::share(const Group& group) const {
  const auto kept = std::count_if(group.begin(), group.end(), [](const Pair* p) { return p->kept; });
  const bounds::Ball one = arithmetic_.literal(1);
  return variant().collision == Collision::mean ? one / arithmetic_.literal(static_cast<double>(kept)) : one;
}

bounds::Ball Bench::target(const Group& group) const {
  const Variant& v = variant();
  if ((v.family != Family::v1 && v.family != Family::v2) || v.iou_target == IouTarget::one) return arithmetic_.literal(1);
  std::vector<bounds::BoxPair> boxes;
  for (const Pair* p : group)
    if (p->kept) boxes.push_back(bounds::box_pair(v, slot_of(group), truth_of(*p)));
  return bounds::largest_iou(boxes);
}

bounds::Ball Bench::objectness_factor(const Group& group) const {
  double weight = 0;
  for (const Pair* p : group)
    if (p->kept) weight = std::max(weight, truth_of(*p).weight);
  return factors(group).obj * arithmetic_.constant(weight);
}

std::vector<bool> Bench::hot(std::span<const Pair* const> of, std::int64_t classes) const {
  std::vector<bool> hot(static_cast<std::size_t>(classes));
  for (const Pair* p : of) {
    const Truth& truth = truth_of(*p);
    hot[static_cast<std::size_t>(truth.class_id)] = true;
    for (const std::int32_t c : truth.more_classes) hot[static_cast<std::size_t>(c)] = true;
  }
  return hot;
}

void Bench::set(Patch& patch, const Address& at, const bounds::Ball& value) const {
  const HeadShape& s = shape(at.head);
  const std::int64_t block = s.shared_classes ? 5 : 5 + s.c, planes = s.a * block + (s.shared_classes ? s.c : 0);
  const std::int64_t plane = s.shared_classes && at.channel > 4 ? s.a * 5 + at.channel - 5 : at.anchor * block + at.channel;
  const bounds::Ball stored = arithmetic_.store(value);
  const auto place = static_cast<std::size_t>(((at.image * planes + plane) * s.h + at.y) * s.w + at.x);
  patch[static_cast<std::size_t>(at.head)].push_back({place, stored.v, bounded_ ? allowed({stored.v, stored.e}, stored.v) : -1});
}

Patch Bench::reassign(const std::vector<Pair>& pairs, bool dropped) const {
  // Group the other pairs, with the factors of these.
  const bounds::Problem problem{run_.variant, setting_.shapes, run_.heads, problem_.truths, pairs, roles_};
  const bounds::Evaluator other(problem, arithmetic_, factors_);
  const bounds::Ball zero = arithmetic_.literal(0);
  Patch patch = empty();

  // Clear the slots and the classes that no pair takes any more.
  for (const auto& [place, group] : evaluator_.slots()) {
    if (other.slots().count(place)) continue;
    for (std::int64_t k = 0; k < 4; ++k) set(patch, address(group, k), zero);
    const Address at = address(group, 4);
    set(patch, at, dropped ? zero : evaluator_.negative_slope(at.head, evaluator_.bare_slope(at)));
  }
  for (const auto& [place, group] : evaluator_.class_owners())
    for (std::int64_t c = 0; !other.class_owners().count(place) && c < shape(place.first).c; ++c) set(patch, address(group, 5 + c), zero);

  // Train those that some take.
  for (const auto& [place, group] : other.slots()) {
    const auto slopes = other.positive(group).slopes;
    for (std::int64_t k = 0; k < 5; ++k) set(patch, address(group, k), slopes[static_cast<std::size_t>(k)]);
  }
  for (const auto& [place, group] : other.class_owners()) {
    const Row slopes = other.classes(group).slopes;
    for (std::int64_t c = 0; c < shape(place.first).c; ++c) set(patch, address(group, 5 + c), slopes[static_cast<std::size_t>(c)]);
  }
  return patch;
}

}  // namespace yologold
