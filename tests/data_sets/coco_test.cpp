#include "data_sets/pictures.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

const std::string categories = R"("categories": [{"id": 90, "name": "zebra"}, {"id": 7, "name": "yak"}])";

std::string coco(const std::string& images, const std::string& annotations) {
  return "{\"images\": [" + images + "], \"annotations\": [" + annotations + "], " + categories + "}";
}

std::string image(int id, const std::string& name) {
  return R"({"id": )" + std::to_string(id) + R"(, "file_name": ")" + name + R"(", "width": 100, "height": 50})";
}

std::string box(int image, int category, const std::string& bbox, const std::string& more = "") {
  return R"({"image_id": )" + std::to_string(image) + R"(, "category_id": )" + std::to_string(category) + R"(, "bbox": )" + bbox + more + "}";
}

}  // namespace

TEST_CASE("COCO: ids with gaps become classes by rising id; crowds are ignored; warts are reported") {
  const Scratch scratch;
  put_picture(scratch, "images/one.jpg");
  put_picture(scratch, "images/deep/two.jpg");
  put_picture(scratch, "images/three.jpg");
  scratch.put("annotations/labels.json",
              coco(image(5, "one.jpg") + "," + image(1000000007, "elsewhere/two.jpg") + "," + image(6, "gone.jpg") + "," + image(8, "three.jpg"),
                   box(5, 90, "[10, 10, 20, 10]") + "," + box(5, 7, "[0, 0, 100, 50]", R"(, "iscrowd": 1)") + "," + box(1000000007, 8, "[1, 1, 5, 5]") + "," +
                       box(5, 7, "[1, 1, 0, 5]") + "," + box(99, 7, "[1, 1, 5, 5]") + "," + box(5, 7, "[1, 1, 5]") + ",{}"));
  const DataSet set = open_data_set(scratch.folder());
  CHECK(set.format == "coco");
  CHECK(set.classes == Words{"yak", "zebra"});
  CHECK(words(sample_called(set, "one")) == "0.2000 0.3000 0.2000 0.2000 1, 0.5000 0.5000 1.0000 1.0000 0*");
  CHECK(sample_called(set, "two").truths.empty());
  CHECK(set.report.count(LabelFinding::unknown_class) == 1);
  CHECK(set.report.count(LabelFinding::zero_area) == 1);
  CHECK(set.report.count(LabelFinding::missing_picture) == 2);
  CHECK(set.report.count(LabelFinding::bad_line) == 2);
  CHECK(set.report.count(LabelFinding::background) == 1);
  CHECK(set.split("val").size() == 1);
}

TEST_CASE("COCO: files for train and val are splits; keypoints and captions beside the instances are not read") {
  const Scratch scratch;
  put_picture(scratch, "train2017/a.jpg");
  put_picture(scratch, "val2017/a.jpg", 60, 50);
  scratch.put("annotations/instances_train2017.json", coco(image(1, "a.jpg"), box(1, 7, "[10, 10, 20, 10]")));
  scratch.put("annotations/instances_val2017.json", coco(image(1, "a.jpg"), box(1, 90, "[10, 10, 20, 10]")));
  scratch.put("annotations/person_keypoints_val2017.json", coco(image(1, "a.jpg"), box(1, 90, "[10, 10, 20, 10]")));
  scratch.put("annotations/notes.json", "no JSON");
  scratch.put("annotations/captions_val2017.json", R"({"images": [], "annotations": []})");
  const DataSet set = open_data_set(scratch.folder());
  REQUIRE(set.samples.size() == 2);
  CHECK(set.samples[set.split("train").at(0)].path.ends_with("train2017/a.jpg"));
  CHECK(set.samples[set.split("val").at(0)].path.ends_with("val2017/a.jpg"));
  CHECK(set.samples[set.split("val").at(0)].truths.at(0).class_id == 1);
}

TEST_CASE("COCO: what is not COCO is refused with what is allowed") {
  const Scratch scratch;
  CHECK_THAT(fault_of([&] { open_data_set(scratch.put("a.json", "{}")); }), Contains("a.json: is not a COCO file"));
  CHECK_THAT(fault_of([&] { open_data_set(scratch.put("a.json", "{\"images\": [")); }), Contains("a.json"));
  CHECK_THAT(fault_of([&] { open_data_set(scratch.put("a.json", coco("", ""))); }), Contains("has no picture that can be used"));
}
