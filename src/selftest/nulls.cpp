#include <algorithm>
#include <limits>

#include "judge/gradients.hpp"
#include "selftest/container.hpp"
#include "selftest/mutant.hpp"

namespace yologold::selftest {
namespace {

constexpr std::byte fill{0xCD};  // as debuggers fill memory that nobody wrote

Field everywhere(const Trial& trial, double value) {
  Field field = dense(trial.scene.golden);
  for (auto& head : field) std::fill(head.begin(), head.end(), value);
  return field;
}

// The number whose bytes are all `fill` in the files of a format.
double filled(const bounds::Format& format) {
  const TensorType type = container_of(format);
  return as_doubles({type, {1}, std::vector<std::byte>(size_of(type), fill)})[0];
}

}  // namespace

void add_nulls(const Trial& previous, std::vector<Mutant>& list) {
  const auto add = [&](const char* id, const char* sentence, bool per_profile, auto write) { list.push_back({id, sentence, true, per_profile, write}); };
  add("null: zeros", "every value is 0", false, [](const Trial& t, const bounds::NumericProfile&) { return everywhere(t, 0); });
  add("null: logits", "the network output is copied", false, [](const Trial& t, const bounds::NumericProfile&) { return *t.scene.setting.logits; });
  add("null: NaN", "every value is NaN", false,
      [](const Trial& t, const bounds::NumericProfile&) { return everywhere(t, std::numeric_limits<double>::quiet_NaN()); });
  add("null: previous", "the gradient of the case before is left in the buffer", false,
      [&previous](const Trial&, const bounds::NumericProfile&) { return dense(previous.scene.golden); });
  add("null: no file", "nothing is written", false, [](const Trial&, const bounds::NumericProfile&) { return Field(); });
  add("null: fill pattern", "the buffer was never written: its bytes are 0xCD", true,
      [](const Trial& t, const bounds::NumericProfile& profile) { return everywhere(t, filled(profile.stored)); });
}

}  // namespace yologold::selftest
