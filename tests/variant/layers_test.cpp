#include "support/catch.hpp"
#include "variant/fault.hpp"
#include "variant/folder.hpp"

using namespace yologold;

namespace {

std::string load_fault(const std::string& path, const std::vector<std::string>& overrides = {}) {
  try {
    load_variant(path, overrides);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("base: its keys are taken first, its name is not") {
  const Folder folder;
  folder.write("plain.json", R"({"family": "v3", "name": "plain", "classes": 4, "lambda_obj": 2, "lambda_class": 3})");
  const Variant variant = load_variant(folder.write("own.json", R"({"base": "plain", "lambda_obj": 7})"), std::vector<std::string>{"lambda_class=9"});
  CHECK((variant.family == Family::v3 && variant.name == "own" && variant.classes == 4 && variant.lambda_obj == 7 && variant.lambda_class == 9));
}

TEST_CASE("base: one level, one family, and it exists") {
  const Folder folder;
  folder.write("plain.json", R"({"family": "v3"})");
  const std::string second = folder.write("second.json", R"({"base": "plain.json"})"), third = folder.write("third.json", R"({"base": "second"})");
  CHECK(load_fault(second) == "");
  CHECK(load_fault(third) == third + R"(#/base: "second" has a base itself; allowed: a variant without a base)");
  const std::string other = folder.write("other.json", R"({"base": "plain", "family": "v4"})");
  CHECK(load_fault(other) == other + R"(#/family: is not the family of the base; allowed: "v3")");
  const std::string lost = folder.write("lost.json", R"({"base": "yolov33"})");
  CHECK(load_fault(lost).starts_with(lost + R"(#/base: "yolov33" is not a variant; did you mean "yolov3"?; allowed: a file, )"));
  const std::string wrong = folder.write("wrong.json", R"({"base": ["plain"]})");
  CHECK(load_fault(wrong) == wrong + "#/base: must be a string, not an array");
}

TEST_CASE("base: errors name the file that holds the key") {
  const Folder folder;
  const std::string plain = folder.write("plain.json", R"({"family": "v3", "lambda_obj": -2})");
  const std::string own = folder.write("own.json", R"({"base": "plain"})");
  CHECK(load_fault(own) == plain + "#/lambda_obj: -2 is out of range; allowed: 0 to 1e+09");
}

TEST_CASE("base: a key that it writes is taken back where the file's choice does not read it") {
  const Folder folder;
  folder.write("plain.json", R"({"family": "v4", "alpha": "differentiated", "noobj": "complement"})");
  const Variant variant = load_variant(folder.write("own.json", R"({"base": "plain", "box_loss": "giou", "ignore": "decoded"})"));
  CHECK((variant.alpha == Alpha::constant && variant.noobj == Noobj::complement_minus_ignored));
  const std::string both = folder.write("both.json", R"({"base": "plain", "box_loss": "giou", "alpha": "constant"})");
  CHECK(load_fault(both) == both + R"(#/alpha: "alpha" is not read with box_loss giou; allowed: box_loss ciou)");
}

TEST_CASE("override: JSON or a bare word, over all files") {
  const std::vector<std::string> overrides{"ignore=decoded", "collision=\"mean\"", "lambda_obj=2.5", "anchors=[[1,2],[3,4]]",
                                           "masks=[]",       "image=[32, 64]",     "name=x=y"};
  CHECK(fault_of(R"({"family": "v3"})", overrides) == R"(--set name=x=y: "x=y" is neither JSON nor a bare word)");
  const Variant variant = parse_variant(R"({"family": "v3", "ignore": "off", "masks": [[5]]})", "v.json", std::span(overrides).first(6));
  CHECK((variant.ignore == Ignore::decoded && variant.collision == Collision::mean && variant.lambda_obj == 2.5 && variant.anchors.size() == 2));
  CHECK(variant.masks == std::vector<std::vector<int>>{{0, 1}});
}

TEST_CASE("override: errors name the override") {
  const std::string v3 = R"({"family": "v3", "image": [32, 32], "anchors": [[1, 1]]})";
  CHECK(
      fault_of(v3, {"ignore=decodd"}) ==
      R"(--set ignore=decodd: "decodd" is not a choice of ignore; did you mean "decoded"?; allowed: off, prior, decoded, decoded-same-class, decoded-any-class)");
  CHECK(fault_of(v3, {"ignroe=off"}).starts_with(R"(--set ignroe=off: "ignroe" is not a key; did you mean "ignore"?; allowed: )"));
  CHECK(fault_of(v3, {"ignore_thresh=2"}) == "--set ignore_thresh=2: 2 is out of range; allowed: 0 to 1");
  CHECK(fault_of(v3, {"masks=[[0,3]]"}) == "--set masks=[[0,3]]#/0/1: 3 is not the index of an anchor; allowed: 0 to 0");
  CHECK(fault_of(v3, {"lambda_obj=NaN"}) == "--set lambda_obj=NaN: must be a number, not a string");
  CHECK(fault_of(v3, {"lambda_obj"}) == "--set lambda_obj: is not key=value");
  CHECK(fault_of(v3, {"=3"}) == "--set =3: is not key=value");
  CHECK(fault_of(v3, {"lambda_obj="}) == R"(--set lambda_obj=: "" is neither JSON nor a bare word)");
  CHECK(fault_of(v3, {"family=v4"}) == "--set family=v4: family can not be overridden; allowed: another variant");
  CHECK(fault_of(v3, {"base=yolov3"}) == "--set base=yolov3: base can not be overridden; allowed: another variant");
  CHECK(fault_of(v3, {"lambda_obj=1", "lambda_obj=2"}) == R"(--set lambda_obj=2: "lambda_obj" is set twice)");
}
