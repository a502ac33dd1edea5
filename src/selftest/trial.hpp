#pragma once
#include <string>
#include <vector>

#include "diagnose/scene.hpp"
#include "golden/golden.hpp"

namespace yologold::selftest {

/// One case on which the judge is tried.
struct Trial {
  std::string id;
  GoldenCase golden;
  Report report;
  std::vector<std::vector<Role>> roles;  ///< per head, as HeadStages
  Scene scene;                           ///< the same for diagnose: its hypotheses are mistakes to plant

  Family family() const { return golden.inputs.variant.family; }
};

/// Stores the logits in a format, so that a backend reads what the golden is computed from, and computes the golden from what is stored.
/// @param profile  outlives the trial
Trial make_trial(const std::string& id, Inputs inputs, const bounds::Format& format, const Profile& profile);

/// What is left of values in the format in which they are stored.
Field stored(Field values, const bounds::Format& format);

/// The files of a backend that computed these values and stores them in a format; of another case's shape they are written as they are.
Actual written(const Trial& trial, const Field& values, const bounds::Format& format);

/// The cases of the suite "selftest", and one made of exact ties.
std::vector<std::pair<std::string, Inputs>> trial_inputs();

}  // namespace yologold::selftest
