#include "judge/patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "golden/report_json.hpp"

namespace yologold {
namespace {

constexpr double ratio_spread = 1e-3;  // two bf16 roundings of equal ratios differ by up to 2^-8, so those are matched by nice_spread below
constexpr double nice_spread = 1.0 / 128;
constexpr double nice_factors[] = {-1, 2, 0.5, -2, -0.5, 4, 0.25, 3, 5};

bool all(const std::vector<Difference>& failing, auto&& fits) { return std::all_of(failing.begin(), failing.end(), fits); }

// The one factor between golden and actual, or "".
std::string constant_factor(const std::vector<Difference>& failing) {
  if (!all(failing, [](const Difference& d) { return std::isfinite(d.got) && std::isfinite(d.want) && d.got != 0 && d.want != 0; })) return "";
  const auto fits = [&](double factor, double spread) {
    return all(failing, [&](const Difference& d) { return std::abs(d.got / d.want / factor - 1) <= spread; });
  };
  for (const double factor : nice_factors)
    if (fits(factor, nice_spread)) return fmt::format("{:.6g}", factor);
  const double first = failing.front().got / failing.front().want;
  const bool telling = failing.size() > 1 && std::abs(first - 1) > nice_spread;  // a factor near 1 is rounding
  return telling && fits(first, ratio_spread) ? fmt::format("{:.6g}", first) : "";
}

}  // namespace

std::vector<std::string> find_patterns(const std::vector<Difference>& failing) {
  if (failing.empty()) return {};
  if (all(failing, [](const Difference& d) { return std::isnan(d.got); }))
    return {"every failing element is NaN; the first in memory order is at " + address_text(failing.front().at)};
  if (all(failing, [](const Difference& d) { return d.got == 0; })) return {"every failing element is 0"};
  if (all(failing, [](const Difference& d) { return d.want == 0; })) return {"every failing element should be 0"};
  if (const std::string factor = constant_factor(failing); !factor.empty()) return {"every failing element is " + factor + " times the golden value"};
  return {};
}

}  // namespace yologold
