#pragma once
#include <iosfwd>
#include <string>

#include "files/bytes.hpp"
#include "files/tensor.hpp"

namespace yologold {

inline constexpr std::string_view npy_magic = "\x93NUMPY";

/// read_npy and write_npy on memory and streams; `where` names the file in errors.
Tensor parse_npy(Bytes bytes, const std::string& where);
void print_npy(std::ostream& stream, const Tensor& tensor, const std::string& where);

}  // namespace yologold
