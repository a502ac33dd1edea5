#pragma once
#include "files/bytes.hpp"

namespace yologold {

/// Hands the bytes behind the first to the reader that the first one names: 0 npy, 1 npz, 2 safetensors, 3 truths JSON, 4 labels.
/// True where they are accepted, false where they are refused by an Error; anything else that is thrown is a fault of the reader.
/// What is accepted is written, and must read back as the same.
bool read_as_told(Bytes bytes);

}  // namespace yologold
