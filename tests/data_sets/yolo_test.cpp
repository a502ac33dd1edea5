#include "data_sets/pictures.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

TEST_CASE("YOLO: images/ and labels/ by data.yaml, with names as a map and every wart of a line") {
  const Scratch scratch;
  for (const char* name : {"images/train/a.jpg", "images/train/b.PNG", "images/train/empty.jpg", "images/val/c.jpg"}) put_picture(scratch, name);
  scratch.put("data.yaml", "path: ../datasets/elsewhere\ntrain: images/train\nval: [images/val]\nnames:\n  0: cat\n  2: dog\n");
  scratch.put("labels/train/a.txt", "0 0.5 0.5 0.2 0.4\r\n\r\n2 0.5 0.5 0.2 0.4 0.9\n2 0.1 0.2 0.5 0.2 0.5 0.6 0.1 0.6\n");
  scratch.put("labels/train/b.txt",
              "3 0.5 0.5 0.1 0.1\ncat 0.5 0.5 0.1 0.1\n0 0.5 0.5 0.1\n0 0.5 0.5 0 0.1\n0 nan 0.5 0.1 0.1\n-1 0.5 0.5 0.1 0.1\n0 0.95 0.5 0.2 0.2\n1.5 0.5 0.5 "
              "0.1 0.1\n");
  scratch.put("labels/train/empty.txt", "");
  const DataSet set = open_data_set(scratch.folder());
  CHECK(set.classes == Words{"cat", "1", "dog"});
  CHECK(words(sample_called(set, "a")) == "0.5000 0.5000 0.2000 0.4000 0, 0.5000 0.5000 0.2000 0.4000 2, 0.3000 0.4000 0.4000 0.4000 2");
  CHECK(words(sample_called(set, "b")) == "0.9250 0.5000 0.1500 0.2000 0");
  CHECK(set.split("train").size() == 3);
  CHECK(set.split("val").size() == 1);
  CHECK(set.report.count(LabelFinding::unknown_class) == 2);
  CHECK(set.report.count(LabelFinding::bad_line) == 3);
  CHECK(set.report.count(LabelFinding::zero_area) == 1);
  CHECK(set.report.count(LabelFinding::not_a_number) == 1);
  CHECK(set.report.count(LabelFinding::clipped) == 1);
  // c has no label file; an empty one says that there is nothing.
  CHECK(set.report.count(LabelFinding::background) == 1);
}

TEST_CASE("YOLO: paths that start with ../ although the folders are here, as some exporters write them") {
  const Scratch scratch;
  put_picture(scratch, "train/images/a.jpg");
  scratch.put("train/labels/a.txt", "0 0.5 0.5 0.2 0.4\n");
  scratch.put("data.yaml", "train: ../train/images\nnc: 1\nnames: ['cat']\n");
  CHECK(words(open_data_set(scratch / "data.yaml").samples.at(0)) == "0.5000 0.5000 0.2000 0.4000 0");
}

TEST_CASE("YOLO: darknet's .data with lists, names and paths of another machine") {
  const Scratch scratch;
  put_picture(scratch, "data/obj/a.jpg");
  put_picture(scratch, "data/obj/b.jpg");
  scratch.put("data/obj/a.txt", "1 0.5 0.5 0.2 0.4\n");
  scratch.put("data/obj/b.txt", "0 0.5 0.5 0.2 0.4\n");
  scratch.put("data/obj.names", "cat\ndog\n");
  scratch.put("data/train.txt", "data/obj/a.jpg\n/home/somebody/darknet/data/obj/gone.jpg\n");
  scratch.put("data/test.txt", "/home/somebody/darknet/data/obj/b.jpg\n");
  scratch.put("data/obj.data", "classes= 2\ntrain  = data/train.txt\n# a comment\nvalid = data/test.txt\nnames = data/obj.names\nbackup = backup/\n");
  const DataSet set = open_data_set(scratch / "data/obj.data");
  CHECK(set.format == "darknet");
  CHECK(set.classes == Words{"cat", "dog"});
  CHECK(words(set.samples.at(set.split("train").at(0))) == "0.5000 0.5000 0.2000 0.4000 1");
  CHECK(words(set.samples.at(set.split("val").at(0))) == "0.5000 0.5000 0.2000 0.4000 0");
  CHECK(set.report.count(LabelFinding::missing_picture) == 1);
}

TEST_CASE("YOLO: labels beside the pictures, with and without names") {
  const Scratch scratch;
  put_picture(scratch, "valid/a.jpg");
  put_picture(scratch, "training/b.jpg");
  scratch.put("valid/a.txt", "2 0.5 0.5 0.2 0.4\n");
  scratch.put("training/b.txt", "0 0.5 0.5 0.2 0.4\n");
  const DataSet numbered = open_data_set(scratch.folder());
  CHECK(numbered.classes == Words{"0", "1", "2"});
  CHECK((numbered.split("train").size() == 1 && numbered.split("val").size() == 1));
  scratch.put("classes.txt", "cat\ndog\nowl\n");
  CHECK(open_data_set(scratch.folder()).classes == Words{"cat", "dog", "owl"});
}

TEST_CASE("what is no data set is refused with what is allowed") {
  const Scratch scratch;
  CHECK_THAT(fault_of([&] { open_data_set(scratch.folder()); }), Contains("is no data set that is known; allowed: shapes, a folder"));
  CHECK_THAT(fault_of([&] { open_data_set(scratch / "none"); }), Contains("none: is not there"));
  CHECK_THAT(fault_of([&] { open_data_set(scratch.put("a.yaml", "names: [a\n")); }), Contains("a.yaml:"));
  CHECK_THAT(fault_of([&] { open_data_set(scratch.put("b.yaml", "names: [a]\ntrain: nowhere\n")); }), Contains("\"nowhere\" is not there"));
  CHECK_THAT(fault_of([&] { open_data_set(scratch.put("c.data", "train = x\n")); }), Contains("names"));
}
