#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "evidence.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

// Every hypothesis of every scene with what it predicts, so that many mistakes can be planted and looked for at little cost.
class Predictions {
 public:
  explicit Predictions(const std::vector<Scene>& scenes) {
    for (const Scene& scene : scenes)
      for (const Hypothesis& h : hypotheses(scene)) {
        if (h.fitted) continue;
        const auto field = predict(scene, h);
        if (!field) continue;
        if (!known_.count(h.id)) ids_.push_back(h.id);
        known_.insert(h.id);
        Hypothesis stored{h.id, h.sentence, h.look, h.group};
        stored.after = [field = *field](Field& out, const Scene&) { out = field; };
        lists_[scene.id].push_back(stored);
      }
  }

  const std::vector<std::string>& ids() const { return ids_; }
  std::vector<Hypothesis> of(const Scene& scene) const { return lists_.at(scene.id); }

  // What a backend with this mistake writes for a scene; the golden where the mistake does not exist there.
  Field field(const Scene& scene, const std::string& id) const {
    Field result = scene.golden;
    for (const Hypothesis& h : lists_.at(scene.id))
      if (h.id == id) h.after(result, scene);
    return result;
  }

 private:
  std::vector<std::string> ids_;
  std::set<std::string> known_;
  std::map<std::string, std::vector<Hypothesis>> lists_;
};

// Mistakes that are the same in every input, and why.
struct Twins {
  std::set<std::string> ids;
  const char* reason;
};
const Twins twins[] = {
    {{"written-anchors-reversed", "written-anchor+1", "written-anchor-1"}, "of two predictors, reversed, next and previous are one"},
    {{"gradient=half", "lambda_coord=0.5"}, "in v3 only the coordinates are squares"},
};

// Mistakes that these inputs do not show, and why.
const std::set<std::string> silent{
    "reduction=per-image",        // the same gradient as the sum
    "gradient=half",              // the CIOU loss has no square
    "positives=above-else-best",  // where any anchor is above the threshold, the best one is
    "box_space=pixel",            // yolov4's image is square: pixels are a multiple of fractions, and the CIOU does not change
    "truths-reversed",            // no default rule depends on the order of truths
    "ignore=prior",
    "ignore=off",
    "ignore_thresh=0.6",
    "ignore_thresh=0.7",  // too few overlaps between these thresholds
};

bool are_twins(const std::vector<Finding>& named) {
  return std::any_of(std::begin(twins), std::end(twins), [&](const Twins& t) {
    return std::all_of(named.begin(), named.end(), [&](const Finding& f) { return f.ids.size() == 1 && t.ids.count(f.ids[0]); });
  });
}

struct Rate {
  int unique = 0, shared = 0;
};

void plant_one(const std::string& id, std::vector<Scene>& scenes, const Predictions& predictions, Rate& rate) {
  // Plant the mistake and look for it.
  for (Scene& scene : scenes) plant(scene, predictions.field(scene, id));
  const Diagnosis d = diagnose(scenes, [&](const Scene& scene) { return predictions.of(scene); });
  INFO(id);
  if (d.failing == 0) {
    CHECK(silent.count(id));
    return;
  }

  // See that it is named, and alone.
  const std::vector<Finding> named(d.best.begin(), d.best.begin() + static_cast<std::ptrdiff_t>(d.named));
  CHECK(std::any_of(named.begin(), named.end(), [&](const Finding& f) { return f.is(id); }));
  ++(named.size() == 1 || are_twins(named) ? rate.unique : rate.shared);
  if (named.size() == 1) return;
  std::cout << "  " << id << " is not told from";
  for (const Finding& f : named) std::cout << (f.is(id) ? "" : " " + f.ids[0]);
  std::cout << "\n";
}

}  // namespace

TEST_CASE("every planted mistake is named, and 95 of 100 alone") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    auto scenes = evidence(family, profile);
    const Predictions predictions(scenes);
    Rate rate;
    for (const std::string& id : predictions.ids()) plant_one(id, scenes, predictions, rate);
    std::cout << name_of(family) << ": " << rate.unique << " of " << rate.unique + rate.shared << " mistakes are named alone\n";
    CHECK(rate.unique + rate.shared > 100);
    CHECK(rate.unique * 100 >= 95 * (rate.unique + rate.shared));
  }
}

}  // namespace yologold::test
