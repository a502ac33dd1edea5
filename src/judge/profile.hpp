#pragma once
#include <map>
#include <memory>
#include <string>

#include "bounds/numeric_profile.hpp"
#include "files/tensor.hpp"

namespace yologold {

/// An element passes where its absolute error is at most abs, or its error relative to the golden value at most rel, or its error in ulps of the
/// actual's type at most ulp.
struct Tolerance {
  double abs = 0, rel = 0, ulp = 0;
};

/// What a tolerance is for.
enum class Kind { box, objectness, classes, terms, total };
const char* name_of(Kind kind);

/// Tolerances by the type in which the actual values are stored and by kind ("yologold-profile/1"), or a numeric profile ("yologold-profile/2"), from which
/// every element has a bound of its own.
struct Profile {
  std::string name;
  std::map<TensorType, std::map<Kind, Tolerance>> tolerances;
  std::shared_ptr<const bounds::NumericProfile> numeric = nullptr;

  /// Of a numeric profile: none, for what has no bound must be the same. Error where the profile says nothing of this type.
  const Tolerance& of(TensorType type, Kind kind) const;

  /// The type of the tensors in which its backends store their results: the first that it speaks of, or the one that holds the numeric profile's.
  TensorType stored() const;
};

/// Reads a profile strictly, by path or by the name of a file in configs/profiles.
Profile load_profile(const std::string& name_or_path);

}  // namespace yologold
