#include "evaluate/match.hpp"

#include "support/catch.hpp"

using namespace yologold;

namespace {

constexpr Box here{0.5F, 0.5F, 0.25F, 0.25F}, there{0.125F, 0.125F, 0.125F, 0.125F};

Truth truth_at(const Box& box, bool ignore = false) { return {.cx = box.cx, .cy = box.cy, .w = box.w, .h = box.h, .class_id = 0, .ignore = ignore}; }

std::vector<bool> hits_of(const JudgedPicture& picture, Rule rule) { return match({&picture, 1}, 0, {.rule = rule}).hits; }

}  // namespace

TEST_CASE("a truth can be found once; the higher score counts") {
  const JudgedPicture picture{{truth_at(here)}, {{0, 0.5F, here}, {0, 0.9F, here}, {1, 0.95F, here}, {0, 0.7F, there}}};
  for (const Rule rule : {Rule::voc, Rule::coco}) CHECK(hits_of(picture, rule) == std::vector<bool>{true, false, false});
}

TEST_CASE("difficult and crowd truths, and what finds them, do not count") {
  const JudgedPicture picture{{truth_at(here, true), truth_at(there)}, {{0, 0.9F, here}, {0, 0.8F, here}, {0, 0.7F, there}}};
  for (const Rule rule : {Rule::voc, Rule::coco}) {
    const Matches matches = match({&picture, 1}, 0, {.rule = rule});
    CHECK(matches.hits == std::vector<bool>{true});
    CHECK(matches.truths == 1);
    CHECK(matches.ignored == 1);
  }
}

TEST_CASE("a detection whose best truth is taken: wrong for VOC, the next truth's for COCO") {
  // Both truths overlap both detections by more than 0.5; the first overlaps both most.
  const Box beside{0.53125F, 0.5F, 0.25F, 0.25F};
  const JudgedPicture picture{{truth_at(here), truth_at(beside)}, {{0, 0.9F, here}, {0, 0.8F, here}}};
  CHECK(hits_of(picture, Rule::voc) == std::vector<bool>{true, false});
  CHECK(hits_of(picture, Rule::coco) == std::vector<bool>{true, true});
}

TEST_CASE("an overlap of exactly the threshold is enough") {
  const Box half{0.5F, 0.5F, 0.25F, 0.125F};
  const JudgedPicture picture{{truth_at(here)}, {{0, 0.9F, half}}};
  for (const Rule rule : {Rule::voc, Rule::coco}) {
    CHECK(match({&picture, 1}, 0, {.rule = rule, .iou = 0.5}).hits == std::vector<bool>{true});
    CHECK(match({&picture, 1}, 0, {.rule = rule, .iou = 0.5001}).hits == std::vector<bool>{false});
  }
}

TEST_CASE("truths beyond the area range are ignored, and misses beyond it do not count") {
  const JudgedPicture picture{{truth_at(here), truth_at(there)}, {{0, 0.9F, here}, {0, 0.8F, {0.8F, 0.8F, 0.25F, 0.25F}}}, 100, 100};
  const Matches matches = match({&picture, 1}, 0, {.rule = Rule::coco, .most_area = 200});
  CHECK(matches.truths == 1);
  CHECK(matches.hits.empty());
}

TEST_CASE("COCO looks at the 100 best of a picture") {
  JudgedPicture picture{{truth_at(here)}, {{0, 0.01F, here}}};
  for (int k = 0; k < 100; ++k) picture.detections.push_back({0, 0.5F, there});
  CHECK(hits_of(picture, Rule::coco) == std::vector<bool>(100, false));
  CHECK(hits_of(picture, Rule::voc).size() == 101);
}
