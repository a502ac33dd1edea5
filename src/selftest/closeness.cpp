#include "selftest/closeness.hpp"

#include <cmath>

namespace yologold::selftest {
namespace {

// torch.testing.assert_close
double torch_rtol(const bounds::Format& stored) { return stored.name == "f16" ? 1e-3 : stored.name == "bf16" ? 1.6e-2 : 1.3e-6; }

}  // namespace

const char* const closeness_names[closeness_count] = {"rtol 1e-3, atol 1e-5", "torch's defaults"};

std::array<Alarms, closeness_count> hold_close(const Field& got, const Field& want, const bounds::Format& stored) {
  constexpr double atol = 1e-5;
  const std::array<double, closeness_count> rtol{1e-3, torch_rtol(stored)};
  std::array<Alarms, closeness_count> alarms{};
  for (std::size_t k = 0; k < got.size(); ++k)
    for (std::size_t i = 0; i < got[k].size(); ++i) {
      const double off = std::abs(got[k][i] - want[k][i]);
      for (std::size_t rule = 0; rule < rtol.size(); ++rule) alarms[rule].flagged += !(off <= atol + rtol[rule] * std::abs(want[k][i]));
    }
  for (Alarms& alarm : alarms) alarm.failed = alarm.flagged > 0;
  return alarms;
}

}  // namespace yologold::selftest
