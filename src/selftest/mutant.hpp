#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bounds/numeric_profile.hpp"
#include "diagnose/hypothesis.hpp"
#include "selftest/trial.hpp"

namespace yologold::selftest {

/// A backend that is wrong.
struct Mutant {
  std::string id, sentence;
  bool null = false;         ///< it computes nothing
  bool per_profile = false;  ///< what it writes depends on the profile's arithmetic

  /// What it computes before it is stored: nothing where it is not wrong on this case, no head where it writes no file.
  std::function<std::optional<Field>(const Trial&, const bounds::NumericProfile&)> write;
};

/// Every mutant of a case: nulls, the hypotheses of diagnose, and the further ones.
/// @param previous  the case that ran before; both outlive the mutants
std::vector<Mutant> mutants(const Trial& trial, const Trial& previous);

// The parts of the list.
void add_nulls(const Trial& previous, std::vector<Mutant>& list);  ///< backends that compute nothing
void add_hypotheses(const std::vector<Hypothesis>& hypotheses, std::vector<Mutant>& list);
void add_losses(const Trial& trial, std::vector<Mutant>& list);      ///< further values lost, shifted or rounded
void add_formulas(const Trial& trial, std::vector<Mutant>& list);    ///< mistakes in the formula of a kernel
void add_arithmetic(const Trial& trial, std::vector<Mutant>& list);  ///< functions that are less exact than the profile says

}  // namespace yologold::selftest
