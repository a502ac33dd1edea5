#pragma once
#include "bounds/ball.hpp"

namespace yologold::bounds {

/// The logistic function, its complement and its derivative.
///   corner:  rise = 1/(1 + e^-t), fall = 1 - rise, slope = rise (1 - rise)
///   centred: e = e^-|t|, rise and fall are 1/(1 + e) and e/(1 + e), slope = rise fall
struct Logistic {
  Ball rise, fall, slope;
};

Logistic logistic(const Ball& t);

/// A loss term of one logit and its derivative.
struct Term {
  Ball value, slope;
};

/// max(t, 0) - t y + ln(1 + e^-|t|), with log in the corner shape and log1p in the centred one; slope sigma(t) - y, or (1 - y) - sigma(-t).
Term cross_entropy(const Ball& t, const Ball& target);

}  // namespace yologold::bounds
