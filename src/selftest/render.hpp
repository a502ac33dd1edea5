#pragma once
#include <string>

#include "json/json.hpp"
#include "selftest/conclusion.hpp"

namespace yologold::selftest {

/// What was judged, what was not seen and why, and whether all is well, in words.
std::string render_text(const Selftest& result, const Conclusion& conclusion);

/// The same, with every cell ("yologold-selftest/1").
Json render_json(const Selftest& result, const Conclusion& conclusion);

/// Which mistakes are seen under which profile, and the false alarms of fixed tolerances: two tables in Markdown.
std::string matrix_text(const Selftest& result);

}  // namespace yologold::selftest
