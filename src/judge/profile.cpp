#include "judge/profile.hpp"

#include "suite/fields.hpp"
#include "suite/find_config.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr Kind kinds[] = {Kind::box, Kind::objectness, Kind::classes, Kind::terms, Kind::total};
constexpr TensorType types[] = {TensorType::f16, TensorType::bf16, TensorType::f32, TensorType::f64};

Tolerance parse_tolerance(const Json& object, const std::string& where) {
  Fields fields(object, where);
  const Tolerance tolerance{fields.number("abs", 0), fields.number("rel", 0), fields.number("ulp", 0)};
  fields.text("because");
  fields.finish();
  if (!(tolerance.abs >= 0 && tolerance.rel >= 0 && tolerance.ulp >= 0)) throw Error(where, "a tolerance is negative");
  return tolerance;
}

std::map<Kind, Tolerance> parse_kinds(const Json& object, const std::string& where) {
  Fields fields(object, where);
  std::map<Kind, Tolerance> tolerances;
  for (const Kind kind : kinds) tolerances[kind] = parse_tolerance(fields.need(name_of(kind)), fields.pointer(name_of(kind)));
  fields.finish();
  return tolerances;
}

}  // namespace

const char* name_of(Kind kind) {
  static const char* const names[] = {"box", "objectness", "class", "terms", "total"};
  return names[static_cast<int>(kind)];
}

const Tolerance& Profile::of(TensorType type, Kind kind) const {
  const auto found = tolerances.find(type);
  if (found != tolerances.end()) return found->second.at(kind);
  std::string known;
  for (const auto& [other, by_kind] : tolerances) known += (known.empty() ? "" : ", ") + std::string(yologold::name_of(other));
  throw Error("profile " + name, std::string("says nothing of values stored as ") + yologold::name_of(type), known);
}

Profile load_profile(const std::string& name_or_path) {
  // Read the head of the document.
  const std::string path = find_config("profiles", name_or_path);
  const Json document = read_document(path);
  Fields fields(document, path + "#");
  if (fields.text("format") != "yologold-profile/1") throw Error(fields.pointer("format"), "is no profile", "yologold-profile/1");
  Profile profile{fields.text("name"), {}};
  fields.text("about");

  // Read the types that it speaks of.
  Fields stored(fields.need("stored"), fields.pointer("stored"));
  for (const TensorType type : types)
    if (const Json* object = stored.find(name_of(type))) profile.tolerances[type] = parse_kinds(*object, stored.pointer(name_of(type)));
  stored.finish();
  fields.finish();
  return profile;
}

}  // namespace yologold
