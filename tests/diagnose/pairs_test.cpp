#include <algorithm>

#include "diagnose/render.hpp"
#include "evidence.hpp"
#include "support/catch.hpp"

namespace yologold::test {
namespace {

const Hypothesis& find(const std::vector<Hypothesis>& list, const std::string& id) {
  return *std::find_if(list.begin(), list.end(), [&](const Hypothesis& h) { return h.id == id; });
}

struct Planted {
  Family family;
  const char *one, *other;
};

}  // namespace

TEST_CASE("two mistakes at once are named together, and never as one") {
  const Profile profile = load_profile("fp32");
  for (const Planted& planted :
       {Planted{Family::v1, "no-slope-objectness", "lambda_coord=1"}, Planted{Family::v2, "gradient=half", "iou_target=differentiated"},
        Planted{Family::v3, "sign", "coordinate_scale=off"}, Planted{Family::v4, "alpha=differentiated", "written-wh-swapped"}}) {
    // Plant both.
    Scene scene = evidence(planted.family, profile)[0];
    const auto list = hypotheses(scene);
    const auto field = predict(scene, find(list, planted.one), &find(list, planted.other));
    REQUIRE(field);
    plant(scene, *field);

    // See that both are said.
    const Diagnosis d = diagnose({&scene, 1});
    INFO(planted.one << " and " << planted.other << ": " << cause_text(d));
    REQUIRE(d.named > 0);
    const auto both = [&](const Finding& f) {
      return f.ids.size() == 2 && std::count(f.ids.begin(), f.ids.end(), planted.one) && std::count(f.ids.begin(), f.ids.end(), planted.other);
    };
    CHECK(std::any_of(d.best.begin(), d.best.begin() + static_cast<std::ptrdiff_t>(d.named), both));
    CHECK(d.best[0].ids.size() == 2);
  }
}

}  // namespace yologold::test
