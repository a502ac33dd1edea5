#pragma once
#include <vector>

#include "diagnose/diagnose.hpp"
#include "suite/suite.hpp"

namespace yologold::test {

/// Cases of one family, or of a bundled variant, that show every mistake: fills and truths of the suites on small heads, and one made of exact ties.
/// The actual is the golden, as f32.
std::vector<Scene> evidence(Family family, const Profile& profile);
std::vector<Scene> evidence(const std::string& variant, const Profile& profile);

/// Makes a field, rounded to f32, what the backend wrote.
void plant(Scene& scene, const Field& field);

/// What a correct backend computes in f32.
Field compute_f32(const Setting& setting);

}  // namespace yologold::test
