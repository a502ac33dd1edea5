#pragma once
#include <optional>

#include "bounds/bounds.hpp"
#include "judge/compare.hpp"

namespace yologold {

/// What a bound proves about an element.
enum class Proof { exact, conclusive, inconclusive, range };

/// The bounds of every value of a golden; nothing where the profile has fixed tolerances.
std::optional<bounds::Bounds> find_bounds(const GoldenCase& golden, const Profile& profile, Verdict& verdict);

/// The largest |got - golden| that a conforming backend may show. A golden that is NaN because a raw output is must be met exactly, which is 0; any other
/// that is not finite has overflowed, or may stand for another such value in another algebraic form: infinite.
double allowed(const bounds::Bound& bound, double golden);

/// The error over the bound; at most 1 passes. An infinite bound lets everything pass, and proves nothing.
double bounded_excess(double got, double golden, double allowed);

/// exact: the golden is 0 or NaN, and nothing else will do. range: the backend may overflow, or the golden is too small for the stored type. inconclusive: the
/// bound is more than half the golden.
Proof proof_of(double golden, double allowed, const Profile& profile);

/// Enters an element into the digits and counts of a verdict.
void count_proof(double golden, double allowed, const Profile& profile, Verdict& verdict);

/// Says in words what makes up the bound of the worst element, on the side of its kinks that the backend took, and whether enough was conclusive.
void close_bounds(const GoldenCase& golden, const Actual& actual, const Profile& profile, Verdict& verdict);

}  // namespace yologold
