// The data sets beside the source tree, and what is known of them (research/datasets.md, section 2).
#include <cstdio>

#include "data_sets/pictures.hpp"
#include "support/catch.hpp"

using namespace yologold;
using Counts = std::vector<std::size_t>;
using Words = std::vector<std::string>;

namespace {

/// Empty, with a line on stderr, where the data are not there.
std::string shared(const std::string& name) {
  const std::string path = std::string(YG_SHARED_DATA) + "/" + name;
  if (std::filesystem::exists(path)) return path;
  std::fprintf(stderr, "skipped: %s is not there\n", path.c_str());
  return "";
}

Counts count_boxes(const DataSet& set, const std::string& split) { return set.count_objects(set.split(split)); }

}  // namespace

TEST_CASE("BCCD opens with its lists, its classes and its two boxes without area") {
  const std::string path = shared("bccd");
  if (path.empty()) return;
  const DataSet set = open_data_set(path);
  CHECK(set.format == "voc");
  CHECK(set.classes == Words{"Platelets", "RBC", "WBC"});
  CHECK(set.samples.size() == 364);
  CHECK((set.split("train").size() == 205 && set.split("val").size() == 87 && set.split("trainval").size() == 292 && set.split("test").size() == 72));
  // 4,888 boxes, of which 2 without area: one of train, one of val.
  CHECK(count_boxes(set, "train") == Counts{209, 2381, 214});
  CHECK(count_boxes(set, "val") == Counts{83, 967, 87});
  CHECK(count_boxes(set, "test") == Counts{69, 805, 71});
  REQUIRE(set.report.entries().size() == 2);
  CHECK(set.report.count(LabelFinding::zero_area) == 2);
  CHECK(set.report.text().find("BloodImage_00338.xml, object 13: 504, 337, 504, 337") != std::string::npos);
  CHECK(set.judged_split() == "val");
}

TEST_CASE("the playing cards open with their folders as splits, upper-case names too") {
  const std::string path = shared("cards");
  if (path.empty()) return;
  const DataSet set = open_data_set(path);
  CHECK(set.format == "xml");
  CHECK(set.classes == Words{"ace", "jack", "king", "nine", "queen", "ten"});
  CHECK((set.split("train").size() == 99 && set.split("test").size() == 67));
  CHECK(count_boxes(set, "train") == Counts{28, 34, 30, 31, 28, 28});
  CHECK(count_boxes(set, "test") == Counts{26, 24, 23, 26, 26, 18});
  CHECK(set.report.entries().empty());
}

TEST_CASE("the COCO sample opens as YOLO txt, with one picture without labels") {
  const std::string path = shared("coco-sample");
  if (path.empty()) return;
  const DataSet set = open_data_set(path);
  CHECK(set.format == "yolo");
  CHECK(set.classes.size() == 80);
  const auto count = [&](const std::string& split) {
    const Counts counts = count_boxes(set, split);
    return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
  };
  CHECK((set.split("train").size() == 26 && count("train") == 181));
  CHECK((set.split("val").size() == 27 && count("val") == 173));
  REQUIRE(set.report.entries().size() == 1);
  CHECK(set.report.entries()[0].finding == LabelFinding::background);
  CHECK(set.report.entries()[0].where.ends_with("000000000508.jpg"));
}

TEST_CASE("the COCO sample's panoptic JSON opens too: ids with gaps, pictures that are not there") {
  const std::string path = shared("coco-sample/annotations/panoptic_val2017.json"), txt = shared("coco-sample");
  if (path.empty()) return;
  const DataSet set = open_data_set(path), yolo = open_data_set(txt);
  CHECK(set.classes == yolo.classes);
  CHECK(set.samples.size() + set.report.count(LabelFinding::missing_picture) == 100);
  CHECK(set.report.count(LabelFinding::unknown_class) == 0);

  // The same objects, as panoptic segments or as YOLO lines.
  const Sample &segments = test::sample_called(set, "000000000785"), &lines = test::sample_called(yolo, "000000000785");
  REQUIRE(segments.truths.size() == lines.truths.size());
  for (const Truth& line : lines.truths) {
    const auto same = [&](const Truth& one) { return one.class_id == line.class_id && std::abs(one.cx - line.cx) + std::abs(one.cy - line.cy) < 0.02; };
    CHECK(std::any_of(segments.truths.begin(), segments.truths.end(), same));
  }
}

TEST_CASE("every picture of the real sets decodes to the size in its header") {
  for (const char* name : {"bccd", "cards", "coco-sample"}) {
    const std::string path = shared(name);
    if (path.empty()) return;
    const DataSet set = open_data_set(path);
    for (std::size_t i = 0; i < set.samples.size(); i += 25) {
      const Image image = set.read(i);
      CHECK((image.width == set.samples[i].width && image.height == set.samples[i].height));
    }
  }
}
