#include <algorithm>
#include <cmath>
#include <functional>

#include "diagnose/render.hpp"
#include "evidence.hpp"
#include "predictions.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

double plain_sigma(double t) { return 1 / (1 + std::exp(-t)); }

/// A slot that one truth of weight 1 takes, and what stands there.
struct Taken {
  const Scene& scene;
  const Pair& pair;
  const Truth& truth;
  const Field& field;  ///< a prediction

  const HeadShape& shape() const { return scene.setting.shapes[static_cast<std::size_t>(pair.head)]; }
  double width() const { return static_cast<double>(shape().w); }
  double at(const Field& from, std::int64_t channel) const {
    for (const Plane& p : planes_of(shape()))
      if (p.image == pair.image && p.channel == channel && p.anchor == (shape().shared_classes && channel > 4 ? 0 : pair.anchor))
        return from[static_cast<std::size_t>(pair.head)][p.begin + static_cast<std::size_t>(pair.y * shape().w + pair.x)];
    FAIL("no such plane");
    return 0;
  }
  double t(std::int64_t channel) const { return at(*scene.setting.logits, channel); }
  double golden(std::int64_t channel) const { return at(dense(scene.golden), channel); }
  double y(std::int64_t channel) const { return truth.class_id == channel - 5 ? 1 : 0; }
  double softmax(std::int64_t channel) const {
    double sum = 0;
    for (std::int64_t c = 0; c < shape().c; ++c) sum += std::exp(t(5 + c));
    return std::exp(t(channel)) / sum;
  }
  double offset() const { return truth.cx * width() - static_cast<double>(pair.x); }
  double offset_y() const { return truth.cy * static_cast<double>(shape().h) - static_cast<double>(pair.y); }
  double size_factor() const { return 2 - truth.w * truth.h; }
};

/// What a mistake makes of a channel, or of every class.
struct Meaning {
  Family family;
  const char* id;
  std::int64_t channel;  ///< 5: every class
  std::function<double(const Taken&, std::int64_t channel)> want;
};

double squared(double p, double y) { return 2 * (p - y) * p * (1 - p); }

