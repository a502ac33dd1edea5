#pragma once
#include <functional>
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

using Wanted = std::function<bool(const std::string& name)>;

/// read_safetensors and write_safetensors on memory and streams; `where` names the file in errors. The bytes of tensors that are not wanted are never
/// looked at.
Safetensors parse_safetensors(Bytes bytes, const std::string& where);
Safetensors pick_safetensors(Bytes bytes, const std::string& where, const Wanted& wanted);
void print_safetensors(std::ostream& stream, const Safetensors& file, const std::string& where);

/// The name safetensors has for a type ("BF16").
const char* safetensors_dtype(TensorType type);

}  // namespace yologold
