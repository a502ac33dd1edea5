#include <set>

#include "support/catch.hpp"
#include "variant/every_variant.hpp"
#include "yologold/variant_json.hpp"

using namespace yologold;

TEST_CASE("print: reads back as the same variant, for every choice and number of every family") {
  for (const std::string& text : every_variant()) {
    INFO(text);
    const Variant variant = parse_variant(text, "v.json");
    const std::string printed = print_variant(variant);
    const Variant again = parse_variant(printed, "printed.json");
    CHECK(same(variant, again));
    CHECK(print_variant(again) == printed);
  }
}

TEST_CASE("print: seeds read back") {
  for (const Family family : {Family::v1, Family::v2, Family::v3, Family::v4}) CHECK(same(parse_variant(print_variant(seed(family)), "v.json"), seed(family)));
}

TEST_CASE("print: canonical text") {
  const std::string text = R"({"lambda_noobj": 0.10, "family": "v1", "lambda_coord": 5.0, "head_weight": [1e0]})";
  CHECK(print_variant(parse_variant(text, "v.json")) == R"({
  "family": "v1",
  "name": "v",
  "classes": 0,
  "predictors": 2,
  "head_weight": [1],
  "gradient": "exact",
  "reduction": "sum",
  "activation": "logistic",
  "size_error": "sqrt",
  "responsible": "iou",
  "cell_sharing": "union",
  "iou_target": "detached",
  "noobj": "complement",
  "collision": "sum",
  "bad_truths": "skip",
  "lambda_coord": 5,
  "lambda_obj": 1,
  "lambda_noobj": 0.1,
  "lambda_class": 1
})");
}

TEST_CASE("hash: one for one meaning, without the name; another for every other meaning") {
  const auto hash = [](const std::string& text) { return hash_variant(parse_variant(text, "v.json")); };
  CHECK(hash(R"({"family": "v3", "name": "a", "lambda_obj": 1.0})") == hash(R"({"lambda_obj": 1, "name": "b", "family": "v3"})"));
  std::set<std::string> printed, hashes;
  for (const std::string& text : every_variant()) {
    printed.insert(print_variant(parse_variant(text, "v.json")));
    hashes.insert(hash(text));
  }
  CHECK(printed.size() > 150);
  CHECK(hashes.size() == printed.size());
}

TEST_CASE("hash: the values that goldens carry") {
  CHECK(hash_variant(seed(Family::v1)) == "ccb4c683adad5bc94174d829b44a67a01a0f2db6ba60bdf1110906f09c9a8bdb");
  CHECK(hash_variant(seed(Family::v2)) == "95837420bbfe68b8dfe5b20c35ccefade1411ce42c7367dbde52b08745316671");
  CHECK(hash_variant(seed(Family::v3)) == "ca7272140fa767c79188994cd3c3e7ca4740c58613efc565c2546908a6b002d2");
  CHECK(hash_variant(seed(Family::v4)) == "cabb07e86095fbb128dcdce6136cf9650c88429aa83d74abe7003cf5e86c3e32");
}

TEST_CASE("hash: keys that are not read do not count") {
  Variant variant = seed(Family::v3);
  variant.match_ratio = 9;
  variant.box_loss = BoxLoss::giou;
  CHECK(hash_variant(variant) == hash_variant(seed(Family::v3)));
}
