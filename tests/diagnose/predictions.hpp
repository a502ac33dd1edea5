#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "diagnose/diagnose.hpp"

namespace yologold::test {

/// Every hypothesis of every scene with what it predicts, so that many mistakes can be planted and looked for at little cost. Fitted ones are left out.
class Predictions {
 public:
  explicit Predictions(const std::vector<Scene>& scenes);

  const std::vector<std::string>& ids() const { return ids_; }
  std::vector<Hypothesis> of(const Scene& scene) const { return lists_.at(scene.id); }

  /// Plants a mistake in every scene and looks for it. Where the mistake does not exist in a scene, the golden stands there.
  Diagnosis plant_and_diagnose(const std::string& id, std::vector<Scene>& scenes) const;

 private:
  std::vector<std::string> ids_;
  std::map<std::string, std::vector<Hypothesis>> lists_;
};

/// The findings that a diagnosis names.
std::vector<Finding> named(const Diagnosis& diagnosis);
bool names(const Diagnosis& diagnosis, const std::string& id);

}  // namespace yologold::test
