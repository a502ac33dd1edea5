#include <algorithm>

#include "diagnose/render.hpp"
#include "diagnose/search.hpp"
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
  for (const Planted& planted : {Planted{Family::v1, "no-slope-objectness", "lambda_coord=1"},
                                 Planted{Family::v2, "gradient=half", "iou_target=differentiated"}, Planted{Family::v3, "sign", "coordinate_scale=off"},
                                 Planted{Family::v4, "alpha=differentiated", "written-wh-swapped"}, Planted{Family::v3, "sign", "written-as-nhwc"}}) {
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

TEST_CASE("a pair that is given up early is none that explains as much as one that is named") {
  const Profile profile = load_profile("cuda-fp32");
  Scene scene = evidence(Family::v3, profile)[0];
  const auto list = hypotheses(scene);
  plant(scene, predict(scene, find(list, "sign"), &find(list, "coordinate_scale=off")).value());
  Subject subject{scene, Examiner(scene), hypotheses(scene)};
  const std::vector<std::string> starting{"sign", "times-half", "lambda_coord=2", "bits-8", "all-transposed", "logits-8-bits"};
  Tally singles, whole, early;
  const auto watch = [](const std::string&) {};
  subject.longest = try_singles(subject, singles, watch);
  try_pairs(subject, starting, subject.examiner.failing(), whole, watch);
  try_pairs(subject, starting, subject.examiner.failing() / 50, early, watch);

  // See that the same stand at the top, with the same scores, and that others were given up.
  const auto all = whole.sorted(), some = early.sorted();
  CHECK(some.size() < all.size() / 2);
  REQUIRE_FALSE(some.empty());
  for (std::size_t i = 0; i < all.size() && all[i].score.net() * 50 >= subject.examiner.failing() * 49; ++i) {
    REQUIRE(i < some.size());
    CHECK(some[i].ids == all[i].ids);
    CHECK(some[i].score.gained == all[i].score.gained);
    CHECK(some[i].score.broken == all[i].score.broken);
  }
}

TEST_CASE("no two mistakes are tried where more fails than both could write") {
  const Profile profile = load_profile("cuda-fp32");
  for (const bool dense_garbage : {false, true}) {
    // Spoil what the golden has, or everything.
    Scene scene = evidence(Family::v3, profile)[0];
    Field field = dense(scene.golden);
    for (auto& head : field)
      for (std::size_t i = 0; i < head.size(); ++i)
        if (dense_garbage || head[i] != 0) head[i] += 0.01 * static_cast<double>(i % 7) + 0.013;
    plant(scene, field);
    Subject subject{scene, Examiner(scene), hypotheses(scene)};
    Tally singles, pairs;
    bool tried = false;
    const auto watch = [](const std::string&) {};
    subject.longest = try_singles(subject, singles, watch);
    try_pairs(subject, {"sign", "times-half", "lambda_coord=2"}, subject.examiner.failing() / 50, pairs, [&](const std::string&) { tried = true; });

    // The whole search finds nothing there either.
    CHECK(tried == !dense_garbage);
    CHECK(pairs.sorted().empty());
    CHECK(subject.longest > 0);
    try_pairs(subject, {"sign", "times-half", "lambda_coord=2"}, subject.examiner.failing(), pairs, watch);
    for (const Finding& f : pairs.sorted()) CHECK(f.score.gained * 50 < subject.examiner.failing() * 49);
  }
}

}  // namespace yologold::test
