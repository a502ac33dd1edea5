#include "diagnose/probe.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "diagnose/examiner.hpp"
#include "diagnose/probe_cases.hpp"
#include "diagnose/rejection.hpp"
#include "suite/suite.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr int rounds = 12;
constexpr std::uint64_t suite_seed = 1;
constexpr const char* no_mistake = "no-mistake";

using Predictions = std::map<std::string, Prediction>;

Inputs inputs_of(const ProbeCase& one) {
  if (one.inputs) return *one.inputs;
  const Suite suite = parse_suite(probe_suite({one}), "probe");
  return make_inputs(suite, suite.cases[0], "");
}

// A case with the golden as what the backend wrote.
Scene scene_of(const ProbeCase& one, const Inputs& inputs, const Profile& profile) {
  Scene scene;
  scene.id = one.json["id"];
  scene.setting = setting_of(inputs);
  scene.profile = &profile;
  auto golden = compute_bounded(scene.setting, profile.numeric.get());
  if (!golden) throw Error(scene.id, "can not be computed");
  golden->settle();
  scene.golden = std::move(*golden);
  scene.actual = dense(scene.golden);
  scene.stored.assign(scene.actual.size(), profile.stored());
  return scene;
}

Predictions predictions_of(const Scene& scene, const std::set<std::string>& ids) {
  Predictions all;
  for (const Hypothesis& h : hypotheses(scene))
    if (ids.count(h.id))
      if (auto prediction = predict_bounded(scene, h)) all.emplace(h.id, std::move(*prediction));
  return all;
}

/// The pairs of hypotheses, and which of them a case tells apart.
class ToldPairs {
 public:
  explicit ToldPairs(std::size_t count) : count_(count), told_(count * count) {}

  std::size_t count() const { return static_cast<std::size_t>(std::count(told_.begin(), told_.end(), true)); }
  bool told(std::size_t i, std::size_t j) const { return told_[i * count_ + j]; }
  void tell(std::size_t i, std::size_t j) { told_[i * count_ + j] = true; }

  // Some pair with this one is not told.
  bool open(std::size_t i) const {
    for (std::size_t j = 0; j < count_; ++j)
      if (i != j && !told(std::min(i, j), std::max(i, j))) return true;
    return false;
  }

  // How many pairs the other tells that these do not.
  std::size_t gain(const ToldPairs& other) const {
    std::size_t gain = 0;
    for (std::size_t i = 0; i < told_.size(); ++i) gain += other.told_[i] && !told_[i];
    return gain;
  }

  void join(const ToldPairs& other) {
    for (std::size_t i = 0; i < told_.size(); ++i)
      if (other.told_[i]) told_[i] = true;
  }

 private:
  std::size_t count_;
  std::vector<bool> told_;
};

// The pairs that one case tells, of those that are not told yet. A hypothesis that does not exist in a case predicts the golden there; one that the judge
// accepts there, because a decision may flip by rounding, is told from none that it accepts too.
ToldPairs tell(const ProbeCase& one, const Profile& profile, const std::vector<std::string>& ids, const ToldPairs& known) {
  const Inputs inputs = inputs_of(one);
  const Scene scene = scene_of(one, inputs, profile);
  const Examiner examiner(scene);
  const Rejection rejection(inputs, profile);
  std::set<std::string> open;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (known.open(i)) open.insert(ids[i]);
  const Predictions found = predictions_of(scene, open);
  std::vector<const Prediction*> all;
  for (const std::string& id : ids) {
    const auto at = found.find(id);
    all.push_back(at == found.end() ? &scene.golden : &at->second);
  }
  std::vector<bool> accepted;
  for (const Prediction* p : all) accepted.push_back(p == &scene.golden || (rejection.decides() && !rejection.of(*p)));
  ToldPairs pairs(ids.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j)
      if (!known.told(i, j) && !(accepted[i] && accepted[j]) && examiner.apart(*all[i], *all[j])) pairs.tell(i, j);
  return pairs;
}

// The hypotheses that exist in some case, in the order of the list.
std::vector<std::string> applicable(const std::vector<ProbeCase>& cases, const Profile& profile) {
  std::vector<std::string> ids{no_mistake};
  for (const ProbeCase& one : cases) {
    const Scene scene = scene_of(one, inputs_of(one), profile);
    for (const Hypothesis& h : hypotheses(scene))
      if (!h.fitted && std::find(ids.begin(), ids.end(), h.id) == ids.end() && predict(scene, h)) ids.push_back(h.id);
  }
  return ids;
}

}  // namespace

Probe find_probe(const ProbeRequest& r) {
  // Find what there is to tell.
  const Variant variant = probed_variant(r.variant, r.set);
  Probe probe;
  probe.hypotheses = applicable(probe_cases(r, variant, 1), *r.profile);
  ToldPairs told(probe.hypotheses.size());

  // Take the best input of every round until none tells more; another round has others.
  for (int round = 1; round <= rounds && told.count() < probe.pairs(); ++round) {
    const std::vector<ProbeCase> cases = probe_cases(r, variant, round);
    std::vector<ToldPairs> tells;
    for (const ProbeCase& one : cases) {
      r.watch(probe.tried++);
      tells.push_back(tell(one, *r.profile, probe.hypotheses, told));
    }
    for (std::size_t i = 0; i < cases.size(); ++i)
      if (cases[i].always) told.join(tells[i]), probe.cases.push_back(cases[i]);
    for (;;) {
      const auto best = std::max_element(tells.begin(), tells.end(), [&](const ToldPairs& a, const ToldPairs& b) { return told.gain(a) < told.gain(b); });
      if (told.gain(*best) == 0) break;
      told.join(*best);
      probe.cases.push_back(cases[static_cast<std::size_t>(best - tells.begin())]);
    }
  }

  // Say what stays open.
  for (std::size_t i = 0; i < probe.hypotheses.size(); ++i)
    for (std::size_t j = i + 1; j < probe.hypotheses.size(); ++j)
      if (!told.told(i, j)) probe.untold.emplace_back(i, j);
  return probe;
}

Json probe_suite(const std::vector<ProbeCase>& cases) {
  Json list = Json::array();
  for (const ProbeCase& one : cases) list.push_back(one.json);
  return {{"format", "yologold-suite/1"}, {"name", "probe"}, {"seed", suite_seed}, {"defaults", {{"tags", {"probe"}}}}, {"cases", list}};
}

}  // namespace yologold
