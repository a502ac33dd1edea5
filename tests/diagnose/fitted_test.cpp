#include <cmath>

#include "diagnose/render.hpp"
#include "diagnose/rounding.hpp"
#include "evidence.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

// Changes every value of the golden and makes it the actual: change(value, place in the memory of the head, row, column, cells, elements).
template <class Change>
void spoil(Scene& scene, Change change) {
  Field field = dense(scene.golden);
  for (std::size_t k = 0; k < field.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    const auto place = places(scene.setting.layout, s);
    for (std::size_t i = 0; i < field[k].size(); ++i) field[k][i] = change(field[k][i], place[i], i, s);
  }
  plant(scene, field);
}

}  // namespace

TEST_CASE("a mistake with a number is named, and the number is found") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    Scene scene = evidence(family, profile)[1];
    INFO(name_of(family));
    const auto cause = [&] {
      const Diagnosis d = diagnose({&scene, 1});
      INFO(cause_text(d));
      REQUIRE(d.named > 0);
      return d;
    };

    spoil(scene, [](double g, std::size_t, std::size_t, const HeadShape&) { return g * 0.375; });
    CHECK(cause().named == 1);
    CHECK(cause_text(cause()).find("0.375") != std::string::npos);
    CHECK(cause().best[0].is("scaled"));

    for (const int bits : {6, 9, 13}) {
      spoil(scene, [bits](double g, std::size_t, std::size_t, const HeadShape&) { return round_to_bits(g, bits); });
      CHECK(cause().best[0].is("bits-fitted"));
      CHECK(cause_text(cause()).find("rounded to " + std::to_string(bits) + " bits") != std::string::npos);
      spoil(scene, [bits](double g, std::size_t, std::size_t, const HeadShape&) { return cut_to_bits(g, bits); });
      CHECK(cause().best[0].is("bits-fitted-cut"));
    }

    spoil(scene, [](double g, std::size_t, std::size_t i, const HeadShape& s) { return static_cast<std::int64_t>(i) % s.w == s.w - 1 ? 0 : g; });
    CHECK(cause().best[0].is("row-ends-lost"));

    spoil(scene, [](double g, std::size_t, std::size_t i, const HeadShape& s) { return static_cast<std::int64_t>(i) % (s.h * s.w) > s.h * s.w - 3 ? 0 : g; });
    CHECK(cause().best[0].is("plane-ends-lost"));

    spoil(scene, [](double g, std::size_t place, std::size_t, const HeadShape& s) { return static_cast<std::int64_t>(place) > s.elements() * 3 / 4 ? 0 : g; });
    CHECK(cause().best[0].is("tail-lost"));
  }
}

TEST_CASE("a correct evaluation in f32 has no cause") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families)
    for (Scene& scene : evidence(family, profile)) {
      INFO(name_of(family) << " " << scene.id);
      plant(scene, compute_f32(scene.setting));
      const Diagnosis d = diagnose({&scene, 1});
      CHECK(d.failing == 0);
      CHECK(d.named == 0);
      CHECK(cause_text(d).empty());
    }
}

TEST_CASE("what no hypothesis predicts is not named") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    Scene scene = evidence(family, profile)[0];
    spoil(scene, [](double g, std::size_t place, std::size_t, const HeadShape&) { return g + 0.01 * std::sin(static_cast<double>(place)); });
    const Diagnosis d = diagnose({&scene, 1});
    INFO(name_of(family) << " " << cause_text(d));
    CHECK(d.failing > 0);
    CHECK(d.named == 0);
    CHECK(cause_text(d).find("no single known cause") == 0);
  }
}

}  // namespace yologold::test
