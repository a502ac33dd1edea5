#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "choices.hpp"
#include "npy.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// The source formulas evaluated by another program: float64 autograd, checked at 50 digits.
struct Formula {
  std::string folder;
  nlohmann::json meta;
  Npy t, truth, gradient;

  explicit Formula(const std::string& path) : folder(path), meta(nlohmann::json::parse(std::ifstream(path + "/meta.json"))) {
    t = load_npy(path + "/t.npy");
    truth = load_npy(path + "/truth.npy");
    gradient = load_npy(path + (exists(path + "/grad_mp.npy") ? "/grad_mp.npy" : "/grad.npy"));
  }

  Family family() const { return static_cast<Family>(meta.at("name").get<std::string>()[1] - '1'); }
  double loss(const std::string& term) const {
    return meta.contains("mpmath") ? std::stod(meta["mpmath"]["terms"].at(term).get<std::string>()) : meta.at("loss").at(term).get<double>();
  }
};

/// What the other program chose (its meta.json says it), in our words.
Variant settings(const Formula& formula) {
  const nlohmann::json& given = formula.meta.at("settings");
  Variant variant = usual(formula.family());
  variant.collision = Collision::last_wins;
  variant.anchor_unit = AnchorUnit::image;
  if (variant.family == Family::v1) {
    variant.cell_sharing = CellSharing::first_wins;
    return variant;
  }
  const auto lambda = given.at("lam").get<std::vector<double>>();
  variant.lambda_coord = lambda[0], variant.lambda_obj = lambda[1], variant.lambda_noobj = lambda[2], variant.lambda_class = lambda[3];
  variant.anchors.clear();
  for (const auto& anchor : given.at("anchors_normalised")) variant.anchors.push_back({anchor[0], anchor[1]});
  variant.masks = {given.at("mask").get<std::vector<int>>()};
  variant.scale_xy = {given.at("scale_xy").get<double>()};
  variant.offset_eps = given.at("border_eps");
  if (given.at("ignore") == "prior_shape") variant.ignore = Ignore::prior, variant.ignore_thresh = given.at("ignore_thresh");
  reconcile(variant);
  return variant;
}

/// [class | confidence | box] an image, as darknet lays out v1.
Layout darknet_v1(const HeadShape& s) {
  const std::int64_t cells = s.h * s.w, image = cells * (s.c + 5 * s.a);
  return {{cells * (s.c + s.a), image, 4, 1, s.w * s.a * 4, s.a * 4}, {cells * s.c, image, 1, 0, s.w * s.a, s.a}, {0, image, 0, 1, s.w * s.c, s.c}};
}

Sample sample_of(const Formula& formula) {
  const nlohmann::json& given = formula.meta.at("settings");
  const auto size = given.at("S").get<std::int64_t>(), classes = given.at("C").get<std::int64_t>();
  const bool v1 = formula.family() == Family::v1;
  Sample sample;
  sample.shapes = {{formula.t.shape[0], v1 ? given.at("n").get<std::int64_t>() : formula.t.shape[1], size, size, classes, v1}};
  sample.data = {formula.t.values};
  sample.heads = {{sample.data[0].data(), DType::f64, v1 ? darknet_v1(sample.shapes[0]) : nchw(sample.shapes[0])}};
  sample.first = {0};
  const auto rows = static_cast<std::size_t>(formula.truth.shape[1]);
  for (std::size_t n = 0; n < static_cast<std::size_t>(formula.t.shape[0]); n++) {
    for (std::size_t i = 0; i < formula.meta.at("n_truth")[n].get<std::size_t>(); i++) {
      const double* row = formula.truth.values.data() + (n * rows + i) * 5;
      sample.truths.push_back({row[0], row[1], row[2], row[3], static_cast<std::int32_t>(row[4])});
    }
    sample.first.push_back(static_cast<std::int64_t>(sample.truths.size()));
  }
  return sample;
}

