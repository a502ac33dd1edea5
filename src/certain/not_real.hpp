#pragma once
#include "yologold/error.hpp"

namespace yologold::certain {

/// A logit that the loss reads is not finite, or a formula is not defined on the inputs: there is no real number to be rounded.
class NotReal : public Error {
 public:
  using Error::Error;
};

}  // namespace yologold::certain
