#include <sstream>

#include "files/read.hpp"
#include "json/text.hpp"
#include "loss_options.hpp"
#include "parse_pair.hpp"
#include "suite/infer_shape.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::tools {
namespace {

// "608x416" -> {608, 416}
std::pair<std::int64_t, std::int64_t> parse_size(const std::string& text, const std::string& option, const char* form) {
  const auto size = parse_pair(text, 'x');
  if (!size) throw Error(option, "is " + quote(text), form);
  return *size;
}

// "10,13 16,30" -> [[10,13],[16,30]]; the numbers are checked where the variant is parsed.
std::string list_of_lists(const std::string& text) {
  std::istringstream words(text);
  std::string json;
  for (std::string word; words >> word;) json += (json.empty() ? "[" : ",[") + word + "]";
  return "[" + json + "]";
}

// The options that are short for keys of the variant, then --set.
std::vector<std::string> overrides_of(const LossOptions& o) {
  std::vector<std::string> overrides;
  if (!o.anchors.empty()) overrides.push_back("anchors=" + list_of_lists(o.anchors));
  if (!o.masks.empty()) overrides.push_back("masks=" + list_of_lists(o.masks));
  if (o.classes > 0) overrides.push_back("classes=" + std::to_string(o.classes));
  if (!o.image.empty()) {
    const auto [w, h] = parse_size(o.image, "--image", "WIDTHxHEIGHT, e.g. 608x416");
    overrides.push_back("image=[" + std::to_string(w) + "," + std::to_string(h) + "]");
  }
  overrides.insert(overrides.end(), o.set.begin(), o.set.end());
  return overrides;
}

}  // namespace

Inputs read_loss_inputs(const LossOptions& o) {
  // Load the variant.
  Inputs inputs;
  inputs.variant = load_variant(o.variant, overrides_of(o));
  inputs.layout = layout_named(o.layout, "--layout");
  std::optional<std::pair<std::int64_t, std::int64_t>> grid;
  if (!o.grid.empty()) grid = parse_size(o.grid, "--grid", "HEIGHTxWIDTH, e.g. 7x7");

  // Read the heads and find their shapes.
  for (std::size_t k = 0; k < o.heads.size(); ++k) {
    const Tensor& head = inputs.heads.emplace_back(widen(read_tensor(o.heads[k])));
    inputs.shapes.push_back(infer_shape(head, o.heads[k], inputs.layout, inputs.variant, k, o.heads.size(), grid));
    if (inputs.shapes[k].n != inputs.shapes[0].n)
      throw Error(o.heads[k], std::to_string(inputs.shapes[k].n) + " images", std::to_string(inputs.shapes[0].n) + ", as the first head has");
  }
  inputs.truths = read_truths(o.truths, inputs.shapes[0].n);
  return inputs;
}

}  // namespace yologold::tools
