#include "plain_map.hpp"

#include <algorithm>
#include <cmath>

namespace yologold::test {

PlainMap move_values(const layers::MaxPool& l, const PlainMap& a) {
  PlainMap out(a.n, a.c, (a.h + l.padding - l.size) / l.stride + 1, (a.w + l.padding - l.size) / l.stride + 1);
  for (int i = 0; i < out.n; ++i)
    for (int k = 0; k < out.c; ++k)
      for (int y = 0; y < out.h; ++y)
        for (int x = 0; x < out.w; ++x) {
          double most = -INFINITY;
          for (int yy = y * l.stride - l.padding / 2; yy < y * l.stride - l.padding / 2 + l.size; ++yy)
            for (int xx = x * l.stride - l.padding / 2; xx < x * l.stride - l.padding / 2 + l.size; ++xx)
              if (yy >= 0 && xx >= 0 && yy < a.h && xx < a.w) most = std::max(most, a.at(i, k, yy, xx));
          out.at(i, k, y, x) = most;
        }
  return out;
}

PlainMap move_values(const layers::AveragePool&, const PlainMap& a) {
  PlainMap out(a.n, a.c, 1, 1);
  for (int i = 0; i < a.n; ++i)
    for (int k = 0; k < a.c; ++k)
      for (int p = 0; p < a.h * a.w; ++p) out.at(i, k, 0, 0) += a.at(i, k, p / a.w, p % a.w) / (a.h * a.w);
  return out;
}

PlainMap move_values(const layers::Upsample& l, const PlainMap& a) {
  PlainMap out(a.n, a.c, a.h * l.stride, a.w * l.stride);
  for (int i = 0; i < out.n; ++i)
    for (int k = 0; k < out.c; ++k)
      for (int y = 0; y < out.h; ++y)
        for (int x = 0; x < out.w; ++x) out.at(i, k, y, x) = a.at(i, k, y / l.stride, x / l.stride);
  return out;
}

// Index by index: a pixel of the wide picture that the input's memory is read as goes to a channel.
PlainMap move_values(const layers::Reorg& l, const PlainMap& a) {
  const int s = l.stride, part = a.c / (s * s);
  PlainMap out(a.n, a.c * s * s, a.h / s, a.w / s);
  for (int i = 0; i < a.n; ++i)
    for (int k = 0; k < a.c; ++k)
      for (int y = 0; y < a.h; ++y)
        for (int x = 0; x < a.w; ++x) {
          const int offset = k / part, wide_x = x * s + offset % s, wide_y = y * s + offset / s;
          const std::size_t from =
              wide_x + static_cast<std::size_t>(a.w) * s * (wide_y + static_cast<std::size_t>(a.h) * s * (k % part + static_cast<std::size_t>(part) * i));
          out.v[x + static_cast<std::size_t>(a.w) * (y + static_cast<std::size_t>(a.h) * (k + static_cast<std::size_t>(a.c) * i))] = a.v[from];
        }
  return out;
}

}  // namespace yologold::test
