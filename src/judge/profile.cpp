#include "judge/profile.hpp"

#include "bounds/parse_numeric_profile.hpp"
#include "configs/find_config.hpp"
#include "json/fields.hpp"
#include "json/json.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr Kind kinds[] = {Kind::box, Kind::objectness, Kind::classes, Kind::terms, Kind::total};
constexpr TensorType types[] = {TensorType::f16, TensorType::bf16, TensorType::f32, TensorType::f64};

Tolerance parse_tolerance(const Json& object, const Place& place) {
  Fields fields(object, place);
  const Tolerance tolerance{fields.number("abs", 0), fields.number("rel", 0), fields.number("ulp", 0)};
  fields.text("because");
  fields.finish();
  if (!(tolerance.abs >= 0 && tolerance.rel >= 0 && tolerance.ulp >= 0)) throw Error(place.str(), "a tolerance is negative");
  return tolerance;
}

std::map<Kind, Tolerance> parse_kinds(const Json& object, const Place& place) {
  Fields fields(object, place);
  std::map<Kind, Tolerance> tolerances;
  for (const Kind kind : kinds) tolerances[kind] = parse_tolerance(fields.need(name_of(kind)), fields.place(name_of(kind)));
  fields.finish();
  return tolerances;
}

}  // namespace

const char* name_of(Kind kind) {
  static const char* const names[] = {"box", "objectness", "class", "terms", "total"};
  return names[static_cast<int>(kind)];
}

const Tolerance& Profile::of(TensorType type, Kind kind) const {
  static const Tolerance exact{};
  if (numeric) return exact;
  const auto found = tolerances.find(type);
  if (found != tolerances.end()) return found->second.at(kind);
  std::vector<std::string_view> known;
  for (const auto& [other, by_kind] : tolerances) known.push_back(yologold::name_of(other));
  throw Error("profile " + name, std::string("says nothing of values stored as ") + yologold::name_of(type), join(known));
}

TensorType Profile::stored() const {
  if (!numeric) return tolerances.begin()->first;
  for (const TensorType type : types)
    if (numeric->stored.name == yologold::name_of(type)) return type;
  return TensorType::f32;
}

Profile load_profile(const std::string& name_or_path) {
  // Read the head of the document.
  const std::string path = find_config("profile", name_or_path, "profile");
  const Json document = read_document(path);
  if (const auto format = document.find("format"); format != document.end() && *format == "yologold-profile/2") {
    const auto numeric = std::make_shared<const bounds::NumericProfile>(bounds::parse_numeric_profile(document, path));
    return {numeric->name, {}, numeric};
  }
  Fields fields(document, Place{path, ""});
  if (fields.text("format") != "yologold-profile/1") throw Error(fields.place("format").str(), "is no profile", "yologold-profile/1, yologold-profile/2");
  Profile profile{fields.text("name"), {}};
  fields.text("about");

  // Read the types that it speaks of.
  Fields stored(fields.need("stored"), fields.place("stored"));
  for (const TensorType type : types)
    if (const Json* object = stored.find(name_of(type))) profile.tolerances[type] = parse_kinds(*object, stored.place(name_of(type)));
  stored.finish();
  fields.finish();
  return profile;
}

}  // namespace yologold
