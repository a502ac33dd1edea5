#pragma once
#include <vector>

#include "network/layer_config.hpp"

namespace yologold::test {

/// [n, c, h, w] in C order.
struct PlainMap {
  int n = 0, c = 0, h = 0, w = 0;
  std::vector<double> v;

  PlainMap() = default;
  PlainMap(int n, int c, int h, int w) : n(n), c(c), h(h), w(w), v(static_cast<std::size_t>(n) * c * h * w) {}
  double& at(int i, int k, int y, int x) { return v[((static_cast<std::size_t>(i) * c + k) * h + y) * w + x]; }
  double at(int i, int k, int y, int x) const { return v[((static_cast<std::size_t>(i) * c + k) * h + y) * w + x]; }
};

// The layers without numbers of their own.
PlainMap move_values(const layers::MaxPool& l, const PlainMap& a);
PlainMap move_values(const layers::AveragePool& l, const PlainMap& a);
PlainMap move_values(const layers::Upsample& l, const PlainMap& a);
PlainMap move_values(const layers::Reorg& l, const PlainMap& a);

}  // namespace yologold::test