const Meaning meanings[] = {
    {Family::v3, "noobj-on-positives", 4, [](const Taken& s, std::int64_t k) { return 2 * plain_sigma(s.t(k)) - 1; }},
    {Family::v4, "noobj-on-positives", 4, [](const Taken& s, std::int64_t k) { return 2 * plain_sigma(s.t(k)) - 1; }},
    {Family::v3, "objectness-logistic-twice", 4, [](const Taken& s, std::int64_t k) { return plain_sigma(plain_sigma(s.t(k))) - 1; }},
    {Family::v4, "objectness-logistic-twice-chained", 4,
     [](const Taken& s, std::int64_t k) { return (plain_sigma(plain_sigma(s.t(k))) - 1) * plain_sigma(s.t(k)) * plain_sigma(-s.t(k)); }},
    {Family::v2, "classes-diagonal", 5, [](const Taken& s, std::int64_t k) { return squared(s.softmax(k), s.y(k)); }},
    {Family::v2, "classes-cross-entropy", 5, [](const Taken& s, std::int64_t k) { return s.softmax(k) - s.y(k); }},
    {Family::v2, "classes-logistic", 5, [](const Taken& s, std::int64_t k) { return squared(plain_sigma(s.t(k)), s.y(k)); }},
    {Family::v2, "classes-logistic-cross-entropy", 5, [](const Taken& s, std::int64_t k) { return plain_sigma(s.t(k)) - s.y(k); }},
    {Family::v3, "classes-softmax", 5, [](const Taken& s, std::int64_t k) { return s.softmax(k) - s.y(k); }},
    {Family::v4, "classes-squared", 5, [](const Taken& s, std::int64_t k) { return squared(plain_sigma(s.t(k)), s.y(k)); }},
    {Family::v3, "classes-logistic-twice", 5, [](const Taken& s, std::int64_t k) { return plain_sigma(plain_sigma(s.t(k))) - s.y(k); }},
    {Family::v3, "class+1-dropped", 5, [](const Taken& s, std::int64_t k) { return plain_sigma(s.t(k)) - s.y(k - 1); }},
    {Family::v2, "xy-logistic-twice", 0,
     [](const Taken& s, std::int64_t k) {
       const double x = plain_sigma(plain_sigma(s.t(k)));
       return 2 * s.size_factor() * (x - s.offset()) * x * (1 - x);
     }},
    {Family::v2, "offsets-swapped", 0,
     [](const Taken& s, std::int64_t k) {
       const double x = plain_sigma(s.t(k));
       return 2 * s.size_factor() * (x - s.offset_y()) * x * (1 - x);
     }},
    {Family::v2, "coordinate-scale-wh-only", 0, [](const Taken& s, std::int64_t k) { return s.golden(k) / s.size_factor(); }},
    {Family::v2, "coordinate-scale-xy-only", 3, [](const Taken& s, std::int64_t k) { return s.golden(k) / s.size_factor(); }},
    {Family::v3, "xy-after-logistic-no-slope", 0,
     [](const Taken& s, std::int64_t k) { return s.pair.gated ? 0 : 2 * s.size_factor() * (plain_sigma(s.t(k)) - s.offset()); }},
    {Family::v3, "xy-after-logistic", 0,
     [](const Taken& s, std::int64_t k) {
       const double x = plain_sigma(s.t(k));
       return s.pair.gated ? 0 : 2 * s.size_factor() * (x - s.offset()) * x * (1 - x);
     }},
    {Family::v4, "no-exp-slope", 2,
     [](const Taken& s, std::int64_t k) {
       const Variant& v = s.scene.setting.variant;
       const auto mask = v.masks[static_cast<std::size_t>(s.pair.head)];
       return s.golden(k) / (v.anchors[static_cast<std::size_t>(mask[static_cast<std::size_t>(s.pair.anchor)])].w / v.image[0] * std::exp(s.t(k)));
     }},
};

Field predicted_field(const Scene& scene, const std::string& id) {
  for (const Hypothesis& h : hypotheses(scene))
    if (h.id == id) return predict(scene, h).value();
  FAIL("no hypothesis " << id);
  return {};
}

