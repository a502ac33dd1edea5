#include <algorithm>
#include <cctype>
#include <filesystem>

#include "json/parse.hpp"
#include "json/readers.hpp"
#include "json/text.hpp"
#include "variant/document.hpp"
#include "variant/field_keys.hpp"
#include "variant/load.hpp"
#include "variant/resolve.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

namespace {

using nlohmann::json;

json read_object(std::string_view text, const std::string& document) {
  json object = parse_json(text, document);
  if (!object.is_object()) refuse_kind(object, {document, ""}, "an object");
  return object;
}

void take_file(Document& document, const json& object, const std::string& where, Layer layer) {
  for (const auto& [key, value] : object.items()) {
    if (key == keys::base || key == keys::comment || key == keys::schema) continue;
    if (key == keys::name && layer == Layer::base) continue;
    const Place place = Place{where, ""}.at(key);
    const auto before = document.values.find(key);
    if (key == keys::family && before != document.values.end() && before->second != value)
      throw Error(place.str(), "is not the family of the base", before->second.dump());
    document.put(key, value, place, layer);
  }
}

void take_base(Document& document, const json& name, const std::string& where) {
  const Place place = Place{where, ""}.at(keys::base);
  const std::string folder = std::filesystem::path(where).parent_path().string();
  const VariantFile file = open_variant(read_string(name, place), folder.empty() ? "." : folder, place.str());
  const json object = read_object(file.text, file.path);
  if (object.contains(keys::base)) throw Error(place.str(), name.dump() + " has a base itself", "a variant without a base");
  take_file(document, object, file.path, Layer::base);
}

bool is_word(std::string_view text) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_' || c == '.'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits) && std::isalpha(static_cast<unsigned char>(text.front()));
}

void take_override(Document& document, const std::string& text) {
  // Split the key from the value.
  const Place place{"--set " + text, ""};
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) throw Error(place.str(), "is not key=value");
  const std::string key = text.substr(0, equals), value = text.substr(equals + 1);

  // Refuse what an override can not mean.
  if (key == keys::family || key == keys::base) throw Error(place.str(), key + " can not be overridden", "another variant");
  if (document.sources.layer_of(key) == Layer::overrides) throw Error(place.str(), quote(key) + " is set twice");

  // Take the value as JSON where it is, else as a word.
  const bool is_json = json::accept(value);
  if (!is_json && !is_word(value)) throw Error(place.str(), quote(value) + " is neither JSON nor a bare word");
  document.put(key, is_json ? parse_json(value, place.document) : json(value), place, Layer::overrides);
}

}  // namespace

Variant parse_variant(std::string_view text, const std::string& where, std::span<const std::string> overrides) {
  Document document{{Place{where, ""}}};
  const json file = read_object(text, where);
  if (file.contains(keys::base)) take_base(document, file.at(std::string(keys::base)), where);
  take_file(document, file, where, Layer::file);
  for (const std::string& each : overrides) take_override(document, each);
  return resolve(document);
}

}  // namespace yologold
