#include "diagnose/scene.hpp"

namespace yologold {
namespace {

bool is_float(TensorType type) { return type == TensorType::f16 || type == TensorType::bf16 || type == TensorType::f32 || type == TensorType::f64; }

std::string gradient_name(std::size_t head) { return "gradient-" + std::to_string(head); }

Field gather_gradients(const Tensors& tensors, const Inputs& inputs) {
  Field field;
  for (std::size_t k = 0; k < inputs.shapes.size(); ++k) field.push_back(gather(tensors.at(gradient_name(k)), inputs.layout, inputs.shapes[k]));
  return field;
}

}  // namespace

bool can_diagnose(const GoldenCase& golden, const Actual& actual) {
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const auto found = actual.tensors.find(gradient_name(k));
    if (found == actual.tensors.end() || !is_float(found->second.type) || found->second.shape != golden.tensors.at(gradient_name(k)).shape) return false;
  }
  return true;
}

Field golden_gradient(const GoldenCase& golden) { return gather_gradients(golden.tensors, golden.inputs); }

Scene make_scene(const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile) {
  Scene scene{id, setting_of(golden.inputs), golden_gradient(golden), gather_gradients(actual.tensors, golden.inputs), {}, &profile, {}};
  for (std::size_t k = 0; k < scene.golden.size(); ++k) scene.stored.push_back(actual.tensors.at(gradient_name(k)).type);
  return scene;
}

}  // namespace yologold
