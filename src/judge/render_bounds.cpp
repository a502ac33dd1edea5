#include <fmt/format.h>

#include <algorithm>

#include "golden/report_json.hpp"
#include "json/text.hpp"
#include "judge/bounded.hpp"
#include "judge/render.hpp"

namespace yologold {
namespace {

std::int64_t count(const Verdict& v, Proof proof) { return v.proofs[static_cast<std::size_t>(proof)]; }

// What was asked for, where it was not reached or the suite says it.
std::string share_text(const ConclusiveReport& c) {
  if (c.because.empty() && c.share >= c.asked) return "";
  return fmt::format("  {:.3g} % conclusive, {:.3g} % asked for by the {}{}\n", 100 * c.share, 100 * c.asked,
                     c.because.empty() ? "profile" : "suite: ", c.because);
}

}  // namespace

std::string bounds_text(const Verdict& v) {
  if (!v.bounded) return "";
  std::string text = fmt::format("  bounds: {} exact, {} conclusive, {} INCONCLUSIVE, {} RANGE\n", count(v, Proof::exact), count(v, Proof::conclusive),
                                 count(v, Proof::inconclusive), count(v, Proof::range));
  if (v.must_be_nan > 0) text += fmt::format("  {} of the exact ones are expected to be NaN: a NaN among the raw outputs reaches them\n", v.must_be_nan);
  text += share_text(v.conclusive);

  // Draw the histogram, a line for each number of digits.
  const std::int64_t most = *std::max_element(v.digits.begin(), v.digits.end());
  for (std::size_t d = 0; d < v.digits.size(); ++d) {
    if (v.digits[d] == 0) continue;
    const auto bar = static_cast<std::size_t>((40 * v.digits[d] + most - 1) / most);
    text += fmt::format("    {:>2} digits verified {:>10} {}\n", d, v.digits[d], std::string(bar, '#'));
  }
  if (!v.bound_parts.empty())
    text +=
        fmt::format("  the bound of {} ({:.3g}, error {:.3g} of it): {}\n", address_text(v.largest.at), v.largest.bound, v.largest.excess, join(v.bound_parts));
  return text;
}

Json bounds_json(const Verdict& v) {
  return {{"exact", count(v, Proof::exact)},
          {"must_be_nan", v.must_be_nan},
          {"conclusive", count(v, Proof::conclusive)},
          {"inconclusive", count(v, Proof::inconclusive)},
          {"range", count(v, Proof::range)},
          {"share", v.conclusive.share},
          {"asked", v.conclusive.asked},
          {"because", v.conclusive.because},
          {"enough_conclusive", !v.inconclusive},
          {"verified_digits", v.digits},
          {"worst_bound", v.bound_parts}};
}

}  // namespace yologold
