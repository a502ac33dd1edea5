#include "diagnose/restated.hpp"

#include "diagnose/exact_profile.hpp"
#include "suite/locate.hpp"

namespace yologold {
namespace {

std::vector<std::vector<Role>> roles_under(const std::vector<Pair>& pairs, const std::vector<HeadShape>& shapes) {
  std::vector<std::vector<Role>> roles;
  for (const HeadShape& s : shapes) roles.emplace_back(static_cast<std::size_t>(s.slots()), Role::none);
  for (const Pair& p : pairs) {
    const auto head = static_cast<std::size_t>(p.head);
    roles[head][static_cast<std::size_t>(slot_index(shapes[head], {p.head, p.image, p.anchor, 4, p.y, p.x}))] = Role::positive;
  }
  return roles;
}

}  // namespace

std::vector<Address> slots_of(const HeadShape& s, const Settled::Site& site) {
  const std::int64_t cells = s.h * s.w, plane = site.second / cells, cell = site.second % cells;
  std::vector<Address> slots;
  for (std::int64_t a = plane % s.a; a < (s.shared_classes ? s.a : plane % s.a + 1); ++a)
    slots.push_back({site.first, plane / s.a, a, 4, cell / s.w, cell % s.w});
  return slots;
}

Restated::Restated(const Setting& setting, const EngineRun& run, std::vector<Pair> pairs)
    : pairs_(std::move(pairs)),
      roles_(roles_under(pairs_, setting.shapes)),
      problem_{run.variant, setting.shapes, run.heads, {setting.truths, setting.first}, pairs_, roles_},
      profile_(exact_profile()),
      arithmetic_(profile_),
      evaluator_(problem_, arithmetic_) {}

TermLoss Restated::slot(Address at, bool spared, const std::function<void(const Address&, double)>& write) const {
  TermLoss losses;
  std::array<double, 5> slopes{};
  const auto taken = evaluator_.slots().find({at.head, slot_index(problem_.shapes[static_cast<std::size_t>(at.head)], at)});
  if (taken != evaluator_.slots().end()) {
    const bounds::PositiveSlot found = evaluator_.positive(taken->second);
    for (std::size_t k = 0; k < slopes.size(); ++k) slopes[k] = found.slopes[k].v;
    losses.coord = found.coord.v, losses.obj = found.obj.v;
  } else if (!spared) {
    const bounds::NegativeSlot found = evaluator_.negative(at);
    slopes[4] = found.slope.v, losses.noobj = found.loss.v;
  }
  for (at.channel = 0; at.channel < 5; ++at.channel) write(at, slopes[static_cast<std::size_t>(at.channel)]);
  return losses;
}

TermLoss Restated::go_through(const Settled::Site& site, const Settled::State& state, const std::function<void(const Address&, double)>& write) const {
  // Go through its slots.
  TermLoss sum;
  const HeadShape& s = problem_.shapes[static_cast<std::size_t>(site.first)];
  const auto slots = slots_of(s, site);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const TermLoss one = slot(slots[i], state.spared[i], write);
    sum.coord += one.coord, sum.obj += one.obj, sum.noobj += one.noobj;
  }

  // Go through its classes.
  const auto owner = evaluator_.class_owners().find(site);
  std::vector<double> slopes(static_cast<std::size_t>(s.c));
  if (owner != evaluator_.class_owners().end()) {
    const bounds::ClassTerm found = evaluator_.classes(owner->second);
    sum.classes = found.value.v;
    for (std::size_t c = 0; c < slopes.size(); ++c) slopes[c] = found.slopes[c].v;
  }
  Address at = slots[0];
  for (at.channel = 5; at.channel < 5 + s.c; ++at.channel) write(at, slopes[static_cast<std::size_t>(at.channel - 5)]);
  return sum;
}

}  // namespace yologold
