#pragma once
#include <cmath>
#include <limits>

#include "bounds/numeric_profile.hpp"
#include "selftest/random.hpp"

namespace yologold::selftest {

/// Which way results stray within a profile's table.
enum class Lean { by_chance, up, down };

/// A number of a profile's arithmetic. Every operation rounds to the compute format, and every function that the profile allows an error strays by the
/// whole of it: results at the edge of the table.
class Emulated {
 public:
  /// The arithmetic of this thread; it must outlive the numbers.
  struct World {
    const bounds::NumericProfile& profile;
    Random random;
    Lean lean = Lean::by_chance;
  };
  inline static thread_local World* world = nullptr;

  Emulated() = default;
  Emulated(double x) : x_(kept(x)) {}
  double value() const { return x_; }

  friend Emulated operator+(Emulated a, Emulated b) { return a.x_ + b.x_; }
  friend Emulated operator-(Emulated a, Emulated b) { return a.x_ - b.x_; }
  friend Emulated operator*(Emulated a, Emulated b) { return a.x_ * b.x_; }
  friend Emulated operator-(Emulated a) { return -a.x_; }
  friend bool operator<(Emulated a, Emulated b) { return a.x_ < b.x_; }
  friend bool operator==(Emulated a, Emulated b) { return a.x_ == b.x_; }
  friend Emulated operator/(Emulated a, Emulated b) {
    const auto& f = world->profile.of(bounds::Function::division);
    if (f.flushes_above > 0 && std::abs(b.x_) >= f.flushes_above) return 0;
    return stray(bounds::Function::division, a.x_ / b.x_, b.x_);
  }
  friend Emulated exp(Emulated a) { return stray(bounds::Function::exp, std::exp(a.x_), a.x_); }
  friend Emulated log(Emulated a) { return stray(bounds::Function::log, std::log(a.x_), a.x_); }
  friend Emulated sqrt(Emulated a) { return stray(bounds::Function::sqrt, std::sqrt(a.x_), a.x_); }
  friend Emulated atan(Emulated a) { return stray(bounds::Function::atan, std::atan(a.x_), a.x_); }

 private:
  static double kept(double x) {
    const auto& p = world->profile;
    if (p.flush_to_zero && std::abs(x) < p.compute.smallest()) return 0;
    return p.compute.round(x);
  }

  static Emulated stray(bounds::Function function, double exact, double argument) {
    const auto& f = world->profile.of(function);
    const double nearest = kept(exact);
    if (!std::isfinite(nearest) || nearest == 0) return nearest;
    const double side = world->lean == Lean::by_chance ? world->random.side() : world->lean == Lean::up ? 1 : -1;
    const auto& format = world->profile.compute;
    const int exponent = std::max(std::ilogb(nearest), format.least);
    const double ulp = std::ldexp(1.0, exponent - format.precision + 1);
    const double ulps = std::floor(f.ulps + std::floor(f.per_argument * std::abs(argument)));
    double strayed = nearest + side * ulps * ulp;
    if (f.absolute > ulps * ulp) strayed = exact + side * 0.99 * f.absolute;
    return strayed;
  }

  double x_ = 0;
};

}  // namespace yologold::selftest
