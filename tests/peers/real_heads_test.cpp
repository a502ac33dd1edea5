// Raw outputs of published networks on photographs, and what Debian's libdarknet computes for them.
//   test_real_heads          reads $YOLOGOLD_DATA/raw-heads, or shared/data beside the source tree; exits 77 where there is none
// Not compared: v2_warmup, which needs the pull to the anchors of darknet's first 12800 images, no choice of ours; and mnv2-nano-voc, a v4 head
// without numbers from a peer.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "files/read.hpp"
#include "peers/compare.hpp"
#include "peers/evaluate.hpp"
#include "peers/peer_case.hpp"
#include "yologold/variant_json.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

using Words = std::vector<std::string>;

/// One tensor of golden/, made from one head.
struct Real {
  const char* delta;
  const char* input;
  const char* truths;
  const char* variant;
  Words overrides;
  std::array<std::int64_t, 2> grid;
};

const char* const lite_anchors = "anchors=[[1.08,1.19],[3.42,4.41],[6.63,11.38],[9.42,5.11],[16.62,10.52]]";
const char* const fastest_anchors = "anchors=[[12,18],[37,49],[52,132],[115,73],[119,199],[242,238]]";

const std::vector<Real>& reals() {
  static const std::vector<Real> all{{"yolo-fastest-1.1_head0_255x10x10.v3_delta",
                                      "yolo-fastest-1.1_head0_255x10x10",
                                      "truth_coco80",
                                      "yolov3-darknet",
                                      {"classes=80", "image=[320,320]", fastest_anchors, "masks=[[3,4,5]]", "ignore_thresh=0.5"},
                                      {10, 10}},
                                     {"yolo-fastest-1.1_head1_255x20x20.v3_delta",
                                      "yolo-fastest-1.1_head1_255x20x20",
                                      "truth_coco80",
                                      "yolov3-darknet",
                                      {"classes=80", "image=[320,320]", fastest_anchors, "masks=[[0,1,2]]", "ignore_thresh=0.5"},
                                      {20, 20}},
                                     {"yolo-lite-coco_head0_425x7x7.v2_late_delta",
                                      "yolo-lite-coco_head0_425x7x7",
                                      "truth_coco80",
                                      "yolov2-darknet",
                                      {"classes=80", lite_anchors, "ignore_thresh=0.5", "iou_target=one"},
                                      {7, 7}},
                                     {"yolo-lite-voc_head0_125x7x7.v2_late_delta",
                                      "yolo-lite-voc_head0_125x7x7",
                                      "truth_voc20",
                                      "yolov2-darknet",
                                      {"classes=20", lite_anchors, "ignore_thresh=0.5", "iou_target=one"},
                                      {7, 7}},
                                     {"yolo-lite-voc_head0_125x7x7.v2_late_rescore_delta",
                                      "yolo-lite-voc_head0_125x7x7",
                                      "truth_voc20",
                                      "yolov2-darknet",
                                      {"classes=20", lite_anchors},
                                      {7, 7}},
                                     {"v1_from_yolo-lite-voc_head0_125x7x7.delta",
                                      "golden/v1_from_yolo-lite-voc_head0_125x7x7.input",
                                      "truth_voc20",
                                      "yolov1-darknet",
                                      {"classes=20"},
                                      {7, 7}}};
  return all;
}

/// A head as it lies in the folder, with darknet's delta and cost.
struct Loaded {
  PeerCase peer;
  explicit Loaded(const std::string& folder, const Real& real) {
    peer.variant = load_variant(real.variant, real.overrides);
    peer.input = read_tensor(folder + "/" + real.input + ".npy");
    peer.delta = read_tensor(folder + "/golden/" + real.delta + ".npy");
    peer.cost = nlohmann::json::parse(std::ifstream(folder + "/golden/golden.json")).at(std::string(real.delta) + ".npy").at("cost");
    const bool v1 = peer.variant.family == Family::v1;
    const std::int64_t predictors = v1 ? peer.variant.predictors : static_cast<std::int64_t>(peer.variant.masks[0].size());
    peer.shape = {peer.input.shape[0], predictors, real.grid[0], real.grid[1], peer.variant.classes, v1};
    peer.layout = layout_of(v1 ? LayoutName::darknet_v1 : LayoutName::nchw, peer.shape);
    peer.truths = read_truths(folder + "/" + real.truths + ".npy", peer.shape.n);
  }
};

