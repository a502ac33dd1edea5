#pragma once
#include <iosfwd>
#include <string>

#include "files/bytes.hpp"
#include "files/tensor.hpp"

namespace yologold {

/// By the magic of a first entry, or of the end record of an empty archive.
inline bool is_zip(Bytes bytes) { return text_of(bytes).starts_with("PK\x03\x04") || text_of(bytes).starts_with("PK\x05\x06"); }

/// read_npz and write_npz on memory and streams; `where` names the file in errors.
Tensors parse_npz(Bytes bytes, const std::string& where);
void print_npz(std::ostream& stream, const Tensors& tensors, const std::string& where);

}  // namespace yologold
