// The raw outputs of published networks on eight labelled photographs: decoded and suppressed, they find the objects.
#include <filesystem>
#include <iostream>

#include "detect/decode.hpp"
#include "detect/suppress.hpp"
#include "evaluate/evaluate.hpp"
#include "files/read.hpp"
#include "support/catch.hpp"
#include "yologold/variant_json.hpp"

using namespace yologold;

namespace {

struct Published {
  const char* name;
  const char* variant;
  std::vector<std::string> overrides, heads;
  int classes;
  const char* truths;
  double least;  ///< mAP@.5 on the eight pictures; the networks reach 0.177, 0.202, 0.369 and 0.377 on 128
};

const std::string lite_anchors = "anchors=[[1.08,1.19],[3.42,4.41],[6.63,11.38],[9.42,5.11],[16.62,10.52]]";

const std::vector<Published> all_published{
    {"yolo-lite-coco", "yolov2", {"classes=80", lite_anchors}, {"yolo-lite-coco_head0_425x7x7"}, 80, "truth_coco80", 0.15},
    {"yolo-lite-voc", "yolov2", {"classes=20", lite_anchors}, {"yolo-lite-voc_head0_125x7x7"}, 20, "truth_voc20", 0.08},
    {"yolo-fastest",
     "yolov3",
     {"classes=80", "image=[320,320]", "anchors=[[12,18],[37,49],[52,132],[115,73],[119,199],[242,238]]", "masks=[[3,4,5],[0,1,2]]"},
     {"yolo-fastest-1.1_head0_255x10x10", "yolo-fastest-1.1_head1_255x20x20"},
     80,
     "truth_coco80",
     0.35},
    {"mobilenet-v2-nano",
     "yolov4",
     {"classes=20", "image=[320,320]", "anchors=[[26,48],[67,84],[72,175],[189,126],[137,236],[265,259]]", "masks=[[3,4,5],[0,1,2]]", "scale_xy=[1.1,1.05]"},
     {"mnv2-nano-voc_head0_75x10x10", "mnv2-nano-voc_head1_75x20x20"},
     20,
     "truth_voc20",
     0.4}};

std::string path_of(const std::string& name) { return std::string(YG_SHARED_DATA) + "/raw-heads/" + name + ".npy"; }

std::vector<JudgedPicture> pictures_with_truths(const std::string& name) {
  const Tensor tensor = read_tensor(path_of(name));
  const auto* row = reinterpret_cast<const float*>(tensor.bytes.data());
  std::vector<JudgedPicture> pictures(static_cast<std::size_t>(tensor.shape[0]));
  for (JudgedPicture& picture : pictures)
    for (std::int64_t k = 0; k < tensor.shape[1]; ++k, row += 5)
      if (row[2] > 0) picture.truths.push_back({.cx = row[0], .cy = row[1], .w = row[2], .h = row[3], .class_id = static_cast<int>(row[4])});
  return pictures;
}

MeanScore score_of(const Published& network) {
  const Variant variant = load_variant(network.variant, network.overrides);
  std::vector<Tensor> tensors;
  std::vector<HeadShape> shapes;
  std::vector<HeadView> views;
  for (const std::string& head : network.heads) tensors.push_back(read_tensor(path_of(head)));
  for (std::size_t k = 0; k < tensors.size(); ++k) {
    const auto& shape = tensors[k].shape;
    shapes.push_back({shape[0], std::ssize(variant.masks[k]), shape[2], shape[3], variant.classes});
    views.push_back({tensors[k].bytes.data(), DType::f32, layout_of(LayoutName::nchw, shapes.back())});
  }

  std::vector<JudgedPicture> pictures = pictures_with_truths(network.truths);
  for (std::size_t n = 0; n < pictures.size(); ++n) pictures[n].detections = suppress(decode(variant, shapes, views, static_cast<std::int64_t>(n), 0.005), {});
  return evaluate_detections(pictures, network.classes, {});
}

}  // namespace

TEST_CASE("published networks find the objects of eight photographs") {
  if (!std::filesystem::exists(path_of("truth_coco80"))) {
    WARN("skipped: " << path_of("truth_coco80") << " is absent");
    return;
  }
  for (const Published& network : all_published) {
    const MeanScore score = score_of(network);
    std::cout << network.name << ": mAP@.5 " << score.mean << " over " << score.classes << " classes\n";
    CAPTURE(network.name);
    CHECK(score.mean > network.least);
  }
}
