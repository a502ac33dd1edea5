#pragma once
#include <string>
#include <utility>
#include <vector>

#include "diagnose/losses.hpp"
#include "diagnose/prediction.hpp"
#include "golden/golden.hpp"
#include "judge/actual.hpp"
#include "judge/profile.hpp"

namespace yologold {

/// One case as diagnosis sees it: what was put in, what should have come out, what came out, and how far they may differ.
struct Scene {
  std::string id;
  Setting setting;
  Prediction golden;  ///< with, per element, how far from it a conforming backend's may lie, unless the tolerances of the profile hold
  Field actual;
  std::vector<TensorType> stored;                                                      ///< per head, the type of the actual
  const Profile* profile = nullptr;                                                    ///< of the caller, who keeps it
  std::vector<std::pair<std::string, std::shared_ptr<const Prediction>>> others = {};  ///< goldens of other cases with the same shapes
  std::vector<GivenLoss> losses = {};                                                  ///< that the backend gave beside the gradients
};

/// True where the actual has every gradient, in the golden's shape and as floats: only then is there something to diagnose.
bool can_diagnose(const GoldenCase& golden, const Actual& actual);

/// Where the profile is a numeric one and its bounds hold for this golden, every element gets its own.
/// @param profile  outlives the scene
Scene make_scene(const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile);

}  // namespace yologold
