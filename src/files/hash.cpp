#include "files/hash.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace yologold {

std::string sha256(std::span<const std::byte> bytes) {
  // Digest.
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) throw std::runtime_error("libcrypto has no SHA-256");

  // Write in hex.
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size; ++i) text.append({digits[digest[i] >> 4], digits[digest[i] & 15]});
  return text;
}

std::string sha256(const std::string& text) { return sha256(std::as_bytes(std::span(text))); }

}  // namespace yologold
