#include "diagnose/scene.hpp"

#include "judge/bounded.hpp"

namespace yologold {
namespace {

bool is_float(TensorType type) { return type == TensorType::f16 || type == TensorType::bf16 || type == TensorType::f32 || type == TensorType::f64; }

std::string gradient_name(std::size_t head) { return "gradient-" + std::to_string(head); }

Field gather_gradients(const Tensors& tensors, const Inputs& inputs) {
  Field field;
  for (std::size_t k = 0; k < inputs.shapes.size(); ++k) field.push_back(gather(tensors.at(gradient_name(k)), inputs.layout, inputs.shapes[k]));
  return field;
}

// What the judge allows every element; empty where it judges by fixed tolerances.
Field gather_slack(const GoldenCase& golden, const Profile& profile, const Field& values) {
  Verdict unread;
  const auto found = find_bounds(golden, profile, unread);
  Field slack;
  for (std::size_t k = 0; found && k < values.size(); ++k) {
    auto& head = slack.emplace_back();
    for (const std::size_t place : places(golden.inputs.layout, golden.inputs.shapes[k]))
      head.push_back(allowed(found->gradients[k][place], values[k][head.size()]));
  }
  return slack;
}

}  // namespace

bool can_diagnose(const GoldenCase& golden, const Actual& actual) {
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const auto found = actual.tensors.find(gradient_name(k));
    if (found == actual.tensors.end() || !is_float(found->second.type) || found->second.shape != golden.tensors.at(gradient_name(k)).shape) return false;
  }
  return true;
}

Scene make_scene(const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile) {
  Scene scene{id, setting_of(golden.inputs), gather_gradients(golden.tensors, golden.inputs), gather_gradients(actual.tensors, golden.inputs), {}, &profile, {},
              {}};
  scene.slack = gather_slack(golden, profile, scene.golden);
  for (std::size_t k = 0; k < scene.actual.size(); ++k) scene.stored.push_back(actual.tensors.at(gradient_name(k)).type);
  return scene;
}

}  // namespace yologold
