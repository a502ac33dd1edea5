#pragma once
#include <string>

#include "judge/actual.hpp"
#include "judge/profile.hpp"

namespace yologold {

/// The whole way of one slot ("yologold-cell/1"): what goes in, every stage, its role and why, the terms, the gradient with the bound of each element under
/// a numeric profile, and a program that derives some of it again.
/// @param slot  its channel is not read. Error where the case has no such slot
/// @param profile  a numeric one, or Error
/// @param actual  what a backend wrote; nullptr: nothing
Json explain_cell(const std::string& id, const GoldenCase& golden, const Address& slot, const Profile& profile, const Actual* actual);

/// The same in words.
std::string cell_text(const Json& cell);

}  // namespace yologold
