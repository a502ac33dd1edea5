#pragma once
#include <string>

#include "yologold/error.hpp"

namespace yologold {

/// What an Error says; "" where there is none.
template <class Run>
std::string fault_of(const Run& run) {
  try {
    run();
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace yologold