// Calls visit(slot) for every slot that one truth of weight 1 with one class takes alone.
template <class Visit>
int for_taken(const Scene& scene, const Field& field, Visit&& visit) {
  const EngineRun computed = run(scene.setting).value();
  const auto& pairs = computed.report.pairs;
  const auto same_cell = [](const Pair& a, const Pair& b) { return a.head == b.head && a.image == b.image && a.y == b.y && a.x == b.x; };
  int count = 0;
  for (const Pair& pair : pairs) {
    const Truth& truth = scene.setting.truths[static_cast<std::size_t>(scene.setting.first[static_cast<std::size_t>(pair.image)] + pair.truth)];
    const auto sharers = std::count_if(pairs.begin(), pairs.end(), [&](const Pair& other) { return same_cell(pair, other) && other.anchor == pair.anchor; });
    if (sharers > 1 || truth.weight != 1 || !truth.more_classes.empty()) continue;
    visit(Taken{scene, pair, truth, field});
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("what another formula makes of a slot is what the formula says") {
  const Profile profile = load_profile("fp32");
  for (const Meaning& meaning : meanings) {
    const Scene scene = evidence(meaning.family, profile)[0];
    const Field field = predicted_field(scene, meaning.id);
    const int count = for_taken(scene, field, [&](const Taken& slot) {
      INFO(name_of(meaning.family) << " " << meaning.id << " at head " << slot.pair.head << " row " << slot.pair.y << " column " << slot.pair.x);
      const std::int64_t last = meaning.channel == 5 ? 4 + slot.shape().c : meaning.channel;
      for (std::int64_t k = meaning.channel; k <= last; ++k) CHECK(slot.at(field, k) == Approx(meaning.want(slot, k)).epsilon(1e-9).margin(1e-12));
    });
    CHECK(count > 2);
  }
}

TEST_CASE("other assignments are those of their sentences") {
  const Profile profile = load_profile("fp32");

  // v1: predictors other than the first one are trained towards 0, the classes stay.
  const Scene one = evidence(Family::v1, profile)[0];
  const Field first = predicted_field(one, "responsible-first"), golden = dense(one.golden);
  const HeadShape& s = one.setting.shapes[0];
  double boxes = 0, others = 0;
  for (const Plane& p : planes_of(s))
    for (std::size_t i = p.begin; i < p.begin + static_cast<std::size_t>(s.h * s.w); ++i) {
      if (p.channel < 4) (p.anchor == 0 ? boxes : others) += std::abs(first[0][i]);
      if (p.channel > 4) CHECK(first[0][i] == Approx(golden[0][i]).epsilon(1e-12).margin(1e-15));
      const double c = plain_sigma((*one.setting.logits)[0][i]);
      if (p.channel == 4 && p.anchor > 0) CHECK(first[0][i] == Approx(2 * one.setting.variant.lambda_noobj * c * c * (1 - c)).epsilon(1e-12));
    }
  CHECK(boxes > 0);
  CHECK(others == 0);

  // v2: a truth past the middle of its cell has a negative offset in the next one.
  const Scene two = evidence(Family::v2, profile)[0];
  const Field rounded = predicted_field(two, "cell-rounded");
  int moved = 0;
  for_taken(two, rounded, [&](const Taken& slot) {
    const auto x = static_cast<std::int64_t>(std::lround(slot.truth.cx * slot.width())), y = static_cast<std::int64_t>(slot.pair.y);
    if (slot.offset_y() > 0.5 || slot.offset() <= 0.5 || x == slot.shape().w) return;
    Pair next = slot.pair;
    next.x = static_cast<std::int32_t>(x);
    const Taken there{two, next, slot.truth, rounded};
    const double value = plain_sigma(there.t(0));
    INFO("row " << y << " column " << x);
    CHECK(slot.at(rounded, 0) == 0);
    CHECK(there.at(rounded, 0) == Approx(2 * slot.size_factor() * (value - slot.offset() + 1) * value * (1 - value)).epsilon(1e-9));
    ++moved;
  });
  CHECK(moved > 0);
}

TEST_CASE("lists of truths that end early, and images that share them, are those of their sentences") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    const Scene scene = evidence(family, profile)[2];
    const auto changed = [&](auto&& change) {
      Setting setting = scene.setting;
      change(setting);
      return compute(setting).value();
    };
    INFO(name_of(family));
    Scene cut = scene;
    plant(cut, changed([](Setting& s) {
            std::vector<Truth> kept;
            std::vector<std::int64_t> first{0};
            for (std::size_t n = 0; n + 1 < s.first.size(); ++n) {
              for (std::int64_t i = s.first[n]; i < std::min(s.first[n] + 2, s.first[n + 1]); ++i) kept.push_back(s.truths[static_cast<std::size_t>(i)]);
              first.push_back(static_cast<std::int64_t>(kept.size()));
            }
            s.truths = kept, s.first = first;
          }));
    const Diagnosis d = diagnose({&cut, 1});
    INFO(cause_text(d));
    CHECK(names(d, "truths-first-2"));
    const Field gathered = predicted_field(scene, "truths-in-image-0"), none = predicted_field(scene, "truths-none"), golden = dense(scene.golden);
    const auto image = static_cast<std::ptrdiff_t>(golden[0].size() / 3);
    CHECK(std::equal(gathered[0].begin() + image, gathered[0].end(), none[0].begin() + image));
    CHECK(gathered != golden);
    const Field zero = predicted_field(scene, "image-1-zero");
    CHECK(std::all_of(zero[0].begin() + image, zero[0].begin() + 2 * image, [](double g) { return g == 0; }));
    CHECK(std::equal(zero[0].begin() + 2 * image, zero[0].end(), golden[0].begin() + 2 * image));
  }
}

}  // namespace yologold::test
