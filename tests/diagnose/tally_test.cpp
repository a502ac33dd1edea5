#include "diagnose/tally.hpp"

#include <array>

#include "predictions.hpp"
#include "spoil.hpp"
#include "support/catch.hpp"

namespace yologold::test {
namespace {

Hypothesis fitted(const std::string& number) {
  return {.id = "scaled", .sentence = "times " + number, .look = "", .group = "lost", .fitted = true, .number = number};
}

Hypothesis plain(const std::string& id) { return {.id = id, .sentence = id, .look = "", .group = id}; }

}  // namespace

TEST_CASE("a fitted number adds up over cases only where it is the same") {
  Tally tally;
  tally.add(fitted("0.3"), nullptr, {.gained = 4});
  tally.add(fitted("0.7"), nullptr, {.gained = 6});
  tally.add(fitted("0.3"), nullptr, {.gained = 5, .broken = 1});
  const auto found = tally.sorted();
  REQUIRE(found.size() == 2);
  CHECK(found[0].sentences[0] == "times 0.3");
  CHECK(found[0].score.gained == 9);
  CHECK(found[0].score.broken == 1);
  CHECK(found[1].score.gained == 6);
}

TEST_CASE("what a tally leaves out, and its order") {
  // Two elements are no evidence of a number or of a second mistake; they are of one mistake.
  Tally tally;
  tally.add(fitted("2"), nullptr, {.gained = 2});
  const Hypothesis one = plain("one"), two = plain("two"), three = plain("three"), four = plain("four");
  tally.add(one, &two, {.gained = 2});
  tally.add(one, nullptr, {.gained = 2});
  REQUIRE(tally.sorted().size() == 1);
  CHECK(tally.sorted()[0].is("one"));

  // Of equal ones, the one that fits the losses, before the one that does not; a fitted number last.
  tally.add(fitted("3"), nullptr, {.gained = 9});
  tally.add(three, nullptr, {.gained = 9, .losses = 1});
  tally.add(two, nullptr, {.gained = 10, .broken = 1});
  tally.add(one, &four, {.gained = 11});
  const auto order = tally.sorted();
  REQUIRE(order.size() == 5);
  CHECK(order[0].ids.size() == 2);
  CHECK(order[1].is("two"));
  CHECK(order[2].is("three"));
  CHECK(order[3].fitted);
  CHECK(order[4].is("one"));

  // What is dropped in one case is no cause of all.
  tally.drop(one, &four);
  CHECK(tally.sorted()[0].is("two"));
}

TEST_CASE("two cases with factors of their own have no factor in common") {
  const Profile profile = load_profile("cuda-fp32");
  auto all = evidence(Family::v3, profile);
  std::array<Scene, 2> two{std::move(all[0]), std::move(all[1])};
  const auto times = [](double factor) { return [factor](double g, const HeadShape&, const Plane&, std::int64_t) { return factor * g; }; };
  spoil_planes(two[0], times(0.3)), spoil_planes(two[1], times(0.3));
  CHECK(names(diagnose(two), "scaled"));
  spoil_planes(two[1], times(0.7));
  CHECK_FALSE(names(diagnose(two), "scaled"));
}

}  // namespace yologold::test
