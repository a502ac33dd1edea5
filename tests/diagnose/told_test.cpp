#include <algorithm>

#include "diagnose/probe.hpp"
#include "diagnose/rejection.hpp"
#include "judge/profile.hpp"
#include "support/catch.hpp"

namespace yologold::test {
namespace {

Inputs inputs_of(const ProbeCase& one) {
  const Suite suite = parse_suite(probe_suite({one}), "probe");
  return one.inputs ? *one.inputs : make_inputs(suite, suite.cases[0], "");
}

// Whether the judge rejects a backend with this mistake in some case.
bool rejected(const Probe& probe, const std::string& id, const Profile& profile) {
  return std::any_of(probe.cases.begin(), probe.cases.end(), [&](const ProbeCase& one) {
    const Inputs inputs = inputs_of(one);
    Scene scene;
    scene.setting = setting_of(inputs);
    scene.profile = &profile;
    scene.golden = compute_bounded(scene.setting, nullptr).value();
    scene.actual = dense(scene.golden);
    scene.stored.assign(scene.actual.size(), TensorType::f32);
    for (const Hypothesis& h : hypotheses(scene))
      if (h.id == id)
        if (const auto written = predict(scene, h)) return Rejection(inputs, profile).of(sparse(*written));
    return false;
  });
}

}  // namespace

TEST_CASE("the judge rejects every mistake that a probe tells from none, and accepts none where its golden stands") {
  const Profile profile = load_profile("cuda-fp32");
  for (const char* variant : {"yolov2", "yolov4"}) {
    ProbeRequest request;
    request.name = request.variant = variant;
    request.profile = &profile;
    const Probe probe = find_probe(request);
    std::size_t equal = 0;
    for (std::size_t i = 1; i < probe.hypotheses.size(); ++i) {
      const bool told = std::none_of(probe.untold.begin(), probe.untold.end(), [&](const auto& pair) { return pair.first == 0 && pair.second == i; });
      equal += !told;
      INFO(variant << " " << probe.hypotheses[i]);
      CHECK(rejected(probe, probe.hypotheses[i], profile) == told);
    }
    CHECK(equal < 12);
    for (const ProbeCase& one : probe.cases) {
      const Inputs inputs = inputs_of(one);
      CHECK_FALSE(Rejection(inputs, profile).of(compute_bounded(setting_of(inputs), nullptr).value()));
    }
  }
}

}  // namespace yologold::test
