#include <unistd.h>

#include <filesystem>

#include "files/hash.hpp"
#include "files/write.hpp"
#include "golden/golden.hpp"
#include "golden/heads_json.hpp"
#include "golden/manifest.hpp"
#include "golden/report_json.hpp"
#include "golden/tensors.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {
namespace fs = std::filesystem;
namespace {

// A folder beside the cases that is gone when it was not moved to its place.
class AsideFolder {
 public:
  explicit AsideFolder(const std::string& golden) : path(fs::path(golden) / (std::string(aside_prefix) + std::to_string(::getpid()))) {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~AsideFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  AsideFolder(const AsideFolder&) = delete;
  AsideFolder& operator=(const AsideFolder&) = delete;

  fs::path path;
};

std::string write_hashed(const fs::path& path, const std::string& text) {
  write_text(path.string(), text);
  return sha256(text);
}

Json record_json(const Suite& suite, const Case& one, const Inputs& inputs, const Evaluation& evaluation, DType compute, bool stages) {
  Json record{{"format", "yologold-case/1"},
              {"id", one.id},
              {"suite", suite.name},
              {"seed", suite.seed},
              {"definition", definition_of(one, compute, evaluation.asked)},
              {"numerics_version", numerics_version},
              {"compute", compute == DType::f64 ? "f64" : "f32"},
              {"tier", name_of(evaluation.tier)},
              {"stages", stages},
              {"layout", name_of(inputs.layout)}};
  record["variant"] = Json::parse(print_variant(evaluation.variant));
  record["variant_sha256"] = hash_variant(evaluation.variant);
  record["heads"] = heads_json(inputs);
  if (one.conclusive) record["conclusive"] = conclusive_json(*one.conclusive);
  if (evaluation.asked == Tier::certified) record["certified"] = evaluation.certificate;
  return record;
}

}  // namespace

Json tensors_json(const Tensors& tensors) {
  Json json = Json::object();
  for (const auto& [name, tensor] : tensors) json[name] = {{"dtype", name_of(tensor.type)}, {"shape", tensor.shape}, {"sha256", sha256(tensor.bytes)}};
  return json;
}

Tensors golden_tensors(const Evaluation& evaluation, const std::vector<HeadShape>& shapes, bool stages) {
  Tensors tensors;
  for (std::size_t k = 0; k < shapes.size(); ++k) {
    const std::string suffix = "-" + std::to_string(k);
    tensors["gradient" + suffix] = evaluation.gradients[k];
    add_stages(tensors, evaluation.stages[k], shapes[k], suffix, stages);
  }
  const Report& report = evaluation.report;
  tensors["terms"] = terms_tensor(report);
  tensors["per_image"] = make_tensor(TensorType::f64, {report.images}, report.per_image);
  tensors["total"] = make_tensor(TensorType::f64, {}, std::vector<double>{report.total});
  for (const char* name : {"per_image", "total"}) canonicalise(tensors[name]);
  return tensors;
}

void write_case(const std::string& folder, const Suite& suite, const Case& one, const Inputs& inputs, const Evaluation& evaluation, DType compute,
                bool stages) {
  // Write the tensors and truths aside.
  const AsideFolder aside(folder);
  Tensors heads;
  for (std::size_t k = 0; k < inputs.heads.size(); ++k) heads["head-" + std::to_string(k)] = inputs.heads[k];
  const Tensors golden = golden_tensors(evaluation, inputs.shapes, stages);
  const std::map<std::string, std::string> metadata{{"case", one.id}, {"layout", name_of(inputs.layout)}};
  write_safetensors((aside.path / "inputs.safetensors").string(), heads, metadata);
  write_safetensors((aside.path / "golden.safetensors").string(), golden, metadata);
  const std::string truths_hash = write_hashed(aside.path / "truths.json", print_truths(inputs.truths.view()));

  // Write what they are.
  Json record = record_json(suite, one, inputs, evaluation, compute, stages);
  record["tensors"] = {{"inputs", tensors_json(heads)}, {"golden", tensors_json(golden)}};
  record["truths_sha256"] = truths_hash;
  record["report"] = report_json(evaluation.report);
  const std::string record_hash = write_hashed(aside.path / "case.json", record.dump(1) + "\n");

  // Put the finished case in its place, and only then name it.
  const fs::path place = fs::path(folder) / one.id;
  fs::create_directories(place.parent_path());
  fs::remove_all(place);
  fs::rename(aside.path, place);
  change_manifest(folder, [&](Manifest& manifest) { manifest.cases[one.id] = record_hash; });
}

}  // namespace yologold
