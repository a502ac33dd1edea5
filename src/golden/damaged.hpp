#pragma once
#include "yologold/error.hpp"

namespace yologold {

/// A golden that is missing, unreadable, of another version, or whose bytes are not those that its hashes name.
class Damaged : public Error {
 public:
  using Error::Error;
};

}  // namespace yologold
