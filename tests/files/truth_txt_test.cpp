#include <clocale>
#include <cmath>
#include <locale>

#include "files/truth_files.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

class Comma : public std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

std::string txt_fault(const std::string& path, std::int64_t images) {
  return fault_of([&] { read_truths(path, images); });
}

std::string line_fault(const Scratch& scratch, const std::string& text) {
  scratch.put("labels/a.txt", text);
  return txt_fault(scratch / "labels", 1).substr((scratch / "labels/a.txt").size());
}

}  // namespace

TEST_CASE("labels of a folder: *.txt by name, an image each") {
  const Scratch scratch;
  scratch.put("l/10.txt", "3 0.5 0.25 1e-1 0.2\r\n\n\t7  -1 nan  inf 0\t\n");
  scratch.put("l/9.txt", "2147483647 1 1 1 1");
  scratch.put("l/2.txt", "");
  scratch.put("l/readme.md", "not a label");
  const TruthBatch batch = read_truths(scratch / "l", 3);
  const auto truths = batch.view();
  CHECK(std::vector<std::int64_t>(truths.first.begin(), truths.first.end()) == std::vector<std::int64_t>{0, 2, 2, 3});
  CHECK((truths.all[0].cx == 0.5 && truths.all[0].cy == 0.25 && truths.all[0].w == 0.1 && truths.all[0].h == 0.2 && truths.all[0].class_id == 3));
  CHECK((truths.all[1].cx == -1 && truths.all[1].cy != truths.all[1].cy && truths.all[1].w == INFINITY && truths.all[1].class_id == 7));
  CHECK((truths.all[2].class_id == 2147483647 && truths.all[2].weight == 1 && !truths.all[2].ignore));
}

TEST_CASE("labels of a list: a file a line, in the list's order, relative to the list") {
  const Scratch scratch;
  scratch.put("l/a.txt", "1 0 0 1 1\n");
  scratch.put("l/with space.txt", "2 0 0 1 1\n3 0 0 1 1\n");
  scratch.put("none", "");
  const std::string list = scratch.put("list", "l/with space.txt\r\nnone\n\n" + (scratch / "l/a.txt"));
  const TruthBatch batch = read_truths(list, 3);
  const auto truths = batch.view();
  CHECK(std::vector<std::int64_t>(truths.first.begin(), truths.first.end()) == std::vector<std::int64_t>{0, 2, 2, 3});
  CHECK((truths.all[0].class_id == 2 && truths.all[2].class_id == 1));
  CHECK(read_truths(scratch / "none", 0).images() == 0);
}

TEST_CASE("labels: every fault with its line") {
  const Scratch scratch;
  const std::string number = "; allowed: a number of f64", integer = "; allowed: an integer of 32 bits", fields = "; allowed: 5 a line: class cx cy w h";
  CHECK(line_fault(scratch, "0 0 0 1 1\n0 0 0 1\n") == ":2: 4 fields" + fields);
  CHECK(line_fault(scratch, "\n0 0 0 1 1 0.9") == ":2: 6 fields" + fields);
  CHECK(line_fault(scratch, "0 0,5 0 1 1") == ":1: \"0,5\" is not a number" + number);
  CHECK(line_fault(scratch, "0 x 0 1 1") == ":1: \"x\" is not a number" + number);
  CHECK(line_fault(scratch, "0 0 0 1 1x") == ":1: \"1x\" is not a number" + number);
  CHECK(line_fault(scratch, "0 0 0 1e999 1") == ":1: \"1e999\" is out of range" + number);
  CHECK(line_fault(scratch, "1.0 0 0 1 1") == ":1: \"1.0\" is not a number" + integer);
  CHECK(line_fault(scratch, "2147483648 0 0 1 1") == ":1: \"2147483648\" is out of range" + integer);
  CHECK(line_fault(scratch, "cat 0 0 1 1") == ":1: \"cat\" is not a number" + integer);
}

TEST_CASE("labels: counts, lists and files that are wrong") {
  const Scratch scratch;
  scratch.put("l/a.txt", "");
  CHECK(txt_fault(scratch / "l", 2) == scratch / "l" + ": holds truths of 1 images, the heads have 2");
  CHECK(txt_fault(scratch.put("list", "l/a.txt\nl/b.txt\n"), 2) ==
        scratch / "list" + ":2: no such file: " + (scratch / "l/b.txt") + "; allowed: the name of a label file a line, relative to the list");
  CHECK(txt_fault(scratch.put("labels.txt", "0 0.5 0.5 1 1\n"), 1).find("labels.txt:1: no such file: ") != std::string::npos);
  CHECK(txt_fault(scratch.put("binary", std::string("a\0b", 3)), 1).find("is no file of truths; allowed: JSON") != std::string::npos);
  CHECK(txt_fault(scratch.put("folders", "l\n"), 1) == scratch / "l" + ": is a folder; allowed: a file");
  CHECK(txt_fault(scratch / "absent", 1) == scratch / "absent" + ": cannot be read: No such file or directory");
  CHECK(txt_fault(scratch.put("truths.json", "\xef\xbb\xbf {\"images\": [[]]}"), 1) == "");
  CHECK(txt_fault(scratch.put("array.json", "[]"), 1) == scratch / "array.json" + ": must be an object, not an array");
}

TEST_CASE("numbers do not depend on the locale") {
  const Scratch scratch;
  scratch.put("l/a.txt", "0 0.5 0.25 1 12345678\n");
  scratch.put("t.json", R"({"images": [[{"cx": 0.5, "cy": 0.25, "w": 1, "h": 12345678, "class": 0}]]})");

  // C++ streams get a comma here; C functions only where the system has such a locale.
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
  const std::string before_c = std::setlocale(LC_ALL, nullptr);
  std::setlocale(LC_ALL, "de_DE.UTF-8");
  for (const char* name : {"l", "t.json"}) {
    const TruthBatch batch = read_truths(scratch / name, 1);
    CHECK(batch.view().all[0].cy == 0.25);
    CHECK(print_truths(batch.view()).find("\"cy\": 0.25, \"w\": 1, \"h\": 12345678") != std::string::npos);
  }
  std::setlocale(LC_ALL, before_c.c_str());
  std::locale::global(before);
}
