#include "diagnose/scene.hpp"

#include <algorithm>

#include "diagnose/bare_slopes.hpp"
#include "diagnose/settled.hpp"
#include "judge/bounded.hpp"
#include "judge/gradients.hpp"
#include "judge/seen.hpp"

namespace yologold {
namespace {

bool is_float(TensorType type) { return type == TensorType::f16 || type == TensorType::bf16 || type == TensorType::f32 || type == TensorType::f64; }

std::string gradient_name(std::size_t head) { return "gradient-" + std::to_string(head); }

// The golden, with what the judge allows every element where it does not judge by fixed tolerances.
Prediction gather_golden(const GoldenCase& golden, const std::optional<bounds::Bounds>& found) {
  Prediction prediction;
  prediction.bounded = found.has_value();
  const LayoutName layout = golden.inputs.layout;
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const HeadShape& shape = golden.inputs.shapes[k];
    const std::vector<double> memory = as_doubles(golden.tensors.at(gradient_name(k)));
    auto& head = prediction.heads.emplace_back();
    for (std::size_t place = 0; place < memory.size(); ++place) {
      const double slack = found ? allowed(found->gradients[k][place], memory[place]) : -1;
      if (memory[place] != 0 || (found && slack != 0)) head.push_back({element_at(layout, shape, place), memory[place], slack});
    }
    if (layout != LayoutName::nchw) std::sort(head.begin(), head.end(), [](const Element& a, const Element& b) { return a.at < b.at; });
    prediction.sizes.push_back(memory.size());
  }
  return prediction;
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
  // The golden comes first: its bounds take most memory, and only while it is gathered.
  Scene scene;
  scene.id = id;
  scene.profile = &profile;
  {
    Verdict unread;
    const auto found = find_bounds(golden, profile, unread);
    scene.golden = gather_golden(golden, found);
    scene.losses = given_losses(golden, actual, profile, found ? &*found : nullptr);
  }
  scene.setting = setting_of(golden.inputs);
  if (scene.golden.bounded) scene.setting.settled = Settled::find(scene.setting, Seen(golden).problem().pairs, scene.golden);
  if (scene.golden.bounded) scene.setting.slopes = std::make_shared<const BareSlopes>(scene.setting, *profile.numeric);
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const Tensor& tensor = actual.tensors.at(gradient_name(k));
    scene.actual.push_back(gather(tensor, golden.inputs.layout, golden.inputs.shapes[k]));
    scene.stored.push_back(tensor.type);
  }
  return scene;
}

}  // namespace yologold
