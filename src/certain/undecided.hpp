#pragma once

namespace yologold::certain {

/// Thrown where a ball or an interval is too wide to say which of two numbers is larger, or to be divided by: more digits are needed.
struct Undecided {};

}  // namespace yologold::certain
