#include "explain/explain_cell.hpp"

#include "explain/parts.hpp"
#include "files/shape.hpp"
#include "golden/report_json.hpp"
#include "judge/render.hpp"
#include "variant/catalogue.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

// Refuses what a backend wrote where the slot can not be read from it.
void check_actual(const std::string& id, const GoldenCase& golden, const Address& slot, const Actual& actual) {
  const std::string name = "gradient-" + std::to_string(slot.head);
  const auto found = actual.tensors.find(name);
  if (found == actual.tensors.end()) throw Error("actual of " + id, name + " is missing");
  const auto& expected = golden.tensors.at(name).shape;
  if (found->second.shape != expected) throw Error("actual of " + id, name + " has the shape " + print_shape(found->second.shape), print_shape(expected));
}

}  // namespace

Json explain_cell(const std::string& id, const GoldenCase& golden, const Address& slot, const Profile& profile, const Actual* actual) {
  // See that everything is there.
  if (!profile.numeric)
    throw Error("--profile " + profile.name, "holds fixed tolerances, no arithmetic to derive a bound from", "a yologold-profile/2, such as cuda-fp32");
  const explain::Subject subject(golden, slot);
  if (actual) check_actual(id, golden, slot, *actual);

  // Go the slot's way.
  Json json{{"format", "yologold-cell/1"}, {"case", id}, {"at", address_json(slot)}};
  json["at"].erase("channel");
  json["variant"] = {{"name", golden.inputs.variant.name}, {"family", name_of(golden.inputs.variant.family)}};
  json["profile"] = profile.name;
  json["inputs"] = inputs_json(subject);
  json["stages"] = stages_json(subject);
  json["role"] = name_of(subject.role());
  json["why"] = why(subject);
  json["decisions"] = margins_json(subject, *profile.numeric);
  json["terms"] = terms_json(subject, *profile.numeric);
  json["gradient"] = gradient_json(subject, *profile.numeric, actual);
  json["python"] = snippet(subject);
  return json;
}

}  // namespace yologold
