#include "judge/profile_choice.hpp"

#include <algorithm>
#include <cmath>

#include "judge/gradients.hpp"

namespace yologold {
namespace {

const std::map<TensorType, const char*> defaults{
    {TensorType::f32, "cuda-fp32"}, {TensorType::f16, "fp16-storage"}, {TensorType::bf16, "bf16-storage"}, {TensorType::f64, "f64"}};

// The type of the first gradient; f32 where there is none.
TensorType stored_type(const Actual& actual) {
  const auto first = actual.tensors.lower_bound("gradient-");
  const bool found = first != actual.tensors.end() && first->first.rfind("gradient-", 0) == 0 && defaults.count(first->second.type);
  return found ? first->second.type : TensorType::f32;
}

bool holds_floats(const Tensor& tensor) {
  const auto values = as_doubles(tensor);
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v) || static_cast<double>(static_cast<float>(v)) == v; });
}

}  // namespace

ProfileChoice::ProfileChoice(const std::string& name) : name_(name) {
  if (name == by_type) return;
  only_ = load_profile(name);
  name_ = only_->name;
}

const Profile& ProfileChoice::of(const Actual& actual) const {
  if (only_) return *only_;
  const TensorType type = stored_type(actual);
  auto found = by_type_.find(type);
  if (found == by_type_.end()) found = by_type_.emplace(type, load_profile(defaults.at(type))).first;
  return found->second;
}

std::string ProfileChoice::advice(const Actual& actual) const {
  if (only_ || stored_type(actual) != TensorType::f64) return "";
  for (const auto& [name, tensor] : actual.tensors)
    if (name.rfind("gradient-", 0) == 0 && (tensor.type != TensorType::f64 || !holds_floats(tensor))) return "";
  return std::string("stored as f64, but every value is a float32: try --profile ") + defaults.at(TensorType::f32);
}

}  // namespace yologold
