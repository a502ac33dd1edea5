#include "json/parse.hpp"

#include <cmath>

#include "json/fault.hpp"
#include "json/json.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

std::string parse_fault(const std::string& text) {
  const std::string sorted = fault_of([&] { parse_json(text, "f"); }), ordered = fault_of([&] { parse_json<Json>(text, "f"); });
  CHECK(sorted == ordered);
  return sorted;
}

std::string nested(std::size_t depth, const std::string& inside) { return std::string(depth, '[') + inside + std::string(depth, ']'); }

}  // namespace

TEST_CASE("parse_json: the order of keys is sorted, or as written") {
  CHECK(parse_json(R"({"b": 1, "a": 2})", "f").dump() == R"({"a":2,"b":1})");
  CHECK(parse_json<Json>(R"({"b": 1, "a": 2})", "f").dump() == R"({"b":1,"a":2})");
}

TEST_CASE("parse_json: 16 levels are read, 17 are not") {
  CHECK(parse_fault(nested(16, "1")) == "");
  CHECK(parse_fault(nested(17, "")) == "f: is nested more than 16 deep at line 1, column 17");
  CHECK(parse_fault("{\"a\": 1,\n \"b\": " + nested(16, "") + "}") == "f#/b: is nested more than 16 deep at line 2, column 22");
}

TEST_CASE("parse_json: a key written twice in one object, at any level") {
  CHECK(parse_fault(R"([{"a": 1}, {"a": 1, "b": {"a": 2}}])") == "");
  CHECK(parse_fault("{\"b\": [{\"a\": 1,\n\"a\": 1}]}") == "f#/b: \"a\" is written twice, again at line 2, column 3");
}

TEST_CASE("parse_json: what is no JSON, with line and column") {
  CHECK(parse_fault("").starts_with("f: not JSON at line 1, column 1: "));
  CHECK(parse_fault("[1,\n2,]").starts_with("f: not JSON at line 2, column 3: "));
  CHECK(parse_fault("[] []").starts_with("f: not JSON at line 1, column 4: "));
}

TEST_CASE("number_json: what JSON can not write") {
  CHECK(number_json(0.5).dump() == "0.5");
  CHECK(number_json(NAN).dump() == "\"nan\"");
  CHECK((number_json(INFINITY).dump() == "\"inf\"" && number_json(-INFINITY).dump() == "\"-inf\""));
}
