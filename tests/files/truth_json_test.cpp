#include <cmath>
#include <limits>
#include <random>

#include "files/truth_json.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

std::string truth_fault(const std::string& text) {
  return fault_of([&] { parse_truths_json(text, "f"); });
}

std::string one_truth(const std::string& object) { return "{\"images\": [[], [" + object + "]]}"; }

std::string with(const std::string& more) { return one_truth("{\"cx\": 0, \"cy\": 0, \"w\": 1, \"h\": 1, " + more + "}"); }

}  // namespace

TEST_CASE("truths of JSON: every field, and the defaults") {
  const TruthBatch batch = parse_truths_json(R"({"images": [[{"cx": 0.5, "cy": 1e-3, "w": 2, "h": -0.25, "class": 3}], [],
    [{"class": [9, 2, -1], "h": 1, "w": 1, "cy": 0, "cx": 0, "weight": 0.5, "ignore": true}]]})",
                                             "f");
  CHECK(batch.images() == 3);
  const auto all = batch.view().all;
  REQUIRE(all.size() == 2);
  CHECK((all[0].cx == 0.5 && all[0].cy == 0.001 && all[0].w == 2 && all[0].h == -0.25 && all[0].class_id == 3));
  CHECK((all[0].weight == 1 && !all[0].ignore && all[0].more_classes.empty()));
  CHECK((all[1].weight == 0.5 && all[1].ignore && all[1].class_id == 9));
  CHECK(std::vector<std::int32_t>(all[1].more_classes.begin(), all[1].more_classes.end()) == std::vector<std::int32_t>{2, -1});
}

TEST_CASE("truths of JSON: printed numbers come back bit for bit, and so do bad ones") {
  constexpr unsigned seed = 7;
  std::mt19937_64 random(seed);
  TruthBatch batch(3);
  for (int i = 0; i < 2000; ++i) {
    Truth truth;
    for (double* value : {&truth.cx, &truth.cy, &truth.w, &truth.h, &truth.weight}) *value = std::bit_cast<double>(random());
    truth.class_id = static_cast<std::int32_t>(random());
    truth.ignore = random() & 1;
    batch.add(static_cast<std::int64_t>(random() % 3), truth, std::vector<std::int32_t>(random() % 3, i));
  }
  constexpr double infinity = std::numeric_limits<double>::infinity(), tiny = std::numeric_limits<double>::denorm_min();
  batch.add(1, {-0.0, infinity, -infinity, tiny, INT32_MIN, true, -0.0});
  const TruthBatch back = parse_truths_json(print_truths(batch.view()), "printed");

  const auto same = [](double a, double b) { return std::isnan(a) ? std::isnan(b) : std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); };
  const auto a = batch.view(), b = back.view();
  CAPTURE(seed);
  REQUIRE(std::equal(a.first.begin(), a.first.end(), b.first.begin(), b.first.end()));
  for (std::size_t i = 0; i < a.all.size(); ++i) {
    const Truth &x = a.all[i], &y = b.all[i];
    REQUIRE((same(x.cx, y.cx) && same(x.cy, y.cy) && same(x.w, y.w) && same(x.h, y.h) && same(x.weight, y.weight)));
    REQUIRE((x.class_id == y.class_id && x.ignore == y.ignore &&
             std::equal(x.more_classes.begin(), x.more_classes.end(), y.more_classes.begin(), y.more_classes.end())));
  }
}

TEST_CASE("truths of JSON: the printed text itself") {
  TruthBatch batch(3);
  batch.add(0, {0.5, 0.25, 0.1, 0.2, 3});
  batch.add(0, {1, 0, 1e-7, NAN, 3, true, 0.5}, {7});
  batch.add(2, {});
  CHECK(print_truths(batch.view()) ==
        "{\"images\": [\n  [{\"cx\": 0.5, \"cy\": 0.25, \"w\": 0.1, \"h\": 0.2, \"class\": 3},\n"
        "   {\"cx\": 1, \"cy\": 0, \"w\": 1e-07, \"h\": \"nan\", \"class\": [3, 7], \"weight\": 0.5, \"ignore\": true}],\n  [],\n"
        "  [{\"cx\": 0, \"cy\": 0, \"w\": 0, \"h\": 0, \"class\": 0}]\n]}\n");
  CHECK(parse_truths_json(print_truths(TruthBatch().view()), "f").images() == 0);
}

TEST_CASE("truths of JSON: every fault with its place") {
  CHECK(truth_fault("{").starts_with("f: not JSON at line 1, column 2: "));
  CHECK(truth_fault("[]") == "f: must be an object, not an array");
  CHECK(truth_fault("{}") == "f#/images: is missing");
  CHECK(truth_fault("{\"images\": [], \"x\": 1}") == "f#/x: \"x\" is not a key; allowed: images");
  CHECK(truth_fault("{\"images\": [], \"images\": []}") == "f#/images: \"images\" is written twice, again at line 1, column 23");
  CHECK(truth_fault("{\"images\": {}}") == "f#/images: must be a list, not an object");
  CHECK(truth_fault("{\"images\": [[], 3]}") == "f#/images/1: must be a list, not a number");
  CHECK(truth_fault(one_truth("[]")) == "f#/images/1/0: must be an object, not an array");
  CHECK(truth_fault(one_truth("{\"cx\": 0, \"cy\": 0, \"w\": 1, \"class\": 0}")) == "f#/images/1/0/h: is missing");
  CHECK(truth_fault(with("\"class\": 0, \"Weight\": 1")) ==
        "f#/images/1/0/Weight: \"Weight\" is not a key; did you mean \"weight\"?; allowed: cx, cy, w, h, class, weight, ignore");
  CHECK(truth_fault(one_truth("{\"cx\": \"0\", \"cy\": 0, \"w\": 1, \"h\": 1, \"class\": 0}")) ==
        "f#/images/1/0/cx: must be a number, not a string; allowed: a number, \"nan\", \"inf\", \"-inf\"");
  CHECK(truth_fault(with("\"class\": 0, \"weight\": null")) ==
        "f#/images/1/0/weight: must be a number, not null; allowed: a number, \"nan\", \"inf\", \"-inf\"");
  CHECK(truth_fault(with("\"class\": 0, \"ignore\": 1")) == "f#/images/1/0/ignore: must be true or false, not a number");
  CHECK(truth_fault(with("\"class\": []")) == "f#/images/1/0/class: is an empty list; allowed: a class, or a list of classes");
  CHECK(truth_fault(with("\"class\": [1, true]")) == "f#/images/1/0/class/1: must be a whole number, not a boolean");
  for (const char* id : {"2147483648", "-2147483649", "18446744073709551615"})
    CHECK(truth_fault(with("\"class\": " + std::string(id))) ==
          "f#/images/1/0/class: " + std::string(id) + " is out of range; allowed: -2147483648 to 2147483647");
  CHECK(truth_fault(with("\"class\": 1.5")) == "f#/images/1/0/class: 1.5 is not a whole number");
  CHECK(truth_fault(with("\"class\": 2147483647")) == "");
  CHECK(truth_fault(with("\"class\": -2147483648")) == "");
  CHECK(truth_fault("{\"images\": " + std::string(100000, '[')) == "f#/images: is nested more than 16 deep at line 1, column 27");
}
