#include "diagnose/render.hpp"
#include "evidence.hpp"
#include "predictions.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

// The objectness plane of one anchor, in every image of the first head, from `from(cells, i)` of the same plane; -1: 0.
template <class From>
void move(Scene& scene, std::int64_t anchor, From from) {
  const Field golden = dense(scene.golden);
  Field field = golden;
  const HeadShape& s = scene.setting.shapes[0];
  const std::ptrdiff_t cells = s.h * s.w;
  for (const Plane& p : planes_of(s))
    for (std::ptrdiff_t i = 0; p.anchor == anchor && p.channel == 4 && i < cells; ++i) {
      const std::ptrdiff_t source = from(cells, i);
      const bool none = source < 0 || source >= cells;
      field[0][p.begin + static_cast<std::size_t>(i)] = none ? 0 : golden[0][p.begin + static_cast<std::size_t>(source)];
    }
  plant(scene, field);
}

}  // namespace

TEST_CASE("one plane that is shifted, or holds another's values, is named with its address") {
  for (const char* name : {"fp32", "cuda-fp32"}) {
    const Profile profile = load_profile(name);
    for (const Family family : families) {
      INFO(name << " " << name_of(family));
      Scene scene = evidence(family, profile)[0];

      move(scene, 1, [](std::ptrdiff_t, std::ptrdiff_t i) { return i - 3; });
      Diagnosis d = diagnose({&scene, 1});
      CHECK(names(d, "plane-shifted"));
      CHECK(cause_text(d).find("head 0, anchor 1, channel obj is written 3 elements too far") != std::string::npos);

      move(scene, 0, [](std::ptrdiff_t, std::ptrdiff_t i) { return i + 1; });
      CHECK(cause_text(diagnose({&scene, 1})).find("head 0, anchor 0, channel obj is written 1 elements too early") != std::string::npos);

      const HeadShape& s = scene.setting.shapes[0];
      const Field golden = dense(scene.golden);
      Field field = golden;
      for (const Plane& p : planes_of(s))
        for (std::size_t i = 0; p.anchor == 1 && p.channel == 4 && i < static_cast<std::size_t>(s.h * s.w); ++i)
          field[0][p.begin + i] = golden[0][p.begin + i - static_cast<std::size_t>((s.shared_classes ? 5 : 5 + s.c) * s.h * s.w)];
      plant(scene, field);
      d = diagnose({&scene, 1});
      INFO(cause_text(d));
      CHECK(names(d, "plane-of-another"));
    }
  }
}

TEST_CASE("a weight of the no-object term is read off") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    Scene scene = evidence(family, profile)[0];
    Setting wrong = scene.setting;
    wrong.variant.lambda_noobj *= 0.37;
    plant(scene, compute(wrong).value());
    const Diagnosis d = diagnose({&scene, 1});
    INFO(name_of(family) << " " << cause_text(d));
    CHECK(names(d, "scaled-noobj"));
    CHECK(cause_text(d).find("0.37") != std::string::npos);
  }
}

}  // namespace yologold::test
