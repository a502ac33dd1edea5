#pragma once
#include "diagnose/scene.hpp"

namespace yologold {

/// The judge in front of one case: what it says of a backend that writes a prediction. Where no decision of the case lies within the profile's rounding, it
/// compares elements alone; where one does, it accepts the other outcome too.
class Rejection {
 public:
  /// @param profile  outlives it
  Rejection(const Inputs& inputs, const Profile& profile);
  bool decides() const { return undecided_; }  ///< some decision may flip: elements alone do not tell
  bool of(const Prediction& written) const;

 private:
  GoldenCase golden_;
  const Profile& profile_;
  bool undecided_ = false;
};

}  // namespace yologold
