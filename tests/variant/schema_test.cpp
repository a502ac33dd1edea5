#include "variant/schema.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "configs/paths.hpp"
#include "support/catch.hpp"
#include "variant/every_variant.hpp"

using nlohmann::json;
using namespace yologold;

namespace {

bool conforms(const json& document) {
  using Adapter = valijson::adapters::NlohmannJsonAdapter;
  static const json text = json::parse(variant_schema());
  static const valijson::Schema& schema = [&]() -> valijson::Schema& {
    static valijson::Schema parsed;
    valijson::SchemaParser().populateSchema(Adapter(text), parsed);
    return parsed;
  }();
  return valijson::Validator().validate(schema, Adapter(document), nullptr);
}

}  // namespace

TEST_CASE("schema: every bundled variant conforms") {
  for (const auto& file : std::filesystem::directory_iterator(YG_SOURCE_CONFIGS "/variants")) {
    INFO(file.path());
    CHECK(conforms(json::parse(std::ifstream(file.path()))));
  }
}

TEST_CASE("schema: every choice and number of every family conforms") {
  for (const std::string& text : every_variant()) {
    INFO(text);
    CHECK(conforms(json::parse(text)));
  }
}

TEST_CASE("schema: what the parser refuses in one file does not conform") {
  const char* refused[] = {
      R"({"classes": 3})",
      R"({"family": "v9"})",
      R"({"family": "v3", "ignroe": "off"})",
      R"({"family": "v3", "ignore": "decodd"})",
      R"({"family": "v4", "prior_gate": "off"})",
      R"({"family": "v1", "anchors": [[1, 1]]})",
      R"({"family": "v4", "iou_thresh": 1.5})",
      R"({"family": "v4", "iou_thresh": "0.2"})",
      R"({"family": "v4", "scale_xy": [0.9]})",
      R"({"family": "v3", "anchors": [[1, 0]]})",
      R"({"family": "v3", "anchors": [[1]]})",
      R"({"family": "v3", "masks": [[]]})",
      R"({"family": "v3", "masks": [[1, 1]]})",
      R"({"family": "v3", "image": [416]})",
      R"({"family": "v3", "classes": 1.5})",
      R"({"family": "v1", "predictors": 0})",
      R"({"base": "yolov4", "box_loss": "giou", "alpha": "constant"})",
      R"({"family": "v3", "ignore": "decoded", "class_thresh": 0.3})",
      R"([])",
  };
  for (const char* text : refused) {
    INFO(text);
    CHECK_FALSE(conforms(json::parse(text)));
  }
}
