#pragma once
#include <functional>
#include <string>

#include "files/tensor.hpp"

namespace yologold {

/// Each throws Error with the file's name, what is wrong and what is allowed. No size or shape in a file is believed before it is checked against the file's
/// length.
Tensor read_npy(const std::string& path);   ///< versions 1-3, '<' or '|' types, C order (Fortran order is refused)
Tensors read_npz(const std::string& path);  ///< zip of .npy, stored or deflated; names without ".npy"
Tensors read_safetensors(const std::string& path);
Tensors read_safetensors(const std::string& path, const std::function<bool(const std::string&)>& wanted);  ///< what is not wanted is not read
std::map<std::string, std::string> read_safetensors_metadata(const std::string& path);

/// By content (magic), not by name. A .npy gives one tensor named "".  "file.npz:name" and "file.safetensors:name" pick one.
Tensors read_tensors(const std::string& path);

/// The only tensor of a file, or the one picked by ":name"; Error naming the candidates where there are several.
Tensor read_tensor(const std::string& path);

}  // namespace yologold
