#pragma once
#include <functional>
#include <iosfwd>
#include <map>
#include <string>

#include "files/tensor.hpp"

namespace yologold {

/// Writes a file aside (same folder, a temporary name), flushes, then renames: a full disk, a kill or an exception leaves the old file or none, never half of
/// one. Throws Error.
void write_atomically(const std::string& path, const std::function<void(std::ostream&)>& write);

void write_text(const std::string& path, const std::string& text);
void write_npy(const std::string& path, const Tensor& tensor);
void write_npz(const std::string& path, const Tensors& tensors);  ///< stored, not deflated
void write_safetensors(const std::string& path, const Tensors& tensors, const std::map<std::string, std::string>& metadata = {});

}  // namespace yologold
