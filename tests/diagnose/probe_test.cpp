#include "diagnose/probe.hpp"

#include <algorithm>
#include <iostream>

#include "diagnose/examiner.hpp"
#include "judge/profile.hpp"
#include "predictions.hpp"
#include "suite/inputs.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

std::vector<Scene> scenes_of(const Probe& probe, const Profile& profile) {
  std::vector<Scene> scenes;
  for (const ProbeCase& one : probe.cases) {
    const Suite suite = parse_suite(probe_suite({one}), "probe");
    const Inputs inputs = one.inputs ? *one.inputs : make_inputs(suite, suite.cases[0], "");
    Scene scene{suite.cases[0].id, setting_of(inputs), {}, {}, {}, &profile};
    scene.golden = compute_bounded(scene.setting, nullptr).value();
    scene.actual = dense(scene.golden);
    scene.stored.assign(scene.actual.size(), TensorType::f32);
    scenes.push_back(std::move(scene));
  }
  return scenes;
}

bool untold(const Probe& probe, const std::string& a, const std::string& b) {
  return std::any_of(probe.untold.begin(), probe.untold.end(), [&](const auto& pair) {
    const std::string &i = probe.hypotheses[pair.first], &j = probe.hypotheses[pair.second];
    return (i == a && j == b) || (i == b && j == a);
  });
}

}  // namespace

TEST_CASE("a probe tells almost all pairs apart, and a mistake planted in it is named with no other but those it says are equal") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    // Choose the inputs.
    ProbeRequest request;
    request.name = request.variant = "yolo" + std::string(name_of(family));
    request.profile = &profile;
    const Probe probe = find_probe(request);
    std::cout << request.name << ": " << probe.cases.size() << " cases of " << probe.tried << " inputs tell " << probe.pairs() - probe.untold.size() << " of "
              << probe.pairs() << " pairs of " << probe.hypotheses.size() << " hypotheses apart\n";
    CHECK(probe.cases.size() <= 12);
    CHECK(probe.hypotheses.size() > 100);
    CHECK(probe.untold.size() * 100 < probe.pairs());

    // See that the inputs are neither square nor in general position.
    for (const char* id : {"box_space=pixel", "size_space=pixel", "subgradient=first", "gate_thresh>=", "iou_thresh>=", "ignore_thresh>="})
      if (std::count(probe.hypotheses.begin(), probe.hypotheses.end(), id) > 0) CHECK_FALSE(untold(probe, "no-mistake", id));

    // Plant some of the mistakes.
    auto scenes = scenes_of(probe, profile);
    const Predictions predictions(scenes);
    for (std::size_t i = 1; i < probe.hypotheses.size(); i += 5) {
      const std::string& id = probe.hypotheses[i];
      const Diagnosis d = predictions.plant_and_diagnose(id, scenes);
      INFO(request.name << " " << id);
      CHECK((d.failing == 0) == untold(probe, "no-mistake", id));
      if (d.failing > 0) CHECK(names(d, id));
      for (const Finding& f : named(d)) CHECK((f.is(id) || untold(probe, f.ids[0], id)));
    }
  }
}

}  // namespace yologold::test
