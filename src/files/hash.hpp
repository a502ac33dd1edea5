#pragma once
#include <cstddef>
#include <span>
#include <string>

namespace yologold {

/// SHA-256 in lower-case hex.
std::string sha256(std::span<const std::byte> bytes);
std::string sha256(const std::string& text);

}  // namespace yologold
