#include "check/write_inputs.hpp"

#include <filesystem>

#include "files/write.hpp"
#include "golden/heads_json.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

void write_inputs(const std::string& folder, const std::string& id, const Inputs& inputs) {
  const std::filesystem::path place = folder;
  Tensors heads;
  for (std::size_t k = 0; k < inputs.heads.size(); ++k) heads["head-" + std::to_string(k)] = inputs.heads[k];
  write_safetensors((place / "inputs.safetensors").string(), heads, {{"case", id}, {"layout", name_of(inputs.layout)}});
  write_text((place / "truths.json").string(), print_truths(inputs.truths.view()));
  Json record{{"format", "yologold-inputs/1"}, {"id", id}, {"layout", name_of(inputs.layout)}};
  record["variant"] = Json::parse(print_variant(inputs.variant));
  record["heads"] = heads_json(inputs);
  write_text((place / "case.json").string(), record.dump(1) + "\n");
}

}  // namespace yologold
