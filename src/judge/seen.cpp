#include "judge/seen.hpp"

#include "golden/tensors.hpp"

namespace yologold {
namespace {

std::vector<Pair> pairs_of(const GoldenCase& golden) {
  std::vector<Pair> pairs;
  for (const Json& j : golden.record.at("report").at("pairs"))
    pairs.push_back({j.at("head"), j.at("image"), j.at("anchor"), j.at("y"), j.at("x"), j.at("truth"),
                     j.at("iou").is_number() ? j.at("iou").get<double>() : 0.0, 0, j.at("kept"), j.at("gated")});
  return pairs;
}

}  // namespace

Seen::Seen(const GoldenCase& golden) : golden_(golden), pairs_(pairs_of(golden)) {
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const Tensor& head = golden.inputs.heads[k];
    heads_.push_back({head.bytes.data(), head.type == TensorType::f64 ? DType::f64 : DType::f32, layout_of(golden.inputs.layout, golden.inputs.shapes[k])});
    roles_.push_back(values_of<Role>(golden.tensors.at("role-" + std::to_string(k))));
  }
}

bounds::Problem Seen::problem() const { return {golden_.inputs.variant, golden_.inputs.shapes, heads_, golden_.inputs.truths.view(), pairs_, roles_}; }

}  // namespace yologold
