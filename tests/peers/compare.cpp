#include "peers/compare.hpp"

#include <cmath>
#include <cstdio>

#include "peers/elements.hpp"

namespace yologold::test {

namespace {

std::string describe(const Address& at, double ours, double theirs) {
  char text[160];
  std::snprintf(text, sizeof text, "image %d anchor %d channel %d row %d column %d: ours %.9g, theirs %.9g", static_cast<int>(at.image),
                static_cast<int>(at.anchor), static_cast<int>(at.channel), static_cast<int>(at.y), static_cast<int>(at.x), ours, theirs);
  return text;
}

}  // namespace

Comparison compare(const HeadShape& shape, const Layout& layout, std::span<const double> ours, std::span<const float> theirs, Rounding rounding,
                   const Chosen& chosen) {
  Comparison result;
  for_each_element(shape, layout, [&](const Address& at, std::size_t index) {
    if (chosen && !chosen(at)) return;
    const double a = ours[index], b = static_cast<double>(theirs[index]);
    const double share = std::abs(a - b) / rounding.of(at.channel, a);
    ++result.compared;
    result.squares += a * a;
    if (!(share <= 1)) ++result.apart;
    if (share <= result.worst && !result.worst_text.empty()) return;
    result.worst = share;
    result.worst_text = describe(at, a, b);
  });
  return result;
}

}  // namespace yologold::test
