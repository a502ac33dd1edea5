#include "tools/conforms.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace yologold::test {

bool conforms(const Json& document, const std::string& schema) {
  const nlohmann::json text = nlohmann::json::parse(read_document(schema).dump()), target = nlohmann::json::parse(document.dump());
  valijson::Schema parsed;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(valijson::adapters::NlohmannJsonAdapter(text), parsed);
  return valijson::Validator().validate(parsed, valijson::adapters::NlohmannJsonAdapter(target), nullptr);
}

}  // namespace yologold::test
