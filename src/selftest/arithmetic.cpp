#include "selftest/emulated_kernels.hpp"
#include "selftest/mutant.hpp"

namespace yologold::selftest {
namespace {

// A function that is less exact than the profile says; nothing where the profile allows it, or where another arithmetic hides it.
std::optional<Field> with_error(const Trial& trial, bounds::NumericProfile profile, bounds::Function function, const bounds::FunctionError& error) {
  bounds::FunctionError& allowed = profile.functions[static_cast<std::size_t>(function)];
  const bool within = allowed.ulps >= error.ulps && allowed.per_argument >= error.per_argument && allowed.absolute >= error.absolute;
  if (within || profile.compute.name != "f32") return std::nullopt;
  profile.input_radius = 0;
  allowed = error;
  return emulate(trial, emulated_corner, profile, Lean::by_chance);
}

void add(const char* id, const char* sentence, bounds::Function function, const bounds::FunctionError& error, std::vector<Mutant>& list) {
  list.push_back(
      {id, sentence, false, true, [=](const Trial& trial, const bounds::NumericProfile& profile) { return with_error(trial, profile, function, error); }});
}

}  // namespace

void add_arithmetic(const Trial& trial, std::vector<Mutant>& list) {
  add("exp-fast", "exp is the fast one (__expf)", bounds::Function::exp, {2, 1.173, 0, 0, ""}, list);
  add("exp-11-bits", "exp has 11 good bits", bounds::Function::exp, {0x1p12, 0, 0, 0, ""}, list);
  if (trial.family() == Family::v3) add("log-fast", "log is the fast one (__logf)", bounds::Function::log, {3, 0, 0x1.8p-22, 0, ""}, list);
  add("division-fast", "division is approximate (2 ulp)", bounds::Function::division, {2, 0, 0, 0, ""}, list);
}

}  // namespace yologold::selftest
