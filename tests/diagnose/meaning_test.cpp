#include <algorithm>
#include <cmath>

#include "diagnose/examiner.hpp"
#include "evidence.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

double sigma(double t) { return 1 / (1 + std::exp(-t)); }

Field predicted(const Scene& scene, const std::string& id) {
  for (const Hypothesis& h : hypotheses(scene))
    if (h.id == id) return predict(scene, h).value();
  FAIL("no hypothesis " << id);
  return {};
}

// A value of a field at image, anchor, channel, row, column of a head.
double at(const Scene& scene, const Field& field, std::size_t head, std::int64_t n, std::int64_t a, std::int64_t k, std::int64_t y, std::int64_t x) {
  const HeadShape& s = scene.setting.shapes[head];
  for (const Plane& p : planes_of(s))
    if (p.image == n && p.anchor == a && p.channel == k) return field[head][p.begin + static_cast<std::size_t>(y * s.w + x)];
  FAIL("no such plane");
  return 0;
}

// Calls visit(image, anchor, row, column, logit of the objectness) for the slots of the first head that the no-object term is over.
template <class Visit>
void for_negatives(const Scene& scene, Visit&& visit) {
  const auto taken = run(scene.setting).value().slots[0];
  const Field golden = dense(scene.golden);
  const HeadShape& s = scene.setting.shapes[0];
  for (std::int64_t i = 0; i < s.slots(); ++i) {
    const std::int64_t x = i % s.w, y = i / s.w % s.h, a = i / (s.w * s.h) % s.a, n = i / (s.w * s.h * s.a);
    if (std::binary_search(taken.begin(), taken.end(), i) || at(scene, golden, 0, n, a, 4, y, x) == 0) continue;
    visit(n, a, y, x, at(scene, *scene.setting.logits, 0, n, a, 4, y, x));
  }
}

// Evaluates what `change` makes of the inputs.
template <class Change>
Field changed(const Scene& scene, Change&& change) {
  Setting setting = scene.setting;
  change(setting);
  return compute(setting).value();
}

}  // namespace

TEST_CASE("a derivative of the logistic that is missing, or too much, is what the formulas say") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    const Scene scene = evidence(family, profile)[0];
    const bool squares = family == Family::v1 || family == Family::v2;
    const Field field = predicted(scene, squares ? "no-slope-objectness" : "slope-objectness");
    for_negatives(scene, [&](std::int64_t n, std::int64_t a, std::int64_t y, std::int64_t x, double t) {
      const double want = squares ? 2 * scene.setting.variant.lambda_noobj * sigma(t) : sigma(t) * sigma(t) * (1 - sigma(t));
      CHECK(at(scene, field, 0, n, a, 4, y, x) == Approx(want).epsilon(1e-12));
    });
  }
}

TEST_CASE("mistakes about truths are those of their sentences") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    const Scene scene = evidence(family, profile)[0];
    INFO(name_of(family));
    CHECK(predicted(scene, "truths-xy-swapped") == changed(scene, [](Setting& s) {
            for (Truth& t : s.truths) t = {t.cy, t.cx, t.w, t.h, t.class_id, t.ignore, t.weight, t.more_classes};
          }));
    CHECK(predicted(scene, "truths-none") == changed(scene, [](Setting& s) {
            s.truths.clear();
            s.first.assign(s.first.size(), 0);
          }));
    CHECK(predicted(scene, "lambda_noobj=0") == changed(scene, [](Setting& s) { s.variant.lambda_noobj = 0; }));
    CHECK(predicted(scene, "reduction=mean-batch") == changed(scene, [](Setting& s) { s.variant.reduction = Reduction::mean_batch; }));
    const std::size_t last = scene.setting.shapes.size() - 1;
    const auto w = static_cast<double>(scene.setting.shapes[last].w);
    const Field shifted = changed(scene, [&](Setting& s) {
      for (Truth& t : s.truths) t.cx += 1 / w;
    });
    CHECK(predicted(scene, "cell-column+1")[last] == shifted[last]);
  }
}

TEST_CASE("mistakes about places and values are those of their sentences") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    const Scene scene = evidence(family, profile)[0];
    INFO(name_of(family));
    const Field plane = predicted(scene, "written-plane+1"), swapped = predicted(scene, "written-xy-swapped"), narrow = predicted(scene, "xy-over-grid"),
                sign = predicted(scene, "sign"), rounded = predicted(scene, "bits-11"), row = predicted(scene, "written-row+1");
    const Field golden = dense(scene.golden);
    for (std::size_t k = 0; k < golden.size(); ++k) {
      const HeadShape& s = scene.setting.shapes[k];
      const auto value = [&](const Field& field, std::int64_t channel) { return at(scene, field, k, 1, 1, channel, 1, 2); };
      CHECK(value(plane, 3) == value(golden, 2));
      CHECK(value(swapped, 0) == value(golden, 1));
      CHECK(value(swapped, 2) == value(golden, 2));
      CHECK(at(scene, row, k, 1, 1, 4, 1, 2) == at(scene, golden, k, 1, 1, 4, 0, 2));
      for (const Plane& p : planes_of(s))
        for (std::size_t i = p.begin; i < p.begin + static_cast<std::size_t>(s.h * s.w); ++i) {
          const double g = golden[k][i];
          CHECK(sign[k][i] == -g);
          CHECK(narrow[k][i] == Approx(p.channel == 0 ? g / static_cast<double>(s.w) : p.channel == 1 ? g / static_cast<double>(s.h) : g));
          CHECK(std::abs(rounded[k][i] - g) <= std::ldexp(std::abs(g), -11));
        }
    }
  }
}

TEST_CASE("two predictions are apart where no backend can be both") {
  for (const char* name : {"fp32", "cuda-fp32"}) {
    const Profile profile = load_profile(name);
    for (const Family family : families) {
      const Scene scene = evidence(family, profile)[0];
      const Examiner examiner(scene);
      const Prediction& golden = scene.golden;
      INFO(name << " " << name_of(family));
      CHECK_FALSE(examiner.apart(golden, golden));
      const auto& values = golden.heads[0];
      const auto largest =
          std::max_element(values.begin(), values.end(), [](const Element& a, const Element& b) { return std::abs(a.value) < std::abs(b.value); });
      const double unit = golden.bounded ? largest->slack : 1e-4 * std::abs(largest->value);
      Prediction other = golden;
      double& value = other.heads[0][static_cast<std::size_t>(largest - values.begin())].value;
      value += (golden.bounded ? 1.9 : 0.3) * unit;
      CHECK_FALSE(examiner.apart(golden, other));
      value = largest->value + 2.5 * unit;
      CHECK(examiner.apart(golden, other));
      CHECK(examiner.apart(other, golden));
    }
  }
}

}  // namespace yologold::test
