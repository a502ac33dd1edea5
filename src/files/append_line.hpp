#pragma once
#include <string>

namespace yologold {

/// Appends one line to a file, made where it is missing, in one write that is on its way to the disk on return: several processes may append to one file,
/// and a crash afterwards loses nothing. Error where it can not be written.
void append_line(const std::string& path, const std::string& line);

}  // namespace yologold
