#pragma once
#include "judge/gradients.hpp"

namespace yologold {

/// Compares role-K and truth-K where the actual has them; returns false where it has neither.
/// @param open  slots that are not compared
bool compare_assignment(std::int64_t head, const GoldenCase& golden, const Actual& actual, Verdict& verdict, const OpenSlots* open = nullptr);

/// The slots at which role-K or truth-K differ.
std::vector<Address> differing_slots(std::int64_t head, const GoldenCase& golden, const Actual& actual);

/// Reads the assignment off the zero patterns of a gradient: names the failing slots that only one of the two sides moves.
void infer_assignment(std::int64_t head, const GoldenCase& golden, const HeadComparison& comparison, Verdict& verdict);

}  // namespace yologold
