#pragma once
#include <iosfwd>
#include <map>
#include <string>

#include "files/bytes.hpp"
#include "files/tensor.hpp"

namespace yologold {

struct Safetensors {
  Tensors tensors;
  std::map<std::string, std::string> metadata;
};

/// read_safetensors and write_safetensors on memory and streams; `where` names the file in errors.
Safetensors parse_safetensors(Bytes bytes, const std::string& where);
void print_safetensors(std::ostream& stream, const Safetensors& file, const std::string& where);

/// The name safetensors has for a type ("BF16").
const char* safetensors_dtype(TensorType type);

}  // namespace yologold
