#pragma once
#include "kernels/table.hpp"
#include "lane/convert.hpp"

/// Lines of zeros with values among them. Where the values stand no branch can foresee: lines are built in registers and chosen by a table.
namespace yologold::kernels {

/// One line of S that grows value by value.
template <class S, class A>
struct GrowingLine {
  using V = xsimd::batch<S, A>;
  static constexpr std::size_t elements = 64 / sizeof(S), registers = elements / V::size;
  alignas(64) static constexpr S index[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

  V part[registers];

  /// @param anew  the line holds nothing yet
  YG_INLINE void put(std::int32_t at, S value, bool anew, S* to) {
    const auto kept = V(static_cast<S>(anew)) == V(S(0));
    for (std::size_t r = 0; r < registers; ++r) {
      const auto here = V::load_aligned(index + r * V::size) == V(static_cast<S>(at));
      part[r] = lane::select(here, V(value), lane::select(kept, part[r], V(S(0))));
      part[r].store_aligned(to + r * V::size);
    }
  }
};

template <class T, class A, class S>
void stream_lines(const PlacedValues<T>& values, void* to, std::size_t lines) {
  using Line = GrowingLine<S, A>;
  constexpr std::size_t most = 128;
  alignas(64) S built[PlacedValues<T>::most + 1][Line::elements];
  alignas(64) std::uint8_t which[most] = {};
  Line line;
  for (auto& part : line.part) part = typename Line::V(S(0));
  for (std::size_t r = 0; r < Line::registers; ++r) line.part[r].store_aligned(built[0] + r * Line::V::size);
  std::int32_t last = -1;
  std::uint8_t count = 0;
  for (std::size_t i = 0; i < values.count; ++i) {
    const std::int32_t at = values.place[i] / static_cast<std::int32_t>(Line::elements);
    const bool anew = at != last;
    count = static_cast<std::uint8_t>(count + anew);
    line.put(values.place[i] % static_cast<std::int32_t>(Line::elements), static_cast<S>(values.value[i]), anew, built[count]);
    which[at] = count;
    last = at;
  }
  auto* out = static_cast<unsigned char*>(to);
  for (std::size_t i = 0; i < lines; ++i) lane::stream_line(reinterpret_cast<const unsigned char*>(built[which[i]]), out + i * 64);
}

}  // namespace yologold::kernels
