#include "evidence.hpp"

#include <algorithm>

#include "diagnose/render.hpp"
#include "diagnose/rounding.hpp"
#include "predictions.hpp"
#include "spoil.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

// The losses of the golden as what the backend gave.
void give_losses(Scene& scene) {
  const auto terms = compute_bounded(scene.setting, nullptr).value().terms;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const double values[] = {terms[i].coord, terms[i].obj, terms[i].noobj, terms[i].classes};
    for (std::size_t t = 0; t < 4; ++t) scene.losses.push_back({Kind::terms, i * 4 + t, values[t], values[t], 1e-6, TensorType::f32, {}});
  }
}

}  // namespace

TEST_CASE("losses that agree tell a wrong gradient from a wrong loss") {
  const Profile profile = load_profile("fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  give_losses(scene);
  spoil_planes(scene, [](double g, const HeadShape& s, const Plane&, std::int64_t) { return g / static_cast<double>(s.n); });
  Diagnosis d = diagnose({&scene, 1});
  CHECK(d.wrong_losses == 0);
  CHECK(names(d, "over-images"));
  CHECK_FALSE(names(d, "reduction=mean-batch"));

  spoil_planes(scene, [](double g, const HeadShape&, const Plane& p, std::int64_t) { return p.channel > 4 ? 0.5 * g : g; });
  d = diagnose({&scene, 1});
  INFO(cause_text(d));
  CHECK(names(d, "lambda_class=0.5"));
  CHECK(cause_text(d).find("in the gradient only (the reported losses agree): ") == 0);

  for (GivenLoss& loss : scene.losses)
    if (loss.place % 4 == 3) loss.actual *= 0.5;
  CHECK(cause_text(diagnose({&scene, 1})).find("in the gradient only") == std::string::npos);
}

TEST_CASE("a class that is never written is named, and its place") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  spoil_planes(scene, [](double g, const HeadShape&, const Plane& p, std::int64_t) { return p.channel == 7 ? 0 : g; });
  const Diagnosis d = diagnose({&scene, 1});
  CHECK(names(d, "channels-lost"));
  CHECK(cause_text(d).find("channel class 2 is never written") == 0);
  CHECK(d.where == "all failing elements: channel class 2");
  CHECK(diagnosis_json(d)["where"] == d.where);
}

TEST_CASE("a mistake of few elements is seen behind one of many") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  const auto list = hypotheses(scene);
  const auto find = [&](const char* id) { return std::find_if(list.begin(), list.end(), [id](const Hypothesis& h) { return h.id == id; }); };
  plant(scene, predict(scene, *find("reduction=mean-batch"), &*find("class+1-dropped")).value());
  const Diagnosis d = diagnose({&scene, 1});
  INFO(diagnosis_text(d));
  CHECK(d.failing_kinds[0] + d.failing_kinds[1] + d.failing_kinds[2] == d.failing);
  REQUIRE(d.named > 0);
  CHECK(std::count(d.best[0].ids.begin(), d.best[0].ids.end(), "class+1-dropped") == 1);
  CHECK(d.best[0].ids.size() == 2);
}

TEST_CASE("a number read off one element is no evidence") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v2, profile)[0];
  bool changed = false;
  spoil_planes(scene, [&changed](double g, const HeadShape&, const Plane& p, std::int64_t) {
    if (changed || p.channel != 6 || g == 0) return g;
    changed = true;
    return 1.375 * g;
  });
  const Diagnosis d = diagnose({&scene, 1});
  INFO(diagnosis_text(d));
  CHECK(d.failing == 1);
  for (const Finding& f : named(d)) CHECK_FALSE(f.fitted);
}

TEST_CASE("a rounding that the stored type brings is no mistake") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  spoil_planes(scene, [](double g, const HeadShape&, const Plane&, std::int64_t) { return round_to_bits(g, fp16_bits); });
  CHECK(names(diagnose({&scene, 1}), "bits-11"));
  for (TensorType& type : scene.stored) type = TensorType::f16;
  const Diagnosis d = diagnose({&scene, 1});
  CHECK_FALSE(names(d, "bits-11"));
  CHECK_FALSE(names(d, "bits-fitted"));
}

TEST_CASE("one image that is lost is said by its number") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v4, profile)[0];
  spoil_planes(scene, [](double g, const HeadShape&, const Plane& p, std::int64_t) { return p.image == 1 ? 0 : g; });
  CHECK(diagnose({&scene, 1}).where == "all failing elements: image 1");
  spoil_planes(scene, [](double g, const HeadShape& s, const Plane& p, std::int64_t i) {
    return p.channel == 4 && ((p.image * s.a + p.anchor) * s.h * s.w + i) % 7 == 3 ? 0 : g;
  });
  CHECK(diagnose({&scene, 1}).where.find("= 3 mod 7 in [N, A, H, W]") != std::string::npos);
}

}  // namespace yologold::test
