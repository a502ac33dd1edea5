#pragma once
#include <optional>
#include <vector>

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

template <class S>
void take_losses(const Unit<S>& unit, CertifiedUnit& result) {
  result.coord = ball_of(unit.coord), result.obj = ball_of(unit.obj), result.noobj = ball_of(unit.noobj), result.classes = ball_of(unit.classes);
  result.cost = ball_of(unit.cost());
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

/// Certifies the `count` elements of the unit that make.template operator()<S>() evaluates in the arithmetic S.
template <class Make>
CertifiedUnit certify_unit(std::size_t count, const Make& make) {
  CertifiedUnit result;
  result.elements.resize(count);
  result.certificate.elements = static_cast<std::int64_t>(count);
  std::vector<std::size_t> open;
  bool summed = false;
  try {
    const Unit<DdBall> unit = make.template operator()<DdBall>();
    open = round_balls(unit, result);
    take_losses(unit, result);
    summed = true;
  } catch (const Undecided&) {
    for (std::size_t i = 0; i < count; ++i) open.push_back(i);
  }
  if (summed && open.empty()) return result;

  // Give the rest as many digits as they need.
  settle_exactly([&]<class S>() {
    const Unit<S> unit = make.template operator()<S>();
    for (const std::size_t i : open) result.elements[i] = round(unit.elements[i]) + 0.0;
    if (!summed) take_losses(unit, result);
    result.certificate.bits = Precision::bits();
    return true;
  });
  result.certificate.fallbacks = static_cast<std::int64_t>(open.size());
  return result;
}

}  // namespace yologold::certain
