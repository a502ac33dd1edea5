#include "evaluate/match.hpp"

#include <algorithm>

#include "evaluate/overlap.hpp"

namespace yologold {
namespace {

enum class Verdict { wrong, right, uncounted };

/// A detection of the class that is judged.
struct Judged {
  float score = 0;
  std::size_t picture = 0;
  const Detection* detection = nullptr;
};

constexpr std::size_t coco_most_detections = 100;

bool is_of(const Truth& truth, int class_id) {
  return truth.class_id == class_id || std::ranges::find(truth.more_classes, class_id) != truth.more_classes.end();
}

/// The truths of one class in one picture: those that count first, as pycocotools orders them.
struct Wanted {
  std::vector<const Truth*> truths;
  std::vector<bool> ignored, found;
};

Wanted wanted_of(const JudgedPicture& picture, int class_id, const MatchOptions& options) {
  Wanted wanted;
  for (const bool pass_ignored : {false, true})
    for (const Truth& truth : picture.truths) {
      const double area = pixel_area(picture, truth);
      const bool outside = options.rule == Rule::coco && (area < options.least_area || area > options.most_area);
      if (!is_of(truth, class_id) || (truth.ignore || outside) != pass_ignored) continue;
      wanted.truths.push_back(&truth);
      wanted.ignored.push_back(pass_ignored);
    }
  wanted.found.resize(wanted.truths.size());
  return wanted;
}

Verdict judge_voc(const JudgedPicture& picture, const Detection& detection, const MatchOptions& options, Wanted& wanted) {
  double best = options.iou;
  std::size_t at = wanted.truths.size();
  for (std::size_t k = 0; k < wanted.truths.size(); ++k)
    if (const double iou = overlap_in_pixels(picture, detection, *wanted.truths[k], options.inclusive).iou();
        iou >= best && (at == wanted.truths.size() || iou > best)) {
      best = iou;
      at = k;
    }
  if (at == wanted.truths.size()) return Verdict::wrong;
  if (wanted.ignored[at]) return Verdict::uncounted;
  const bool again = wanted.found[at];
  wanted.found[at] = true;
  return again ? Verdict::wrong : Verdict::right;
}

Verdict judge_coco(const JudgedPicture& picture, const Detection& detection, const MatchOptions& options, Wanted& wanted) {
  // A truth that counts is preferred to any that does not.
  double best = std::min(options.iou, 1 - 1e-10);
  std::size_t at = wanted.truths.size();
  for (std::size_t k = 0; k < wanted.truths.size(); ++k) {
    const bool crowd = wanted.truths[k]->ignore;
    if (wanted.found[k] && !crowd) continue;
    if (at < k && !wanted.ignored[at] && wanted.ignored[k]) break;
    const PixelOverlap overlap = overlap_in_pixels(picture, detection, *wanted.truths[k], options.inclusive);
    if (const double value = crowd ? overlap.of_detection() : overlap.iou(); value >= best) {
      best = value;
      at = k;
    }
  }

  if (at < wanted.truths.size()) {
    wanted.found[at] = true;
    return wanted.ignored[at] ? Verdict::uncounted : Verdict::right;
  }
  const double area = pixel_area(picture, detection);
  return area < options.least_area || area > options.most_area ? Verdict::uncounted : Verdict::wrong;
}

std::vector<Judged> detections_of(std::span<const JudgedPicture> pictures, int class_id, Rule rule) {
  std::vector<Judged> all;
  for (std::size_t p = 0; p < pictures.size(); ++p) {
    std::vector<Judged> here;
    for (const Detection& detection : pictures[p].detections)
      if (detection.class_id == class_id) here.push_back({detection.score, p, &detection});
    std::ranges::stable_sort(here, std::ranges::greater{}, &Judged::score);
    if (rule == Rule::coco && here.size() > coco_most_detections) here.resize(coco_most_detections);
    all.insert(all.end(), here.begin(), here.end());
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, &Judged::score);
  return all;
}

}  // namespace

Matches match(std::span<const JudgedPicture> pictures, int class_id, const MatchOptions& options) {
  // Count what is to be found.
  Matches matches;
  std::vector<Wanted> wanted;
  for (const JudgedPicture& picture : pictures) {
    wanted.push_back(wanted_of(picture, class_id, options));
    const std::int64_t ignored = std::ranges::count(wanted.back().ignored, true);
    matches.ignored += ignored;
    matches.truths += std::ssize(wanted.back().truths) - ignored;
  }

  // Judge from the highest score down: within a picture that is the order of both rules.
  for (const Judged& judged : detections_of(pictures, class_id, options.rule)) {
    const auto judge = options.rule == Rule::voc ? judge_voc : judge_coco;
    const Verdict verdict = judge(pictures[judged.picture], *judged.detection, options, wanted[judged.picture]);
    if (verdict != Verdict::uncounted) matches.hits.push_back(verdict == Verdict::right);
  }
  return matches;
}

}  // namespace yologold
