#pragma once
#include <string>

#include "judge/compare.hpp"

namespace yologold {

/// One case's verdict in words: one line where it passed and has no notes.
/// @param rerun  the commands that compute and judge this case again
std::string render_text(const Verdict& verdict, const std::string& rerun);

/// The same as a JSON value.
Json render_json(const Verdict& verdict, const std::string& rerun);

const char* name_of(Role role);

/// The verified digits of a verdict and what makes up the worst bound; "" where its elements have no bounds.
std::string bounds_text(const Verdict& verdict);
Json bounds_json(const Verdict& verdict);

/// The decisions that differ, within and beyond rounding; "" where there are none.
std::string decisions_text(const Verdict& verdict);
Json decisions_json(const Verdict& verdict);

}  // namespace yologold
