#pragma once
#include <vector>

#include "certain/ball_lanes.hpp"
#include "certain/certificate.hpp"
#include "certain/settle.hpp"
#include "certain/units.hpp"

namespace yologold::certain {

using DdBall = Ball<double>;

/// The correctly rounded elements of a unit, its part of the loss as balls, and how they came about.
struct CertifiedUnit {
  std::vector<double> elements;
  DdBall coord, obj, noobj, classes, cost;
  Certificate certificate;
};

inline DdBall ball_of(const DdBall& a) { return a; }
inline DdBall ball_of(const Interval& a) {
  const auto parts = a.parts();
  return {{parts.high, parts.low}, parts.radius};
}

/// To hand to a kernel.
inline PlainBall plain(const DdBall& a) { return {a.mid.hi, a.mid.lo, a.radius}; }

/// The sum of the lanes, one after another.
inline DdBall join(const BallLanes& of) {
  DdBall sum;
  for (std::size_t i = 0; i < lanes; ++i) sum += DdBall({of.high[i], of.low[i]}, of.radius[i]);
  return sum;
}

/// ln(1 + growth), the lanes each one factor of 1 + growth, their product below 2^800.
inline DdBall log_of_growth(const BallLanes& growth) {
  DdBall all;
  for (std::size_t i = 0; i < lanes; ++i) {
    const DdBall own({growth.high[i], growth.low[i]}, growth.radius[i]);
    all = all + own * (DdBall(1.0) + all);
  }
  return is_zero(all) ? all : all.mid.hi <= 1 ? log1p(all) : log(DdBall(1.0) + all);
}

template <class S>
void take_losses(const Unit<S>& unit, bool with_cost, CertifiedUnit& result) {
  result.coord = ball_of(unit.coord), result.obj = ball_of(unit.obj), result.noobj = ball_of(unit.noobj), result.classes = ball_of(unit.classes);
  if (with_cost) result.cost = ball_of(unit.cost());
}

/// Rounds what the balls of a unit can; returns the elements that they can not.
inline std::vector<std::size_t> round_balls(const Unit<DdBall>& unit, CertifiedUnit& result) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < unit.elements.size(); ++i) {
    const DdBall& ball = unit.elements[i];
    const auto rounded = round(ball);
    result.elements[i] = rounded.value + 0.0;
    if (!(rounded.value == rounded.other))
      open.push_back(i);
    else if (!is_zero(ball))
      result.certificate.radius = std::max(result.certificate.radius, ball.radius / size(ball));
  }
  return open;
}

/// What double-double left of a unit: the elements, and whether it knows the unit's part of the loss.
struct Open {
  std::vector<std::size_t> elements;
  bool losses = false;

  void all(std::size_t count) {
    elements.clear();
    for (std::size_t i = 0; i < count; ++i) elements.push_back(i);
    losses = true;
  }
};

/// Gives what is open as many digits as it needs. make.template operator()<S>() evaluates the unit in the arithmetic S.
template <class Make>
void settle_open(const Open& open, bool with_cost, const Make& make, CertifiedUnit& result) {
  if (open.elements.empty() && !open.losses) return;
  settle_exactly([&]<class S>() {
    const Unit<S> unit = make.template operator()<S>();
    for (const std::size_t i : open.elements) result.elements[i] = round(unit.elements[i]) + 0.0;
    if (open.losses) take_losses(unit, with_cost, result);
    result.certificate.bits = Precision::bits();
    return true;
  });
  result.certificate.fallbacks = static_cast<std::int64_t>(open.elements.size());
}

/// Certifies the `count` elements of the unit that make.template operator()<S>() evaluates in the arithmetic S.
/// @param with_cost  wants the sum of the squared elements, too
template <class Make>
CertifiedUnit certify_unit(std::size_t count, const Make& make, bool with_cost = false) {
  CertifiedUnit result;
  result.elements.resize(count);
  result.certificate.elements = static_cast<std::int64_t>(count);
  Open open;
  try {
    const Unit<DdBall> unit = make.template operator()<DdBall>();
    open.elements = round_balls(unit, result);
    take_losses(unit, with_cost, result);
  } catch (const Undecided&) {
    open.all(count);
  }
  settle_open(open, with_cost, make, result);
  return result;
}

}  // namespace yologold::certain
