// Reads pictures from stdin, line by line, and prints their mean average precision:
//   picture WIDTH HEIGHT | truth CLASS CX CY W H IGNORE | detection CLASS SCORE CX CY W H
//   evaluate_lines METRIC IOU INCLUSIVE CLASSES    METRIC: voc, voc07, coco
// Prints the mean, the means at .5 and .75, those of small, medium and large boxes, and the precision of each class.
#include <cstdio>
#include <iostream>
#include <string>

#include "evaluate/evaluate.hpp"

using namespace yologold;

namespace {

std::vector<JudgedPicture> read_pictures() {
  std::vector<JudgedPicture> pictures;
  for (std::string kind; std::cin >> kind;) {
    if (kind == "picture") {
      pictures.emplace_back();
      std::cin >> pictures.back().width >> pictures.back().height;
    } else if (kind == "truth") {
      Truth truth;
      std::cin >> truth.class_id >> truth.cx >> truth.cy >> truth.w >> truth.h >> truth.ignore;
      pictures.back().truths.push_back(truth);
    } else {
      Detection detection;
      Box& box = detection.box;
      std::cin >> detection.class_id >> detection.score >> box.cx >> box.cy >> box.w >> box.h;
      pictures.back().detections.push_back(detection);
    }
  }
  return pictures;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 3;
  const std::string metric = argv[1];
  const EvaluateOptions options{.metric = metric == "coco"    ? Metric::coco
                                          : metric == "voc07" ? Metric::voc07
                                                              : Metric::voc,
                                .iou = std::stod(argv[2]),
                                .inclusive = std::string(argv[3]) == "1"};
  const MeanScore score = evaluate_detections(read_pictures(), std::stoi(argv[4]), options);
  std::printf("%.17g %.17g %.17g %.17g %.17g %.17g", score.mean, score.mean50, score.mean75, score.small, score.medium, score.large);
  for (const ClassScore& one : score.per_class) std::printf(" %.17g", one.truths ? one.ap : -1);
  std::puts("");
}
