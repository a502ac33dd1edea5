#include "golden/lock.hpp"

#include "files/hash.hpp"
#include "files/truth_files.hpp"
#include "files/write.hpp"
#include "golden/damaged.hpp"
#include "golden/golden.hpp"
#include "json/fields.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {
namespace {

Lock parse_lock(const std::string& path) {
  // Read what all cases share.
  const Json document = read_document(path);
  Fields fields(document, Place{path, ""});
  if (fields.text("format") != "yologold-lock/1") throw Error(path, "is no lock of a golden", "yologold-lock/1");
  if (const auto version = fields.whole("numerics_version", 1, 1 << 20); version != numerics_version)
    throw Error(path, "was computed by numerics version " + std::to_string(version), std::to_string(numerics_version) + "; lock the golden again");
  const std::string suite = fields.text("suite"), compute = fields.text("compute"), tier = fields.text("tier");
  if (compute != "f32" && compute != "f64") throw Error(path, "compute is \"" + compute + "\"", "f32, f64");
  Lock lock{suite, compute == "f64" ? DType::f64 : DType::f32, tier_named(tier, path), {}};

  // Read the cases.
  for (const auto& [id, entry] : fields.need("cases").items()) {
    Fields one(entry, fields.place("cases").at(id));
    lock.cases[id] = {one.text("inputs"), one.text("variant"), one.text("values")};
    one.finish();
  }
  fields.finish();
  return lock;
}

}  // namespace

LockedCase lock_case(const Inputs& inputs, const Evaluation& evaluation) {
  Tensors heads;
  for (std::size_t k = 0; k < inputs.heads.size(); ++k) heads["head-" + std::to_string(k)] = inputs.heads[k];
  const Json given{{"layout", name_of(inputs.layout)}, {"heads", tensors_json(heads)}, {"truths", sha256(print_truths(inputs.truths.view()))}};
  return {sha256(given.dump()), hash_variant(evaluation.variant), sha256(tensors_json(golden_tensors(evaluation, inputs.shapes, false)).dump())};
}

void write_lock(const std::string& path, const Lock& lock) {
  Json json{{"format", "yologold-lock/1"}, {"numerics_version", numerics_version}, {"suite", lock.suite}};
  json.update(Json{{"compute", lock.compute == DType::f64 ? "f64" : "f32"}, {"tier", name_of(lock.tier)}, {"cases", Json::object()}});
  for (const auto& [id, one] : lock.cases) json["cases"][id] = {{"inputs", one.inputs}, {"variant", one.variant}, {"values", one.values}};
  write_text(path, json.dump(1) + "\n");
}

Lock read_lock(const std::string& path) {
  try {
    return parse_lock(path);
  } catch (const Error& error) {
    throw Damaged(error.where, error.fault, error.allowed);
  }
}

}  // namespace yologold
