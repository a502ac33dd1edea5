#include "judge/alternatives.hpp"

#include <algorithm>
#include <cmath>

#include "decisions/list.hpp"
#include "decisions/resolve.hpp"
#include "golden/tensors.hpp"
#include "judge/bounded.hpp"
#include "judge/gradients.hpp"
#include "judge/seen.hpp"

namespace yologold {
namespace {

using decisions::Change;

constexpr std::size_t named_decisions = 5;
constexpr int beyond_border = 2;  // steps of a double: the border itself is rounded

std::vector<double> told(const Actual& actual, const std::string& name, const GoldenCase& golden) {
  const auto found = actual.tensors.find(name);
  return found == actual.tensors.end() || found->second.shape != golden.tensors.at(name).shape ? std::vector<double>{} : as_doubles(found->second);
}

decisions::Evidence evidence_of(const GoldenCase& golden, const Actual& actual, const std::vector<Address>& suspects) {
  decisions::Evidence evidence;
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const std::string key = "-" + std::to_string(k);
    evidence.gradients.push_back(as_doubles(actual.tensors.at("gradient" + key)));
    evidence.roles.push_back(told(actual, "role" + key, golden)), evidence.truths.push_back(told(actual, "truth" + key, golden));
  }
  evidence.fits = [](const bounds::Bound& bound, double value, double got) { return bounded_excess(got, value, allowed(bound, value)) <= 1; };
  evidence.suspects = suspects;
  return evidence;
}

DecisionReport::Flip flip_of(const decisions::Flip& flip) {
  const decisions::Decision& d = flip.decision;
  return {decisions::describe(d), d.margin, d.radius, d.radius > 0 ? std::abs(d.margin) / d.radius : INFINITY, d.holds_up_to(), flip.outcome};
}

/// Rewrites the parts of a golden that changes touch.
class Rewriting {
 public:
  Rewriting(const GoldenCase& golden, const decisions::Subject& subject) : subject_(subject), golden_(golden) {}

  GoldenCase run(const std::vector<Change>& changes) {
    for (const Change& change : changes) {
      write_slots(change);
      write_gradient(change);
      write_pairs(change);
      add_losses(change);
    }
    return std::move(golden_);
  }

 private:
  template <class T>
  void write(const std::string& name, std::size_t at, T value) {
    std::memcpy(golden_.tensors.at(name).bytes.data() + at * sizeof(T), &value, sizeof(T));
  }

  void write_slots(const Change& change) {
    const std::string key = "-" + std::to_string(change.site.head);
    const HeadShape& s = subject_.shape(change.site.head);
    const std::int64_t first = decisions::address_of(subject_, change.site).anchor;
    for (std::size_t i = 0; i < change.after.roles.size(); ++i) {
      const std::int64_t anchor = first + static_cast<std::int64_t>(i);
      const auto slot = static_cast<std::size_t>(change.site.place + static_cast<std::int64_t>(i) * s.h * s.w);
      const auto& pairs = change.after.pairs;
      const auto keeper = std::find_if(pairs.begin(), pairs.end(), [&](const Pair& p) { return p.kept && p.anchor == anchor; });
      write("role" + key, slot, change.after.roles[i]);
      write<std::int32_t>("truth" + key, slot, keeper == pairs.end() ? -1 : keeper->truth);
    }
  }

  void write_gradient(const Change& change) {
    const std::string name = "gradient-" + std::to_string(change.site.head);
    const bool narrow = golden_.tensors.at(name).type == TensorType::f32;
    for (const decisions::Element& e : change.values.elements) {
      const auto at = static_cast<std::size_t>(e.offset);
      if (narrow)
        write(name, at, static_cast<float>(e.golden));
      else
        write(name, at, e.golden);
    }
  }

  void write_pairs(const Change& change) {
    Json kept = Json::array();
    const Address at = decisions::address_of(subject_, change.site);
    const bool cell = subject_.variant().family == Family::v1;
    for (const Json& j : golden_.record.at("report").at("pairs"))
      if (j.at("head") != at.head || j.at("image") != at.image || j.at("y") != at.y || j.at("x") != at.x || (!cell && j.at("anchor") != at.anchor))
        kept.push_back(j);
    for (const Pair& p : change.after.pairs)
      kept.push_back({{"image", p.image},
                      {"truth", p.truth},
                      {"head", p.head},
                      {"anchor", p.anchor},
                      {"y", p.y},
                      {"x", p.x},
                      {"iou", nullptr},
                      {"shape_iou", nullptr},
                      {"kept", p.kept},
                      {"gated", p.gated}});
    golden_.record["report"]["pairs"] = std::move(kept);
  }

