#pragma once
#include <string>

namespace yologold {

/// The last lines of a text file, for people: at most 10 of them, at most 4096 bytes, valid UTF-8 without control characters. "" where there is none.
std::string last_lines(const std::string& path);

}  // namespace yologold
