#include "decisions/trial.hpp"

#include <algorithm>
#include <limits>

#include "yologold/error.hpp"

namespace yologold::decisions {
namespace {

constexpr std::size_t no_value = std::numeric_limits<std::uint32_t>::max();  // of a state whose formula has none: more elements than a site has

/// What a site adds to the counts that reductions divide by.
struct Counts {
  std::int64_t positives = 0, pairs = 0, rows = 0;

  void add(const Variant& v, const SiteState& state, std::int64_t sign) {
    const bool v1 = v.family == Family::v1, each = v1 ? v.cell_sharing == CellSharing::sum : v.class_collision == ClassCollision::per_pair;
    const auto kept = std::count_if(state.pairs.begin(), state.pairs.end(), [&](const Pair& p) { return p.kept || v1; });
    positives += sign * std::count(state.roles.begin(), state.roles.end(), Role::positive);
    pairs += sign * std::count_if(state.pairs.begin(), state.pairs.end(), [](const Pair& p) { return p.kept && !p.gated; });
    rows += sign * (each ? kept : state.pairs.empty() ? 0 : 1);
  }
};

}  // namespace

SiteState Trial::golden(const Site& site) const {
  SiteState state;
  const auto found = s_.evaluator.class_owners().find({site.head, site.place});
  if (found != s_.evaluator.class_owners().end())
    for (const Pair* pair : found->second) state.pairs.push_back(*pair);
  const HeadShape& h = s_.shape(site.head);
  const std::int64_t slots = s_.variant().family == Family::v1 ? h.a : 1;
  for (std::int64_t i = 0; i < slots; ++i)
    state.roles.push_back(s_.problem.roles[static_cast<std::size_t>(site.head)][static_cast<std::size_t>(site.place + i * h.h * h.w)]);
  return state;
}

bool Trial::agrees_with_told(const Site& site, const SiteState& state) const {
  const auto head = static_cast<std::size_t>(site.head);
  const HeadShape& h = s_.shape(site.head);
  const std::int64_t first = address_of(s_, site).anchor;
  for (std::size_t i = 0; i < state.roles.size(); ++i) {
    const auto slot = static_cast<std::size_t>(site.place + static_cast<std::int64_t>(i) * h.h * h.w);
    const auto keeper =
        std::find_if(state.pairs.begin(), state.pairs.end(), [&](const Pair& p) { return p.kept && p.anchor == first + static_cast<std::int64_t>(i); });
    if (!e_.roles[head].empty() && e_.roles[head][slot] != static_cast<double>(state.roles[i])) return false;
    if (!e_.truths[head].empty() && e_.truths[head][slot] != (keeper == state.pairs.end() ? -1 : keeper->truth)) return false;
  }
  return true;
}

bool Trial::fits(const Site& site, const Element& e) const {
  return e_.fits(e.bound, e.golden, e_.gradients[static_cast<std::size_t>(site.head)][static_cast<std::size_t>(e.offset)]);
}

/// Of every slot; in v1 the class vector of the cell comes last.
std::vector<Trial::Motion> Trial::motions(const Site& site, const SiteState& state, const SiteValues& values) const {
  constexpr std::size_t box = 4, slot = box + 1;
  const auto& got = e_.gradients[static_cast<std::size_t>(site.head)];
  const std::size_t slots = state.roles.size();
  const bool v1 = s_.variant().family == Family::v1;
  std::vector<Motion> motions(v1 ? slots + 1 : slots);
  for (std::size_t i = 0; i < values.elements.size(); ++i) {
    const bool in_slot = i < slots * slot, objectness = in_slot && i % slot == box;
    const Element& e = values.elements[i];
    Motion& m = motions[in_slot ? i / slot : motions.size() - 1];
    const auto show = [&, may = e.golden != 0 || e.bound.error != 0, does = got[static_cast<std::size_t>(e.offset)] != 0](Part& part) {
      part.may |= may, part.does |= does;
    };
    if (objectness) {
      show(m.objectness);
      continue;
    }
    m.must |= !e_.fits(e.bound, e.golden, 0);
    show(m.all);
    if (in_slot) show(m.box);
  }
  return motions;
}

Fit Trial::fit(const Site& site, const SiteState& state) const {
  // Where the formula has no value there is nothing to agree with.
  try {
    const SiteValues values = restate(s_, site, state);
    const auto seen = motions(site, state, values);
    const auto count = std::count_if(values.elements.begin(), values.elements.end(), [&](const Element& e) { return !fits(site, e); });
    const bool shows = std::all_of(seen.begin(), seen.end(), [](const Motion& m) { return m.agrees(); });
    return {shows && agrees_with_told(site, state), static_cast<std::size_t>(count)};
  } catch (const Error&) {
    return {false, no_value};
  }
}

bool Trial::lacks_gradients(const Site& site, const SiteState& state) const {
  try {
    const auto seen = motions(site, state, restate(s_, site, state));
    return std::any_of(seen.begin(), seen.end(), [](const Motion& m) { return m.must && !m.all.does; });
  } catch (const Error&) {
    return false;
  }
}

bool Trial::agrees(const Site& site, const SiteState& state) const {
  const Fit found = fit(site, state);
  return found.shows_it && found.failing == 0;
}

bool Trial::same_counts(const std::map<Site, SiteState>& states) const {
  const Variant& v = s_.variant();
  std::map<std::int64_t, Counts> gained;
  Counts all;
  for (const auto& [site, state] : states) {
    gained[site.head].add(v, state, 1), gained[site.head].add(v, golden(site), -1);
    all.add(v, state, 1), all.add(v, golden(site), -1);
  }
  if (v.reduction == Reduction::mean_positives) return all.positives == 0;
  if (v.reduction != Reduction::mean_elements && v.reduction != Reduction::times_batch) return true;
  return std::all_of(gained.begin(), gained.end(), [](const auto& head) { return head.second.pairs == 0 && head.second.rows == 0; });
}

Change Trial::change(const Site& site, const SiteState& state) const {
  Change change{site, golden(site), state, restate(s_, site, state), {}};

  // Where the golden's own state has no value its losses are none either, and stay so.
  try {
    const SiteValues before = restate(s_, site, change.before);
    for (std::size_t i = 0; i < change.gained.size(); ++i) change.gained[i] = change.values.losses[i] - before.losses[i];
  } catch (const Error&) {
  }
  return change;
}

}  // namespace yologold::decisions