  void add(const std::string& name, std::size_t at, const certain::DdBall& gained) {
    if (golden_.tensors.at(name).type == TensorType::f64)
      write(name, at, values_of<double>(golden_.tensors.at(name))[at] + (gained.mid.hi + gained.mid.lo));
    else
      write(name, at, static_cast<float>(static_cast<double>(values_of<float>(golden_.tensors.at(name))[at]) + gained.mid.hi));
  }

  void add_losses(const Change& change) {
    const Address at = decisions::address_of(subject_, change.site);
    const auto images = static_cast<std::size_t>(subject_.shape(0).n), image = static_cast<std::size_t>(at.image);
    for (std::size_t i = 0; i < change.gained.size(); ++i) {
      add("terms", (static_cast<std::size_t>(at.head) * images + image) * change.gained.size() + i, change.gained[i]);
      add("per_image", image, change.gained[i]);
      add("total", 0, change.gained[i]);
    }
  }

  const decisions::Subject& subject_;
  GoldenCase golden_;
};

/// The first centre beyond the border between the golden's cell and the backend's.
std::optional<MovedTruth> moved_by(const decisions::Subject& subject, const decisions::Flip& flip) {
  const decisions::Question& q = flip.decision.about;
  const bool column = q.kind == decisions::Kind::column;
  if (!column && q.kind != decisions::Kind::row) return std::nullopt;
  const HeadShape& s = subject.shape(q.head);
  const double cells = static_cast<double>(column ? s.w : s.h), toward = flip.outcome > flip.decision.winner ? 1 : 0;
  double to = std::max(flip.outcome, flip.decision.winner) / cells;
  for (int i = 0; i < beyond_border; ++i) to = std::nextafter(to, toward);
  return MovedTruth{q.image, q.truth, column ? &Truth::cx : &Truth::cy, to};
}

OpenSlots open_slots(const decisions::Subject& subject, const std::vector<decisions::Site>& sites) {
  OpenSlots open;
  if (sites.empty()) return open;
  for (const HeadShape& s : subject.problem.shapes) open.slots.emplace_back(static_cast<std::size_t>(s.slots()));
  open.images.resize(static_cast<std::size_t>(subject.shape(0).n));
  for (const auto& site : sites) {
    const HeadShape& s = subject.shape(site.head);
    const std::int64_t slots = subject.variant().family == Family::v1 ? s.a : 1;
    for (std::int64_t i = 0; i < slots; ++i) open.slots[static_cast<std::size_t>(site.head)][static_cast<std::size_t>(site.place + i * s.h * s.w)] = 1;
    open.images[static_cast<std::size_t>(decisions::address_of(subject, site).image)] = 1;
  }
  return open;
}

}  // namespace

bool OpenSlots::any() const { return !slots.empty(); }

Alternatives find_alternatives(const GoldenCase& golden, const Actual& actual, const Profile& profile, const std::vector<Address>& suspects) {
  // Resolve.
  const Seen seen(golden);
  const decisions::Subject subject(seen.problem(), *profile.numeric);
  const decisions::Resolution found = decisions::resolve(subject, evidence_of(golden, actual, suspects));

  // Tell the judge.
  Alternatives result;
  result.open = open_slots(subject, found.open);
  result.report.open_components = found.open_components;
  for (const auto& flip : found.flips) {
    result.report.within.push_back(flip_of(flip));
    if (const auto moved = moved_by(subject, flip)) result.moved.push_back(*moved);
  }
  for (const auto& flip : found.beyond) result.report.beyond.push_back(flip_of(flip));
  if (!found.changes.empty()) result.golden = Rewriting(golden, subject).run(found.changes);
  return result;
}

void survey_decisions(const GoldenCase& golden, const Profile& profile, DecisionReport& report) {
  const Seen seen(golden);
  const decisions::Subject subject(seen.problem(), *profile.numeric);
  std::vector<decisions::Decision> all = decisions::list_decisions(subject);
  report.made = static_cast<std::int64_t>(all.size());
  report.undecided = std::count_if(all.begin(), all.end(), [](const decisions::Decision& d) { return d.ambiguous(); });
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.holds_up_to() < b.holds_up_to(); });
  for (std::size_t i = 0; i < all.size() && i < named_decisions; ++i) report.closest.push_back(flip_of({all[i], all[i].winner}));
}

}  // namespace yologold
