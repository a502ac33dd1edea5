#include "judge/patterns.hpp"

#include <fmt/format.h>

#include <cmath>

#include "golden/report_json.hpp"

namespace yologold {
namespace {

constexpr double ratio_spread = 1e-3;  // two bf16 roundings of equal ratios differ by up to 2^-8, so those are matched by nice_spread below
constexpr double nice_spread = 1.0 / 128;

}  // namespace

void Patterns::add(const Difference& d) {
  // Look at zeros and NaN.
  if (count_ == 0) first_ = d.at, factor_ = d.got / d.want;
  ++count_;
  nan_ = nan_ && std::isnan(d.got);
  zero_ = zero_ && d.got == 0;
  unwanted_ = unwanted_ && d.want == 0;

  // Look at the factor.
  scaled_ = scaled_ && std::isfinite(d.got) && std::isfinite(d.want) && d.got != 0 && d.want != 0;
  if (!scaled_) return;
  const auto fits = [&](double factor, double spread) { return std::abs(d.got / d.want / factor - 1) <= spread; };
  for (std::size_t i = 0; i < nice_.size(); ++i) nice_[i] = nice_[i] && fits(nice_factors[i], nice_spread);
  one_factor_ = one_factor_ && fits(factor_, ratio_spread);
}

std::string Patterns::factor_text() const {
  if (!scaled_) return "";
  for (std::size_t i = 0; i < nice_.size(); ++i)
    if (nice_[i]) return fmt::format("{:.6g}", nice_factors[i]);
  const bool telling = count_ > 1 && std::abs(factor_ - 1) > nice_spread;  // a factor near 1 is rounding
  return telling && one_factor_ ? fmt::format("{:.6g}", factor_) : "";
}

std::vector<std::string> Patterns::words() const {
  if (count_ == 0) return {};
  if (nan_) return {"every failing element is NaN; the first in memory order is at " + address_text(first_)};
  if (zero_) return {"every failing element is 0"};
  if (unwanted_) return {"every failing element should be 0"};
  if (const std::string factor = factor_text(); !factor.empty()) return {"every failing element is " + factor + " times the golden value"};
  return {};
}

}  // namespace yologold
