#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yologold {

/// The dictionary in the header of a .npy.
struct NpyDict {
  std::string descr;
  bool fortran_order = false;
  std::vector<std::int64_t> shape;
};

/// Reads the one Python literal a .npy header is: a dict of exactly 'descr' (a string), 'fortran_order' (True or False) and 'shape' (a tuple of integers).
NpyDict parse_npy_dict(std::string_view text, const std::string& where);

}  // namespace yologold
