// The published schema of suites accepts what the program accepts, and refuses what it refuses.
#include "suite/suite.hpp"
#include "support/catch.hpp"
#include "tools/conforms.hpp"
#include "yologold/error.hpp"

using namespace yologold;

namespace {

const std::string suites = YG_CONFIGS "/suites/";

bool suite_conforms(const Json& document) { return test::conforms(document, suites + "suite.schema.json"); }

bool suite_parses(const Json& document) {
  try {
    parse_suite(document, "suite.json");
    return true;
  } catch (const Error&) {
    return false;
  }
}

Json small() {
  return Json::parse(R"({"format": "yologold-suite/1", "name": "s", "seed": 1,
    "cases": [{"id": "a", "variant": "yolov3", "heads": {"n": 1, "grids": [[2, 3]]}, "truths": {"count": [0, 1]}}]})");
}

}  // namespace

TEST_CASE("the bundled suites conform to the schema") {
  for (const char* name : {"quick", "standard", "selftest", "large", "real-heads"}) {
    CAPTURE(name);
    CHECK(suite_conforms(read_document(suites + name + ".json")));
  }
}

TEST_CASE("schema and parser refuse the same") {
  CHECK(suite_conforms(small()));
  CHECK(suite_parses(small()));
  const std::pair<const char*, Json> faults[] = {
      {"/cases/0/fil", "zero"},
      {"/cases/0/fill", "zeros"},
      {"/cases/0/layout", "chwn"},
      {"/cases/0/heads/n", -1},
      {"/cases/0/heads/grids", {{0, 1}}},
      {"/cases/0/id", "a/../b"},
      {"/cases/0/truths/kind", "randon"},
      {"/cases/0/truths/count", {1}},
      {"/seed", "1"},
      {"/format", "yologold-suite"},
      {"/cases/0/stages", 1},
      {"/cases/0/conclusive", 0.5},
      {"/cases/0/conclusive", {{"at_least", 0.5}}},
      {"/cases/0/conclusive", {{"at_least", 0.5}, {"because", ""}}},
      {"/cases/0/conclusive", {{"at_least", 0}, {"because", "flat"}}},
      {"/cases/0/conclusive", {{"at_least", 1.5}, {"because", "flat"}}},
      {"/cases/0/matrix", {{"fill", "zero"}}},
      {"/extra", 1},
  };
  for (const auto& [pointer, value] : faults) {
    CAPTURE(pointer);
    Json document = small();
    document[Json::json_pointer(pointer)] = value;
    CHECK_FALSE(suite_conforms(document));
    CHECK_FALSE(suite_parses(document));
  }
}

TEST_CASE("schema and parser know the same names") {
  const Json schema = read_document(suites + "suite.schema.json");
  const Json& keys = schema["definitions"]["case"]["properties"];
  for (const auto& [key, names] : {std::pair<std::string, Json>{"/cases/0/fill", keys["fill"]["enum"]},
                                   {"/cases/0/layout", keys["layout"]["enum"]},
                                   {"/cases/0/dtype", keys["dtype"]["enum"]},
                                   {"/cases/0/truths/kind", keys["truths"]["properties"]["kind"]["enum"]}})
    for (const auto& name : names) {
      Json document = small();
      document[Json::json_pointer(key)] = name;
      CAPTURE(key, name.dump());
      CHECK(suite_parses(document));
    }
#define YG_FILL(enumerator, name, doc) CHECK(std::count(keys["fill"]["enum"].begin(), keys["fill"]["enum"].end(), name) == 1);
#include "suite/fills.inc"
#undef YG_FILL
  const Json& kinds = keys["truths"]["properties"]["kind"]["enum"];
#define YG_TRUTH_KIND(enumerator, name, doc) CHECK(std::count(kinds.begin(), kinds.end(), name) == 1);
#include "suite/truth_kinds.inc"
#undef YG_TRUTH_KIND
}
