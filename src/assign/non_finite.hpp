#pragma once
#include "engine/element.hpp"
#include "engine/work.hpp"

namespace yologold::assign {

/// Notes the logit at an address where it is not finite.
inline void note(const HeadView& head, std::int64_t index, const Address& at, std::optional<NonFinite>& first) {
  const double value = read<double>(head, index);
  if (value - value != 0) keep_first(first, NonFinite{at, value});
}

/// Notes tx ty tw th of a slot; at.channel is not read.
inline void note_box(const HeadView& head, Address at, std::optional<NonFinite>& first) {
  for (at.channel = 0; at.channel < 4; ++at.channel) note(head, head.layout.box.at(at.image, at.anchor, at.channel, at.y, at.x), at, first);
}

}  // namespace yologold::assign
