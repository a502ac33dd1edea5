#include "json/fields.hpp"

#include "json/fault.hpp"
#include "json/json.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

/// Reads text, whole, number, flag and list of an object.
std::string fields_fault(const std::string& text) {
  return fault_of([&] {
    const Json object = Json::parse(text);
    Fields fields(object, Place{"f", "/o"});
    fields.text("text");
    fields.whole("whole", 0, 9);
    fields.number("number", 0);
    fields.flag("flag", false);
    fields.texts("list");
    fields.finish();
  });
}

}  // namespace

TEST_CASE("fields: what is absent is the other value") {
  const Json object = Json::parse(R"({"a": 2.5, "b": true, "c": ["x", "y"], "$comment": [], "$schema": ""})");
  Fields fields(object, Place{"f", ""});
  CHECK((fields.number("a", 1) == 2.5 && fields.number("d", 1) == 1));
  CHECK((fields.flag("b", false) && fields.flag("e", true)));
  CHECK((fields.texts("c") == std::vector<std::string>{"x", "y"} && fields.texts("f").empty()));
  CHECK(fault_of([&] { fields.finish(); }) == "");
}

TEST_CASE("fields: every fault with its place") {
  CHECK(fields_fault("[]") == "f#/o: must be an object, not an array");
  CHECK(fields_fault("{}") == "f#/o/text: is missing");
  CHECK(fields_fault(R"({"text": 1})") == "f#/o/text: must be a string, not a number");
  CHECK(fields_fault(R"({"text": "", "whole": 10})") == "f#/o/whole: 10 is out of range; allowed: 0 to 9");
  CHECK(fields_fault(R"({"text": "", "whole": 1, "number": "1"})") == "f#/o/number: must be a number, not a string");
  CHECK(fields_fault(R"({"text": "", "whole": 1, "flag": 1})") == "f#/o/flag: must be true or false, not a number");
  CHECK(fields_fault(R"({"text": "", "whole": 1, "list": "x"})") == "f#/o/list: must be a list, not a string");
  CHECK(fields_fault(R"({"text": "", "whole": 1, "list": ["x", null]})") == "f#/o/list/1: must be a string, not null");
  CHECK(fields_fault(R"({"text": "", "whole": 1, "flga": true})") ==
        R"(f#/o/flga: "flga" is not a key; did you mean "flag"?; allowed: text, whole, number, flag, list)");
}
