#pragma once
#include <map>
#include <optional>
#include <string>

#include "judge/actual.hpp"
#include "judge/profile.hpp"

namespace yologold {

/// The profile that each case is judged by: one for all, or by the type in which a backend stored its gradients. By type, a profile is read when the first
/// case asks for it; for one thread.
class ProfileChoice {
 public:
  static constexpr const char* by_type = "auto";  ///< f32: cuda-fp32, f16: fp16-storage, bf16: bf16-storage, f64: f64

  /// @param name  of a profile, its path, or by_type
  explicit ProfileChoice(const std::string& name);

  /// Error where the profile's file can not be read.
  const Profile& of(const Actual& actual) const;

  /// What a person may try where a case failed: gradients stored as f64 in which every value is a float32. "" where there is nothing to say.
  std::string advice(const Actual& actual) const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::optional<Profile> only_;
  mutable std::map<TensorType, Profile> by_type_;
};

}  // namespace yologold