bool says(bool good, const char* what, const Comparison& c, double cost, double theirs) {
  std::printf("%-4s %-52s %7zu elements, worst %.2g of the rounding, cost %.9g beside %.9g\n", good ? "ok" : "BAD", what, c.compared, c.worst, cost, theirs);
  if (!good) std::printf("     %zu apart, first of the worst: %s\n", c.apart, c.worst_text.c_str());
  return good;
}

bool near(double ours, double theirs, std::int64_t elements) { return std::abs(ours - theirs) <= cost_rounding(elements) * theirs; }

bool compare_alone(const std::string& folder, const Real& real) {
  const PeerCase p = Loaded(folder, real).peer;
  const HeadView view = p.view();
  const Evaluation ours = evaluate(p.variant, {&p.shape, 1}, {&view, 1}, p.truths.view());
  const Comparison c = compare(p.shape, p.layout, ours.gradients[0], floats(p.delta), rounding_of(p.variant, p.shape, p.truths.view()));
  const bool whole = c.compared == static_cast<std::size_t>(p.shape.elements()) && ours.report.bad_truths.empty();
  return says(whole && c.apart == 0 && near(ours.report.cost, p.cost, p.shape.elements()), real.delta, c, ours.report.cost, p.cost);
}

/// Both heads of yolo-fastest in one Plan: the deltas are those of each alone, the cost is the sum.
bool compare_together(const std::string& folder) {
  const PeerCase a = Loaded(folder, reals()[0]).peer, b = Loaded(folder, reals()[1]).peer;
  Variant both = a.variant;
  both.masks.push_back(b.variant.masks[0]);
  const HeadShape shapes[] = {a.shape, b.shape};
  const HeadView views[] = {a.view(), b.view()};
  const Evaluation ours = evaluate(both, shapes, views, a.truths.view());
  const double cost = a.cost + b.cost;
  const bool same = near(ours.report.cost, cost, a.shape.elements() + b.shape.elements());
  const Comparison first = compare(a.shape, a.layout, ours.gradients[0], floats(a.delta), rounding_of(both, a.shape, a.truths.view()));
  const Comparison second = compare(b.shape, b.layout, ours.gradients[1], floats(b.delta), rounding_of(both, b.shape, a.truths.view()));
  const bool good = says(same && first.apart == 0, "yolo-fastest-1.1, head 0 of both", first, ours.report.cost, cost);
  return says(same && second.apart == 0, "yolo-fastest-1.1, head 1 of both", second, ours.report.cost, cost) && good;
}

/// The comparison itself can fail: a threshold moved over the next IOU must be seen.
bool sees_a_wrong_threshold(const std::string& folder) {
  PeerCase p = Loaded(folder, reals()[1]).peer;
  p.variant.ignore_thresh = 0.501;
  const HeadView view = p.view();
  const Evaluation ours = evaluate(p.variant, {&p.shape, 1}, {&view, 1}, p.truths.view());
  const bool seen = compare(p.shape, p.layout, ours.gradients[0], floats(p.delta), rounding_of(p.variant, p.shape, p.truths.view())).apart > 0;
  std::printf("%-4s ignore_thresh 0.501 instead of 0.5 is seen\n", seen ? "ok" : "BAD");
  return seen;
}

}  // namespace

int main() {
  const char* given = std::getenv("YOLOGOLD_DATA");
  const std::string folder = std::string(given ? given : YG_SHARED_DATA) + "/raw-heads";
  if (!std::filesystem::is_directory(folder + "/golden")) {
    std::printf("skipped: there is no folder %s (set YOLOGOLD_DATA to the one that contains raw-heads)\n", folder.c_str());
    return 77;
  }
  try {
    bool good = true;
    for (const Real& real : reals()) good = compare_alone(folder, real) && good;
    good = compare_together(folder) && good;
    return sees_a_wrong_threshold(folder) && good ? 0 : 1;
  } catch (const std::exception& error) {
    std::printf("BAD  %s\n", error.what());
    return 1;
  }
}
