#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "files/read.hpp"
#include "files/truth_files.hpp"
#include "peers/elements.hpp"
#include "peers/evaluate.hpp"
#include "peers/peer_case.hpp"
#include "support/catch.hpp"
#include "yologold/variant_json.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

using Json = nlohmann::json;

/// The source formulas evaluated by another program: float64 autograd, checked at 50 digits.
struct FormulaCase {
  Json meta;
  Variant variant;
  HeadShape shape;
  Layout layout;
  Tensor t, gradient;
  TruthBatch truths;

  explicit FormulaCase(const std::string& folder);
  double loss(const char* term) const {
    return meta.contains("mpmath") ? std::stod(meta["mpmath"]["terms"].at(term).get<std::string>()) : meta.at("loss").at(term).get<double>();
  }
};

/// What that program chose where the formulas leave a choice: the first truth of a v1 cell, the last of a slot; see its meta.json.
Variant settings(Family family, const Json& s) {
  std::vector<std::string> out{"classes=" + s.at("C").dump(), "collision=last-wins"};
  if (family == Family::v1) {
    out.insert(out.end(), {"cell_sharing=first-wins", "predictors=" + s.at("n").dump()});
    return load_variant("yolov1", out);
  }
  const char* lambdas[] = {"lambda_coord=", "lambda_obj=", "lambda_noobj=", "lambda_class="};
  for (std::size_t i = 0; i < 4; ++i) out.push_back(lambdas[i] + s.at("lam")[i].dump());
  out.insert(out.end(), {"anchor_unit=image", "anchors=" + s.at("anchors_normalised").dump(), "masks=[" + s.at("mask").dump() + "]"});
  if (family == Family::v3) out.push_back("offset_eps=" + s.at("border_eps").dump());
  if (family == Family::v4) out.insert(out.end(), {"scale_xy=[" + s.at("scale_xy").dump() + "]", "iou_thresh=" + s.at("iou_thresh").dump()});
  if (s.at("ignore") == "prior_shape")
    out.insert(out.end(), {"ignore=prior", "noobj=complement-minus-ignored", "ignore_thresh=" + s.at("ignore_thresh").dump()});
  const char* names[] = {"yolov1", "yolov2", "yolov3", "yolov4"};
  return load_variant(names[static_cast<int>(family)], out);
}

FormulaCase::FormulaCase(const std::string& folder) : meta(Json::parse(std::ifstream(folder + "/meta.json"))), t(read_tensor(folder + "/t.npy")) {
  const bool exact = std::filesystem::exists(folder + "/grad_mp.npy");
  gradient = read_tensor(folder + (exact ? "/grad_mp.npy" : "/grad.npy"));
  const Json& s = meta.at("settings");
  const auto family = static_cast<Family>(meta.at("name").get<std::string>()[1] - '1');
  variant = settings(family, s);
  const std::int64_t side = s.at("S"), classes = s.at("C");
  shape = family == Family::v1 ? HeadShape{t.shape[0], s.at("n"), side, side, classes, true} : HeadShape{t.shape[0], t.shape[1], side, side, classes, false};
  layout = layout_of(family == Family::v1 ? LayoutName::darknet_v1 : LayoutName::nchw, shape);
  truths = read_truths(folder + "/truth.npy", shape.n);
}

/// The largest difference of the gradients in channels first .. last, relative to their largest element.
double gradient_error(const FormulaCase& c, const std::vector<double>& ours, std::int64_t first, std::int64_t last) {
  double worst = 0, largest = 0;
  for_each_element(c.shape, c.layout, [&](const Address& at, std::size_t i) {
    if (at.channel < first || at.channel > last) return;
    worst = std::max(worst, std::abs(ours[i] - doubles(c.gradient)[i]));
    largest = std::max(largest, std::abs(doubles(c.gradient)[i]));
  });
  return largest > 0 ? worst / largest : worst;
}

/// How much larger our CIOU losses are: the other program has alpha = v/(1 - IOU + v + eps), so its alpha v is smaller by alpha^2 eps.
double alpha_excess(const FormulaCase& c, const Evaluation& ours, std::span<const HeadView> heads) {
  if (c.variant.family != Family::v4) return 0;
  const std::vector<HeadStages> stages = Plan(c.variant, {&c.shape, 1}).stages(heads, c.truths.view());
  const double eps = c.meta.at("settings").at("ciou_eps"), pi = std::acos(-1.0);
  const HeadShape& s = c.shape;
  const Truths truths = c.truths.view();
  double sum = 0;
  for (const Pair& pair : ours.report.pairs) {
    if (!pair.kept) continue;
    const Truth& truth = truths.all[static_cast<std::size_t>(truths.first[static_cast<std::size_t>(pair.image)] + pair.truth)];
    const auto size = [&](int k) {
      return stages[0].boxes[static_cast<std::size_t>((((pair.image * s.a + pair.anchor) * 4 + k) * s.h + pair.y) * s.w + pair.x)];
    };
    const double v = 4 / (pi * pi) * std::pow(std::atan(truth.w / truth.h) - std::atan(size(2) / size(3)), 2);
    sum += std::pow(v / (1 - pair.iou + v), 2) * eps;
  }
  return sum;
}

bool near(double ours, double theirs) { return std::abs(ours - theirs) <= 1e-12 * std::abs(theirs); }

}  // namespace

// f64 beside 50 digits. The box gradients of v4 differ by its eps of 1e-9 in alpha.
TEST_CASE("the engine's seeds and the source formulas as another program evaluated them") {
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(YG_TEST_DATA "/formulas")) {
    if (!entry.is_directory()) continue;
    const FormulaCase c(entry.path().string());
    CAPTURE(entry.path().filename().string());
    const HeadView view{c.t.bytes.data(), DType::f64, c.layout};
    const Evaluation ours = evaluate(c.variant, {&c.shape, 1}, {&view, 1}, c.truths.view());
    TermLoss sum;
    for (const TermLoss& term : ours.report.terms) sum.coord += term.coord, sum.obj += term.obj, sum.noobj += term.noobj, sum.classes += term.classes;
    CHECK(near(sum.coord - alpha_excess(c, ours, {&view, 1}), c.loss("coord")));
    CHECK(near(sum.obj, c.loss("obj")));
    CHECK(near(sum.noobj, c.loss("noobj")));
    CHECK(near(sum.classes, c.loss("cls")));
    CHECK(gradient_error(c, ours.gradients[0], 4, 4 + c.shape.c) < 1e-14);
    CHECK(gradient_error(c, ours.gradients[0], 0, 3) < (c.variant.family == Family::v4 ? 1e-10 : 1e-14));
    cases++;
  }
  CHECK(cases == 17);
}
