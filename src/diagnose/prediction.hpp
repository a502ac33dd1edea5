#pragma once
#include <optional>

#include "bounds/numeric_profile.hpp"
#include "diagnose/setting.hpp"

namespace yologold {

/// A gradient, and how far from it a conforming backend's may lie.
struct Prediction {
  Field value;
  Field slack;  ///< per element; empty: no bound is known, the tolerances of the profile hold
};

/// Below 0 where no bound is known.
inline double slack_at(const Field& slack, std::size_t head, std::size_t element) { return slack.empty() ? -1 : slack[head][element]; }

/// What a setting computes. Nothing as run.
/// @param numeric  of the backend; nullptr: without slack
std::optional<Prediction> compute_bounded(const Setting& setting, const bounds::NumericProfile* numeric);

}  // namespace yologold
