#include "diagnose/settled.hpp"

#include <algorithm>
#include <set>

#include "diagnose/restated.hpp"
#include "suite/locate.hpp"

namespace yologold {
namespace {

using Site = Settled::Site;
using State = Settled::State;
using States = std::map<Site, State>;

Site site_of(const HeadShape& s, const Pair& p) {
  return {p.head, ((std::int64_t{p.image} * s.a + (s.shared_classes ? 0 : p.anchor)) * s.h + p.y) * s.w + p.x};
}

// Per head and slot, whether the objectness gradient is not 0.
using Trained = std::vector<std::vector<std::uint8_t>>;

Trained trained_by(const std::vector<HeadShape>& shapes, const Prediction& gradient) {
  Trained trained;
  for (std::size_t k = 0; k < shapes.size(); ++k) {
    const HeadShape& s = shapes[k];
    const auto cells = static_cast<std::size_t>(s.h * s.w);
    const auto planes = planes_of(s);
    auto& head = trained.emplace_back(static_cast<std::size_t>(s.slots()));
    for (const Element& e : gradient.heads[k])
      if (const Plane& p = planes[e.at / cells]; p.channel == 4) head[static_cast<std::size_t>(p.image * s.a + p.anchor) * cells + e.at % cells] = e.value != 0;
  }
  return trained;
}

Trained trained_by(const std::vector<HeadShape>& shapes, const EngineRun& run) {
  Trained trained;
  for (std::size_t k = 0; k < shapes.size(); ++k) {
    const HeadShape& s = shapes[k];
    auto& head = trained.emplace_back();
    for (std::int64_t i = 0, cells = s.h * s.w; i < s.slots(); ++i)
      head.push_back(run.gradients[k].at({i / cells / s.a, i / cells % s.a, 4, 0}, i % cells, s) != 0);
  }
  return trained;
}

// The sites that have pairs, or a slot that is not trained.
States states_of(const std::vector<HeadShape>& shapes, std::span<const Pair> pairs, const Trained& trained) {
  States states;
  for (const Pair& p : pairs) states[site_of(shapes[static_cast<std::size_t>(p.head)], p)].pairs.push_back(p);
  for (std::size_t k = 0; k < shapes.size(); ++k)
    for (std::int64_t i = 0, cells = shapes[k].h * shapes[k].w; i < shapes[k].slots(); ++i)
      if (const std::int64_t n = i / cells / shapes[k].a; !trained[k][static_cast<std::size_t>(i)])
        states[{static_cast<std::int64_t>(k), shapes[k].shared_classes ? n * shapes[k].a * cells + i % cells : i}];
  for (auto& [site, state] : states) {
    const HeadShape& s = shapes[static_cast<std::size_t>(site.first)];
    for (const Address& at : slots_of(s, site)) {
      const bool taken = std::any_of(state.pairs.begin(), state.pairs.end(), [&](const Pair& p) { return p.anchor == at.anchor; });
      state.spared.push_back(!taken && !trained[static_cast<std::size_t>(site.first)][static_cast<std::size_t>(slot_index(s, at))]);
    }
  }
  return states;
}

// Where nothing is assigned and every slot is trained.
State usual(const HeadShape& s) { return {{}, std::vector<bool>(s.shared_classes ? static_cast<std::size_t>(s.a) : 1)}; }

// Image and number.
using TruthKey = std::pair<std::int32_t, std::int32_t>;

State state_at(const States& states, const Site& site, const HeadShape& s) {
  const auto found = states.find(site);
  return found == states.end() ? usual(s) : found->second;
}

}  // namespace

bool Settled::State::operator==(const State& other) const {
  const auto same = [](const Pair& a, const Pair& b) {
    return a.head == b.head && a.image == b.image && a.anchor == b.anchor && a.y == b.y && a.x == b.x && a.truth == b.truth && a.kept == b.kept &&
           a.gated == b.gated;
  };
  return spared == other.spared && std::is_permutation(pairs.begin(), pairs.end(), other.pairs.begin(), other.pairs.end(), same);
}

std::shared_ptr<const Settled> Settled::find(const Setting& setting, std::span<const Pair> pairs, const Prediction& golden) {
  // Run without a mistake.
  const auto computed = run(setting);
  if (!computed) return nullptr;
  const States engine = states_of(setting.shapes, computed->report.pairs, trained_by(setting.shapes, *computed)),
               other = states_of(setting.shapes, pairs, trained_by(setting.shapes, golden));

  // Compare.
  Outcomes all, differing;
  std::map<TruthKey, std::set<Site>> sites_of;
  for (const States* states : {&engine, &other})
    for (const auto& [site, state] : *states) {
      const HeadShape& s = setting.shapes[static_cast<std::size_t>(site.first)];
      const Outcome& outcome = all[site] = {state_at(engine, site, s), state_at(other, site, s)};
      if (!(outcome.engine == outcome.golden)) differing[site] = outcome;
      for (const Pair& p : state.pairs) sites_of[{p.image, p.truth}].insert(site);
    }
  if (differing.empty()) return nullptr;

  // Join each that differs with all sites of its truths.
  Settled settled;
  settled.shapes_ = setting.shapes;
  for (const auto& one : differing) {
    Outcomes group{one};
    for (const State* state : {&one.second.engine, &one.second.golden})
      for (const Pair& p : state->pairs)
        for (const Site& site : sites_of.at({p.image, p.truth})) group[site] = all.at(site);
    settled.join(std::move(group));
  }
  return std::make_shared<const Settled>(std::move(settled));
}

void Settled::join(Outcomes group) {
  for (std::size_t i = groups_.size(); group.size() > 1 && i-- > 0;) {
    if (std::none_of(group.begin(), group.end(), [&](const auto& entry) { return groups_[i].count(entry.first) > 0; })) continue;
    group.merge(groups_[i]);
    groups_.erase(groups_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  groups_.push_back(std::move(group));
}

void Settled::follow(const Setting& setting, EngineRun& run) const {
  // Find the sites where the mistake decides nothing.
  if (setting.shapes != shapes_) return;
  const States now = states_of(shapes_, run.report.pairs, trained_by(shapes_, run));
  std::map<Site, const Outcome*> changed;
  for (const Outcomes& group : groups_) {
    const auto undecided = [&](const auto& entry) {
      return state_at(now, entry.first, shapes_[static_cast<std::size_t>(entry.first.first)]) == entry.second.engine;
    };
    if (!std::all_of(group.begin(), group.end(), undecided)) continue;
    for (const auto& [site, outcome] : group)
      if (!(outcome.engine == outcome.golden)) changed[site] = &outcome;
  }
  if (changed.empty()) return;

  // Exchange their pairs.
  std::vector<Pair> pairs;
  for (const Pair& p : run.report.pairs)
    if (!changed.count(site_of(shapes_[static_cast<std::size_t>(p.head)], p))) pairs.push_back(p);
  for (const auto& [site, outcome] : changed) pairs.insert(pairs.end(), outcome->golden.pairs.begin(), outcome->golden.pairs.end());

  // State what follows.
  const Restated before(setting, run, run.report.pairs), after(setting, run, pairs);
  for (const auto& [site, outcome] : changed) {
    const auto head = static_cast<std::size_t>(site.first);
    const HeadShape& s = shapes_[head];
    const TermLoss lost = before.go_through(site, outcome->engine, [](const Address&, double) {});
    const TermLoss gained = after.go_through(site, outcome->golden, [&](const Address& at, double value) {
      run.gradients[head].set({at.image, at.anchor, at.channel, 0}, at.y * s.w + at.x, s, value);
    });
    TermLoss& term = run.report.terms[head * static_cast<std::size_t>(s.n) + static_cast<std::size_t>(site.second / (s.a * s.h * s.w))];
    term.coord += gained.coord - lost.coord, term.obj += gained.obj - lost.obj;
    term.noobj += gained.noobj - lost.noobj, term.classes += gained.classes - lost.classes;
  }
  run.report.pairs = std::move(pairs);
}

}  // namespace yologold
