#include "suite/inputs.hpp"

#include <algorithm>
#include <filesystem>

#include "files/read.hpp"
#include "suite/generate.hpp"
#include "suite/infer_shape.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {
namespace {

const std::string variable = "${data}";

std::string place_file(std::string name, const Suite& suite, const std::string& data) {
  const auto at = name.find(variable);
  if (at != std::string::npos) {
    if (data.empty()) throw Error(name, "the suite reads files from a data folder", "--data DIR or the environment variable YOLOGOLD_DATA");
    return name.replace(at, variable.size(), data);
  }
  return (std::filesystem::path(suite.folder) / name).string();
}

Inputs read_inputs(const Suite& suite, const Case& one, Variant variant, const std::string& data) {
  Inputs inputs;
  inputs.layout = one.layout;
  for (const auto& file : one.files->heads) inputs.heads.push_back(widen(read_tensor(place_file(file, suite, data))));
  for (std::size_t k = 0; k < inputs.heads.size(); ++k)
    inputs.shapes.push_back(infer_shape(inputs.heads[k], one.files->heads[k], one.layout, variant, k, inputs.heads.size(), one.files->grid));
  inputs.truths = read_truths(place_file(one.files->truths, suite, data), inputs.shapes[0].n);
  inputs.variant = std::move(variant);
  return inputs;
}

}  // namespace

bool reads_data(const Case& one) {
  const auto names_it = [](const std::string& name) { return name.find(variable) != std::string::npos; };
  return one.files && (names_it(one.files->truths) || std::any_of(one.files->heads.begin(), one.files->heads.end(), names_it));
}

std::int64_t predictors_of(const Variant& variant, std::size_t head, std::size_t heads) {
  if (variant.family == Family::v1) return variant.predictors;
  if (variant.anchors.empty()) throw Error(variant.name, "the variant has no anchors", "anchors, e.g. \"anchors\": [[10, 13], [16, 30]]");
  if (variant.masks.empty() && heads == 1) return static_cast<std::int64_t>(variant.anchors.size());
  if (variant.masks.size() != heads)
    throw Error(variant.name, std::to_string(heads) + " heads are given, the variant has masks for " + std::to_string(variant.masks.size()), "one mask a head");
  return static_cast<std::int64_t>(variant.masks[head].size());
}

Inputs make_inputs(const Suite& suite, const Case& one, const std::string& data) {
  Variant variant = load_variant(one.variant, one.overrides);
  if (one.files) return read_inputs(suite, one, std::move(variant), data);

  // Take the shapes from the case.
  Inputs inputs;
  inputs.layout = one.layout;
  const Generated& generated = *one.generated;
  if (variant.classes < 1) throw Error(one.id, "the number of classes is not known", "\"heads\": {\"classes\": C}, or a variant with classes");
  for (std::size_t k = 0; k < generated.grids.size(); ++k)
    inputs.shapes.push_back({generated.n, predictors_of(variant, k, generated.grids.size()), generated.grids[k].first, generated.grids[k].second,
                             variant.classes, variant.family == Family::v1});
  inputs.variant = std::move(variant);

  // Make truths first: a fill may look at them.
  inputs.truths = generate_truths(generated, inputs.variant, inputs.shapes, suite.seed, one.id);
  for (std::size_t k = 0; k < inputs.shapes.size(); ++k)
    inputs.heads.push_back(generate_head(generated, inputs.variant, inputs.shapes[k], k, inputs.layout, inputs.truths.view(), suite.seed, one.id));
  return inputs;
}

}  // namespace yologold
