#include "../images/exif.hpp"
#include "data_sets/pictures.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;
using Words = std::vector<std::string>;

TEST_CASE("VOC: every wart is skipped or mended, and stands in the report") {
  const Scratch scratch;
  for (const char* name : {"good.jpg", "Warts.JPG", "no_size.png", "background.png", "half_size.jpg", "not_xml.jpg", "folder.jpg"})
    put_picture(scratch, "JPEGImages/" + std::string(name));
  scratch.put("JPEGImages/broken.jpg", "\xff\xd8\xff nothing");
  scratch.put("Annotations/broken.xml", voc_xml(voc_object("cat", "1", "1", "9", "9")));
  scratch.put("Annotations/good.xml",
              voc_xml(voc_object("cat", "10", "10", "30", "20") + voc_object("dog", "0", "0", "100", "50", "<difficult>1</difficult>")));
  scratch.put("Annotations/Warts.xml",
              voc_xml(voc_object("cat", "5", "5", "5", "9") + voc_object("cat", "200", "5", "220", "9") + voc_object("cat", "nan", "5", "8", "9") +
                      voc_object("cat", "90", "40", "120", "60") + voc_object("", "1", "1", "9", "9") + "<object><name>ant</name></object>"));
  scratch.put("Annotations/no_size.xml", voc_xml(voc_object("ant", "10", "10", "30", "20"), 0, 0));
  scratch.put("Annotations/half_size.xml", voc_xml(voc_object("ant", "10", "10", "30", "20"), 50, 25));
  scratch.put("Annotations/not_xml.xml", "<annotation><object>");
  std::filesystem::create_directories(scratch / "Annotations/folder.xml");
  scratch.put("Annotations/gone.xml", voc_xml(voc_object("cat", "1", "1", "9", "9")));

  const DataSet set = open_data_set(scratch.folder());
  CHECK(set.classes == Words{"ant", "cat", "dog"});
  CHECK(set.samples.size() == 5);
  CHECK(words(sample_called(set, "good")) == "0.2000 0.3000 0.2000 0.2000 1, 0.5000 0.5000 1.0000 1.0000 2*");
  CHECK(words(sample_called(set, "Warts")) == "0.9500 0.9000 0.1000 0.2000 1");
  CHECK(words(sample_called(set, "no_size")) == "0.2000 0.3000 0.2000 0.2000 0");
  CHECK(words(sample_called(set, "half_size")) == "0.4000 0.6000 0.4000 0.4000 0");
  CHECK(sample_called(set, "background").truths.empty());
  for (const LabelFinding finding :
       {LabelFinding::zero_area, LabelFinding::outside, LabelFinding::clipped, LabelFinding::unknown_class, LabelFinding::missing_picture,
        LabelFinding::unreadable_picture, LabelFinding::size_from_picture, LabelFinding::size_differs, LabelFinding::background}) {
    INFO(describe(finding));
    CHECK(set.report.count(finding) == 1);
  }
  CHECK(set.report.count(LabelFinding::not_a_number) == 2);
  CHECK(set.report.count(LabelFinding::bad_labels) == 2);
  CHECK(set.split("train").size() + set.split("val").size() == 5);
}

TEST_CASE("VOC: the lists decide, lists of one class do not, and trainval stands in for train") {
  const Scratch scratch;
  for (const char* stem : {"a", "b", "c"}) {
    put_picture(scratch, "set/JPEGImages/" + std::string(stem) + ".jpg");
    scratch.put("set/Annotations/" + std::string(stem) + ".xml", voc_xml(voc_object("cat", "10", "10", "30", "20")));
  }
  scratch.put("set/ImageSets/Main/trainval.txt", "a\r\nb\r\n\r\n");
  scratch.put("set/ImageSets/Main/test.txt", "c  1\nmissing -1\n");
  scratch.put("set/ImageSets/Main/cat_train.txt", "c 1\n");
  const DataSet set = open_data_set(scratch.folder());
  CHECK(set.split("train").size() == 2);
  CHECK(set.split("trainval") == set.split("train"));
  REQUIRE(set.split("test").size() == 1);
  CHECK(set.samples[set.split("test")[0]].path.ends_with("c.jpg"));
  CHECK(set.report.count(LabelFinding::missing_picture) == 1);
  CHECK(set.judged_split() == "test");
  CHECK_THAT(fault_of([&] { set.split("val"); }), Catch::Matchers::Contains("allowed: test, train, trainval"));
}

TEST_CASE("labels of a picture as it is stored are turned with it, labels of the upright one are not") {
  const Scratch scratch;
  const auto jpeg = jpeg_with_orientation(Image(100, 50, 90), 6);
  const std::string bytes(reinterpret_cast<const char*>(jpeg.data()), jpeg.size());
  scratch.put("stored.jpg", bytes);
  scratch.put("upright.jpg", bytes);
  scratch.put("stored.xml", voc_xml(voc_object("cat", "10", "10", "30", "20"), 100, 50));
  scratch.put("upright.xml", voc_xml(voc_object("cat", "10", "10", "30", "20"), 50, 100));
  const DataSet set = open_data_set(scratch.folder());
  // Turned clockwise: x = 1 - y, y = x.
  CHECK(words(sample_called(set, "stored")) == "0.7000 0.2000 0.2000 0.2000 0");
  CHECK(words(sample_called(set, "upright")) == "0.4000 0.1500 0.4000 0.1000 0");
  CHECK(sample_called(set, "stored").height == 100);
  CHECK(set.report.count(LabelFinding::turned) == 1);
}

TEST_CASE("a given class list decides the ids; other names are unknown") {
  const Scratch scratch;
  put_picture(scratch, "a.jpg");
  scratch.put("a.xml", voc_xml(voc_object("cat", "10", "10", "30", "20") + voc_object("ant", "10", "10", "30", "20")));
  DataOptions options;
  options.classes = {"dog", "cat"};
  const DataSet set = open_data_set(scratch.folder(), options);
  CHECK(set.classes == options.classes);
  CHECK(words(set.samples.at(0)) == "0.2000 0.3000 0.2000 0.2000 1");
  CHECK(set.report.count(LabelFinding::unknown_class) == 1);
}

TEST_CASE("the seeded split is the same for the same seed, another for another, and of the size asked for") {
  const Scratch scratch;
  for (int i = 0; i < 20; ++i) {
    put_picture(scratch, std::to_string(i) + ".jpg");
    scratch.put(std::to_string(i) + ".xml", voc_xml(voc_object("cat", "10", "10", "30", "20")));
  }
  const auto val = [&](std::uint64_t seed, double share) {
    DataOptions options;
    options.seed = seed;
    options.val_share = share;
    const DataSet set = open_data_set(scratch.folder(), options);
    CHECK(set.splits.contains("val") == (share > 0));
    CHECK(set.split("train").size() == 20 - (share > 0 ? set.split("val").size() : 0));
    return share > 0 ? set.split("val") : std::vector<std::size_t>{};
  };
  CHECK(val(1, 0.25).size() == 5);
  CHECK(val(1, 0.25) == val(1, 0.25));
  CHECK(val(1, 0.25) != val(2, 0.25));
  CHECK(val(1, 0.001).size() == 1);
  CHECK(val(1, 0).empty());
}