/// The largest difference from the other program's gradient in channels first .. last, relative to its largest element.
double gradient_error(const Formula& formula, const Sample& sample, const std::vector<double>& ours, std::int64_t first, std::int64_t last) {
  const HeadShape& s = sample.shapes[0];
  const Layout& layout = sample.heads[0].layout;
  double worst = 0, largest = 0;
  for (std::int64_t n = 0; n < s.n; n++)
    for (std::int64_t a = 0; a < s.a; a++)
      for (std::int64_t k = first; k <= last; k++)
        for (std::int64_t y = 0; y < s.h; y++)
          for (std::int64_t x = 0; x < s.w; x++) {
            const Block& block = k < 4 ? layout.box : k == 4 ? layout.objectness : layout.classes;
            const std::int64_t theirs = block.at(n, k > 4 && s.shared_classes ? 0 : a, k < 4 ? k : k == 4 ? 0 : k - 5, y, x);
            const double value = formula.gradient.values[static_cast<std::size_t>(theirs)];
            worst = std::max(worst, std::fabs(ours[at(s, n, a, k, y, x)] - value));
            largest = std::max(largest, std::fabs(value));
          }
  return worst / largest;
}

/// How much larger our CIOU losses are: the other program has alpha = v/(1 - IOU + v + eps), so its alpha v is smaller by alpha^2 eps.
double alpha_excess(const Formula& formula, const Sample& sample, const ref::Result& result) {
  if (formula.family() != Family::v4) return 0;
  const double eps = formula.meta.at("settings").at("ciou_eps"), pi = std::acos(-1.0);
  const HeadShape& s = sample.shapes[0];
  double sum = 0;
  for (const Pair& pair : result.report.pairs) {
    if (!pair.kept) continue;
    const Truth& truth = sample.truths[static_cast<std::size_t>(sample.first[static_cast<std::size_t>(pair.image)] + pair.truth)];
    const auto size = [&](int k) {
      return result.stages[0].boxes[static_cast<std::size_t>((((pair.image * s.a + pair.anchor) * 4 + k) * s.h + pair.y) * s.w + pair.x)];
    };
    const double v = 4 / (pi * pi) * std::pow(std::atan(truth.w / truth.h) - std::atan(size(2) / size(3)), 2);
    sum += std::pow(v / (1 - pair.iou + v), 2) * eps;
  }
  return sum;
}

bool near(double ours, double theirs) { return std::fabs(ours - theirs) <= 1e-12 * std::fabs(theirs); }

}  // namespace

TEST_CASE("the source formulas as another program evaluated them") {
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(YG_TEST_DATA "/formulas")) {
    if (!entry.is_directory()) continue;
    const Formula formula(entry.path().string());
    const Sample sample = sample_of(formula);
    CAPTURE(formula.meta.at("name").get<std::string>());
    for (const ref::Precision precision : {ref::Precision::mpfr, ref::Precision::f64}) {
      const ref::Result result = sample.evaluate(settings(formula), precision);
      TermLoss sum;
      for (const TermLoss& term : result.report.terms) sum.coord += term.coord, sum.obj += term.obj, sum.noobj += term.noobj, sum.classes += term.classes;
      CHECK(near(sum.coord - alpha_excess(formula, sample, result), formula.loss("coord")));
      CHECK(near(sum.obj, formula.loss("obj")));
      CHECK(near(sum.noobj, formula.loss("noobj")));
      CHECK(near(sum.classes, formula.loss("cls")));
      CHECK(gradient_error(formula, sample, result.gradients[0], 4, 4 + sample.shapes[0].c) < 1e-14);
      const double box_error = gradient_error(formula, sample, result.gradients[0], 0, 3);
      CHECK((sample.truths.empty() || box_error < (formula.family() == Family::v4 ? 1e-10 : 1e-14)));
    }
    cases++;
  }
  CHECK(cases == 17);
}
