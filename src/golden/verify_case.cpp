#include <charconv>
#include <cstring>

#include "golden/golden.hpp"
#include "golden/report_json.hpp"
#include "golden/tensors.hpp"
#include "suite/locate.hpp"

namespace yologold {
namespace {

std::string element_text(const Tensor& tensor, std::size_t index) {
  char text[64];
  const std::byte* at = tensor.bytes.data() + index * size_of(tensor.type);
  const auto print = [&](auto value) {
    std::memcpy(&value, at, sizeof value);
    return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
  };
  switch (tensor.type) {
    case TensorType::f32:
      return print(float{});
    case TensorType::f64:
      return print(double{});
    case TensorType::i32:
      return print(std::int32_t{});
    case TensorType::i8:
      return print(std::int8_t{});
    default:
      return "?";
  }
}

// A gradient's element by its address; of other tensors by its number.
std::string place_text(const std::string& name, std::size_t index, const Inputs& inputs) {
  if (name.rfind("gradient-", 0) != 0) return "element " + std::to_string(index);
  const auto head = std::stoul(name.substr(9));
  std::string place;
  for_each_element(inputs.shapes[head], layout_of(inputs.layout, inputs.shapes[head]), static_cast<std::int64_t>(head),
                   [&](const Address& at, std::int64_t offset) {
                     if (offset == static_cast<std::int64_t>(index)) place = address_text(at);
                   });
  return place;
}

std::string compare(const std::string& name, const Tensor& stored, const Tensor& computed, const Inputs& inputs) {
  if (stored.type != computed.type || stored.shape != computed.shape) return name + ": type or shape differs";
  const std::size_t size = size_of(stored.type);
  std::size_t differing = 0, first = 0;
  for (std::size_t i = 0; i < stored.bytes.size() / size; ++i)
    if (std::memcmp(stored.bytes.data() + i * size, computed.bytes.data() + i * size, size) != 0 && differing++ == 0) first = i;
  if (!differing) return "";
  return name + ": " + std::to_string(differing) + " elements differ; the first at " + place_text(name, first, inputs) + ": stored " +
         element_text(stored, first) + ", computed " + element_text(computed, first);
}

}  // namespace

Tier asked_tier(const GoldenCase& golden) { return golden.record.contains("certified") ? Tier::certified : Tier::fast; }

std::string verify_case(const GoldenCase& golden, const RunOptions& options) {
  // Compute again, in the precision of the golden.
  RunOptions same = options;
  same.compute = golden.record.at("compute") == "f64" ? DType::f64 : DType::f32;
  const auto type = same.compute == DType::f64 ? TensorType::f64 : TensorType::f32;
  const bool stages = golden.record.at("stages").get<bool>();
  const Evaluation evaluation = evaluate(golden.inputs, same, type, true, asked_tier(golden), stages);
  const Tensors computed = golden_tensors(evaluation, golden.inputs.shapes, stages);

  // Name the first difference.
  for (const auto& [name, tensor] : computed) {
    const auto stored = golden.tensors.find(name);
    if (stored == golden.tensors.end()) return name + ": is not in the golden";
    if (const std::string difference = compare(name, stored->second, tensor, golden.inputs); !difference.empty()) return difference;
  }
  return golden.record.at("report") == report_json(evaluation.report) ? "" : "report: differs from the one in case.json";
}

}  // namespace yologold
