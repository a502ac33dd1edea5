#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace yologold::test {

/// An array of a .npy file: little-endian f8, i4, i8 or u1, C order.
struct Npy {
  std::vector<std::int64_t> shape;
  std::vector<double> values;
};

Npy load_npy(const std::string& path);
bool exists(const std::string& path);

}  // namespace yologold::test
