#pragma once
#include <map>
#include <optional>
#include <string>

#include "golden/evaluate.hpp"
#include "suite/inputs.hpp"
#include "suite/suite.hpp"

namespace yologold {

/// What a golden folder holds beside its case folders: golden.json.
struct Manifest {
  std::string suite, suite_hash;
  std::map<std::string, std::string> cases;  ///< id -> SHA-256 of case.json
  Tier tier = Tier::fast;
};

/// A case as it stands in a golden folder.
struct GoldenCase {
  Json record;  ///< case.json
  Inputs inputs;
  Tensors tensors;                                           ///< golden.safetensors: gradient-K, terms, per_image, total, role-K, truth-K, further stages
  std::optional<ConclusiveShare> conclusive = std::nullopt;  ///< what the suite asks to be proved of it
};

/// Reads golden.json. Damaged where there is none.
Manifest read_manifest(const std::string& folder);

/// Error where a folder is there and holds other things than a golden.
void check_golden_folder(const std::string& folder);

/// Makes the folder where it is missing, and drops cases that the suite no longer has or defines otherwise.
void open_golden(const std::string& folder, const Suite& suite, DType compute, Tier tier);

/// Writes a case aside, moves it to its place and enters it into golden.json. Several processes may write into one folder.
void write_case(const std::string& folder, const Suite& suite, const Case& one, const Inputs& inputs, const Evaluation& evaluation, DType compute, bool stages);

/// Whether a tensor is an intermediate that no backend is judged by: activated-K, boxes-K, best_iou-K.
bool is_stage(const std::string& name);

/// What of a case is read: everything, or what a backend is judged by; stages that are not read are not loaded.
enum class Reading { all, judged };

/// Reads a case and holds every byte that it reads against the hashes. Damaged where something is missing or different.
GoldenCase read_case(const std::string& folder, const Manifest& manifest, const std::string& id, Reading what = Reading::all);

/// The tensors that golden.safetensors holds for an evaluation.
Tensors golden_tensors(const Evaluation& evaluation, const std::vector<HeadShape>& shapes, bool stages);

/// The tier that a case was to be computed in.
Tier asked_tier(const GoldenCase& golden);

/// Recomputes a case from its stored inputs. "" where every bit agrees, else what differs: tensor, address, both values.
std::string verify_case(const GoldenCase& golden, const RunOptions& options);

/// The SHA-256 of each tensor's bytes, with type and shape.
Json tensors_json(const Tensors& tensors);

/// The definition of a case together with what it is computed in: a golden with another one is out of date.
std::string definition_of(const Case& one, DType compute, Tier tier);

}  // namespace yologold
