#include <filesystem>

#include "files/bytes.hpp"
#include "files/hash.hpp"
#include "files/read.hpp"
#include "golden/damaged.hpp"
#include "golden/golden.hpp"
#include "json/fields.hpp"
#include "json/parse.hpp"
#include "json/text.hpp"
#include "suite/infer_shape.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {
namespace fs = std::filesystem;
namespace {

void hold_against(const Tensors& tensors, const Json& recorded, const std::string& where, Reading what) {
  const Json found = tensors_json(tensors);
  for (const auto& [name, entry] : recorded.items()) {
    if (what == Reading::judged && is_stage(name)) continue;
    if (!found.contains(name)) throw Damaged(where, "tensor " + quote(name) + " is missing");
    if (found[name] != entry)
      throw Damaged(where, "tensor " + quote(name) + " is not the one that case.json names", entry.dump() + ", found " + found[name].dump());
  }
  for (const auto& [name, entry] : found.items())
    if (!recorded.contains(name)) throw Damaged(where, "tensor " + quote(name) + " is not named in case.json");
}

HeadShape parse_head(const Json& json, const Place& place) {
  Fields f(json, place);
  const auto size = [&](const char* key) { return f.whole(key, 0, std::int64_t{1} << 40); };
  return {size("n"), size("a"), size("h"), size("w"), size("c"), f.flag("shared_classes", false)};
}

// Holds the sizes of head and gradient against the shape in case.json.
void check_sizes(const GoldenCase& golden, std::size_t k, const std::string& where) {
  const auto expected = tensor_shape(golden.inputs.layout, golden.inputs.shapes[k]);
  if (golden.inputs.heads[k].shape != expected || golden.tensors.at("gradient-" + std::to_string(k)).shape != expected)
    throw Damaged(where, "the shape of head " + std::to_string(k) + " is not that of its tensors");
}

GoldenCase read_unchecked(const fs::path& place, const std::string& record_hash, Reading what) {
  // Read the record and see that it is the one the manifest names.
  const std::string where = (place / "case.json").string(), text = read_text(where);
  if (sha256(text) != record_hash) throw Damaged(where, "is not the one that golden.json names", record_hash);
  GoldenCase golden;
  golden.record = parse_json<Json>(text, where);
  Fields f(golden.record, Place{where, ""});
  if (f.text("format") != "yologold-case/1") throw Damaged(where, "is no case of a golden", "yologold-case/1");
  if (const auto version = f.whole("numerics_version", 1, 1 << 20); version != numerics_version)
    throw Damaged(where, "was computed by numerics version " + std::to_string(version), std::to_string(numerics_version) + "; compute the golden again");

  // Read and check the tensors and truths.
  const Tensors heads = read_safetensors((place / "inputs.safetensors").string());
  golden.tensors = read_safetensors((place / "golden.safetensors").string(), [&](const std::string& name) { return what == Reading::all || !is_stage(name); });
  Fields tensors(f.need("tensors"), f.place("tensors"));
  hold_against(heads, tensors.need("inputs"), (place / "inputs.safetensors").string(), what);
  hold_against(golden.tensors, tensors.need("golden"), (place / "golden.safetensors").string(), what);
  if (sha256(read_text((place / "truths.json").string())) != f.text("truths_sha256"))
    throw Damaged((place / "truths.json").string(), "is not the one that case.json names");

  // Put the inputs together.
  if (const Json* share = f.find("conclusive")) golden.conclusive = parse_conclusive(*share, f.place("conclusive"));
  golden.inputs.layout = layout_named(f.text("layout"), f.place("layout").str());
  golden.inputs.variant = parse_variant(f.need("variant").dump(), f.place("variant").str());
  for (const auto& head : f.need("heads")) golden.inputs.shapes.push_back(parse_head(head, f.place("heads")));
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    golden.inputs.heads.push_back(heads.at("head-" + std::to_string(k)));
    check_sizes(golden, k, where);
  }
  golden.inputs.truths = read_truths((place / "truths.json").string(), golden.inputs.shapes.at(0).n);
  return golden;
}

}  // namespace

bool is_stage(const std::string& name) {
  for (const char* stage : {"activated-", "boxes-", "best_iou-"})
    if (name.rfind(stage, 0) == 0) return true;
  return false;
}

GoldenCase read_case(const std::string& folder, const Manifest& manifest, const std::string& id, Reading what) {
  const fs::path place = fs::path(folder) / id;
  const auto entry = manifest.cases.find(id);
  if (entry == manifest.cases.end()) throw Damaged(place.string(), "the golden has no such case");
  try {
    return read_unchecked(place, entry->second, what);
  } catch (const Damaged&) {
    throw;
  } catch (const Error& error) {
    throw Damaged(error.where, error.fault, error.allowed);
  } catch (const std::exception& error) {
    throw Damaged(place.string(), error.what());
  }
}

}  // namespace yologold
