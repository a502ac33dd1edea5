#include "judge/profile_choice.hpp"

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

}  // namespace

ProfileChoice::ProfileChoice(const std::string& name) : name_(name) {
  if (name != by_type) {
    only_ = load_profile(name);
    name_ = only_->name;
    return;
  }
  for (const auto& [type, profile] : defaults) by_type_.emplace(type, load_profile(profile));
}

const Profile& ProfileChoice::of(const Actual& actual) const { return only_ ? *only_ : by_type_.at(stored_type(actual)); }

}  // namespace yologold
