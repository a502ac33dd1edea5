#include <algorithm>
#include <stdexcept>

#include "diagnose/bare_slopes.hpp"
#include "diagnose/render.hpp"
#include "evidence.hpp"
#include "predictions.hpp"
#include "support/catch.hpp"

namespace yologold::test {
namespace {

// 1.8 million elements, of which 1 in 85 is an objectness, and all but a few of the others are 0.
Scene large_scene(const Profile& profile) {
  const Suite suite = parse_suite(Json::parse(R"({"format": "yologold-suite/1", "name": "large", "seed": 5, "cases": [{"id": "large", "variant": "yolov3",
      "heads": {"n": 2, "classes": 80, "grids": [[13, 13], [26, 26], [52, 52]]}, "fill": "trained", "truths": {"kind": "mixed", "count": [6, 9]}}]})"),
                                  "large");
  Scene scene;
  scene.id = "large";
  scene.profile = &profile;
  scene.setting = setting_of(make_inputs(suite, suite.cases[0], ""));
  scene.setting.slopes = std::make_shared<const BareSlopes>(scene.setting, *profile.numeric);
  scene.golden = compute_bounded(scene.setting, profile.numeric.get()).value();
  scene.golden.settle();
  plant(scene, dense(scene.golden));
  return scene;
}

std::size_t count_listed(const Prediction& prediction) {
  std::size_t count = 0;
  for (std::size_t k = 0; k < prediction.sizes.size(); ++k) count += prediction.count(k);
  return count;
}

}  // namespace

TEST_CASE("a mistake costs what it touches, not the size of the heads") {
  const Profile profile = load_profile("cuda-fp32");
  const Scene scene = large_scene(profile);
  const std::size_t elements = 2 * 255 * (13 * 13 + 26 * 26 + 52 * 52);
  for (const Hypothesis& h : hypotheses(scene)) {
    const auto prediction = predict_bounded(scene, h);
    INFO(h.id);
    if (prediction && h.id != "logits-copied") CHECK(count_listed(*prediction) < elements / 50);
  }
}

TEST_CASE("mistakes in a large case are named, alone and in pairs") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = large_scene(profile);
  const auto list = hypotheses(scene);
  const auto find = [&](const char* id) -> const Hypothesis& {
    return *std::find_if(list.begin(), list.end(), [&](const Hypothesis& h) { return h.id == id; });
  };
  for (const char* id : {"class-sign", "lambda_noobj=0.5", "truths-without-last", "written-transposed"}) {
    plant(scene, predict(scene, find(id)).value());
    const Diagnosis d = diagnose({&scene, 1});
    INFO(id << ": " << cause_text(d));
    CHECK(d.elements > 1'000'000);
    CHECK(names(d, id));
    CHECK(d.best[0].score.gained == d.failing);
  }
  plant(scene, predict(scene, find("sign"), &find("lambda_noobj=0.5")).value());
  const Diagnosis d = diagnose({&scene, 1});
  INFO(cause_text(d));
  REQUIRE(d.named > 0);
  CHECK(d.best[0].ids == std::vector<std::string>{"sign", "lambda_noobj=0.5"});
}

TEST_CASE("known slopes give the same bounds, bit for bit, under every factor") {
  const Profile profile = load_profile("cuda-fp32");
  const Scene scene = large_scene(profile);
  for (const auto& change : std::vector<void (*)(Variant&)>{[](Variant& v) { v.lambda_noobj = 0.3; }, [](Variant& v) { v.gradient = Gradient::darknet_delta; },
                                                            [](Variant& v) { v.reduction = Reduction::mean_batch; }}) {
    Setting with = scene.setting, without = scene.setting;
    change(with.variant), change(without.variant);
    without.slopes = nullptr;
    auto one = compute_bounded(with, profile.numeric.get()).value(), other = compute_bounded(without, profile.numeric.get()).value();
    one.settle(), other.settle();
    for (std::size_t k = 0; k < one.heads.size(); ++k)
      CHECK(std::equal(one.heads[k].begin(), one.heads[k].end(), other.heads[k].begin(), other.heads[k].end(),
                       [](const Element& a, const Element& b) { return a.at == b.at && a.value == b.value && a.slack == b.slack; }));
  }
}

TEST_CASE("a search tells how far it is, and ends where that throws") {
  const Profile profile = load_profile("fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  Field field = dense(scene.golden);
  for (auto& head : field)
    for (std::size_t i = 0; i < head.size(); ++i)
      if (head[i] != 0) head[i] += 0.01 * static_cast<double>(i % 7) - 0.03;
  plant(scene, field);
  std::vector<std::string> steps;
  diagnose({&scene, 1}, hypotheses, [&](const std::string& step) { steps.push_back(step); });
  const auto told = [&](const char* what) {
    return std::any_of(steps.begin(), steps.end(), [&](const std::string& s) { return s.find(what) != std::string::npos; });
  };
  CHECK(told(" known mistakes"));
  CHECK(told(" pairs of known mistakes"));
  int calls = 0;
  const auto stop = [&](const std::string&) {
    if (++calls == 3) throw std::runtime_error("stop");
  };
  CHECK_THROWS_WITH(diagnose({&scene, 1}, hypotheses, stop), "stop");
  CHECK(calls == 3);
}

}  // namespace yologold::test
