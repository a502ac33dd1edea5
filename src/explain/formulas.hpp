#pragma once
#include <string>
#include <vector>

#include "explain/subject.hpp"

namespace yologold::explain {

/// The factors of a slot's terms: lambda, the weight of the truth, the scale of its coordinates, the reduction.
struct Weights {
  struct Weighed {
    const Truth* truth;
    double coordinates;  ///< 0 where the gate switched the term off
  };
  std::vector<Weighed> truths{};  ///< that keep the slot
  double objectness = 0;          ///< of a positive slot, or of a negative one
};

/// Lines of Python, at most 20, that print the gradient of the objectness of a slot, and where the variant's formulas are the source formulas, of its box
/// ("tx 0.5"): the loss at 60 digits, differentiated numerically.
std::vector<std::string> positive_formulas(const Subject& subject, const Weights& weights);

/// The same for a negative slot, with nothing but Python's own library.
std::vector<std::string> negative_formulas(const Subject& subject, const Weights& weights);

}  // namespace yologold::explain
