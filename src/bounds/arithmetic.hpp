#pragma once
#include <cstdint>
#include <limits>

#include "bounds/numeric_profile.hpp"

namespace yologold::bounds {

struct Ball;
class Branch;

constexpr double inf = std::numeric_limits<double>::infinity();

/// Where an error comes from.
enum class Source { input, constant, addition, multiplication, division, sqrt, exp, log, log1p, atan, sum, store };
constexpr std::uint32_t source_count = 12;
constexpr std::uint32_t all_sources = (1U << source_count) - 1;
const char* name_of(Source source);

/// The arithmetic of a profile, with every figure ready to be multiplied. It must outlive the balls made in it.
class Arithmetic {
 public:
  /// @param sources  a bit for each source whose errors count: with one bit set a bound shows what this source adds to it
  /// @param branch   the way that kinks are taken; nullptr: every way at once
  explicit Arithmetic(const NumericProfile& profile, std::uint32_t sources = all_sources, Branch* branch = nullptr);

  Ball input(double raw) const;     ///< a raw output, as the backend reads it
  Ball constant(double x) const;    ///< a truth, an anchor, a weight: rounded to the format of constants
  Ball literal(double x) const;     ///< 0, 1, 2: exact in every format
  Ball store(const Ball& a) const;  ///< a result, written to the output

  /// v with an inherited error e, after the rounding of an operation.
  Ball settle(double v, double e, Source source) const;

  /// The same for a function of `argument`.
  Ball settle(double v, double e, Source source, Function function, double argument) const;

  /// A sum of values with inherited errors e, after additions that may add `rounding`, of values that f64 added with the error `own`.
  Ball settle_sum(double v, double e, double rounding, double own, Source source) const;

  const NumericProfile& profile;
  Branch* const branch;

 private:
  bool counts(Source source) const { return (sources_ >> static_cast<std::uint32_t>(source)) & 1U; }
  Ball take(double x, const Format& format, Source source, double radius) const;
  Ball close(double v, double e, bool exact) const;

  std::uint32_t sources_;
  double unit_, step_, largest_;
};

}  // namespace yologold::bounds
