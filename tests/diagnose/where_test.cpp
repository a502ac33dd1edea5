#include <fmt/format.h>

#include <array>
#include <set>

#include "diagnose/diagnose.hpp"
#include "spoil.hpp"
#include "support/catch.hpp"

namespace yologold::test {
namespace {

std::int64_t index_of(const HeadShape& s, const Plane& p, std::int64_t cell) { return (p.image * s.a + p.anchor) * s.h * s.w + cell; }

std::string where_of(const Scene& scene) { return diagnose({&scene, 1}).where; }

}  // namespace

TEST_CASE("the place of what fails is said where something speaks for it, and only there") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  const auto spoil = [&](auto hit) {
    spoil_planes(scene, [&](double g, const HeadShape& s, const Plane& p, std::int64_t i) { return hit(s, p, i) ? 1.75 * g : g; });
    return where_of(scene);
  };

  // Channels, images, anchors.
  CHECK(spoil([](const HeadShape&, const Plane& p, std::int64_t) { return p.channel == 4; }) == "all failing elements: objectness");
  CHECK(spoil([](const HeadShape&, const Plane& p, std::int64_t) { return p.channel < 4; }) == "all failing elements: box channels");
  CHECK(spoil([](const HeadShape&, const Plane& p, std::int64_t) { return p.channel > 4; }) == "all failing elements: class channels");
  CHECK(spoil([](const HeadShape&, const Plane& p, std::int64_t) { return p.anchor == 2; }) == "all failing elements: anchor 2");
  CHECK(spoil([](const HeadShape&, const Plane& p, std::int64_t) { return p.channel == 4 && p.image == 2; }) == "all failing elements: objectness, image 2");
  CHECK(spoil([](const HeadShape& s, const Plane&, std::int64_t) { return s.w == 4; }) == "all failing elements: head 1");

  // All of it, and what is strewn.
  CHECK(spoil([](const HeadShape&, const Plane&, std::int64_t) { return true; }).empty());
  CHECK(spoil([](const HeadShape& s, const Plane& p, std::int64_t i) { return index_of(s, p, i) * 7919 % 101 < 40; }).empty());
  CHECK(spoil([](const HeadShape& s, const Plane& p, std::int64_t i) { return p.channel == 4 && index_of(s, p, i) * 7919 % 101 < 20; }).empty());
  CHECK(spoil([](const HeadShape& s, const Plane& p, std::int64_t i) { return p.channel == 4 && s.w == 4 && index_of(s, p, i) < 2; }).empty());
}

TEST_CASE("the end of planes is said as it is") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  const auto lose = [](std::int64_t width) {
    return [width](double g, const HeadShape& s, const Plane&, std::int64_t i) { return i >= s.h * s.w - s.h * s.w % width ? 0 : g; };
  };
  spoil_planes(scene, lose(4));
  CHECK(where_of(scene) == "all failing elements: what is no whole vector of 4 at the end of every plane");
  spoil_planes(scene, lose(8));
  CHECK(where_of(scene) == "all failing elements: what is no whole vector of 8 at the end of every plane");
  Scene single = evidence(Family::v2, profile)[0];
  spoil_planes(single, lose(8));
  CHECK(where_of(single) == "all failing elements: the last 4 of every plane");
}

TEST_CASE("gradients in empty slots are counted, and those in taken ones are not") {
  // Count the slots in which the golden has neither box nor classes.
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  std::size_t slots = 0;
  std::set<std::pair<std::size_t, std::int64_t>> taken;
  const Field golden = dense(scene.golden);
  for (std::size_t k = 0; k < golden.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    slots += static_cast<std::size_t>(s.slots());
    for (const Plane& p : planes_of(s))
      for (std::int64_t i = 0; i < s.h * s.w; ++i)
        if (p.channel != 4 && golden[k][p.begin + static_cast<std::size_t>(i)] != 0) taken.insert({k, index_of(s, p, i)});
  }

  // Spoil the classes of all slots.
  spoil_planes(scene, [](double g, const HeadShape&, const Plane& p, std::int64_t) { return p.channel > 4 ? g + 0.25 : g; });
  const std::size_t empty = slots - taken.size();
  REQUIRE(taken.size() > 3);
  CHECK(where_of(scene) == fmt::format("class gradients stand in {} of {} empty slots: uninitialised or not cleared?", empty, empty));

  // Few of them speak for something else.
  spoil_planes(scene, [](double g, const HeadShape& s, const Plane& p, std::int64_t i) { return p.channel == 6 && index_of(s, p, i) < 4 ? g + 0.25 : g; });
  CHECK(where_of(scene).find("empty slots") == std::string::npos);
}

TEST_CASE("of several cases a place is said where it is one") {
  const Profile profile = load_profile("cuda-fp32");
  auto all = evidence(Family::v3, profile);
  std::array<Scene, 2> two{std::move(all[0]), std::move(all[1])};
  const auto lose = [](std::int64_t image) { return [image](double g, const HeadShape&, const Plane& p, std::int64_t) { return p.image == image ? 0 : g; }; };
  spoil_planes(two[0], lose(1)), spoil_planes(two[1], lose(1));
  CHECK(diagnose(two).where == "all failing elements: image 1");
  spoil_planes(two[1], lose(2));
  CHECK(diagnose(two).where.empty());
  spoil_planes(two[1], [](double g, const HeadShape&, const Plane&, std::int64_t) { return g; });
  CHECK(diagnose(two).where == "all failing elements: image 1");
}

}  // namespace yologold::test
