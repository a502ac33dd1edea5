#pragma once
#include <bit>
#include <cstring>

#include "yologold/head_view.hpp"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace yologold {

/// A line of the cache, or a part of one: zeros and a few values, on their way past the caches. It is built and sent in words of 8 bytes: a wide load of what
/// narrow stores have just written waits until every store before it, those past the caches too, has left the core.
class Line {
 public:
  /// An element at a multiple of its size, in bytes from the start.
  template <class T>
  void put(DType dtype, std::int64_t at, T value) {
    static_assert(std::endian::native == std::endian::little);
    const std::uint64_t bits =
        dtype == DType::f32 ? std::bit_cast<std::uint32_t>(static_cast<float>(value)) : std::bit_cast<std::uint64_t>(static_cast<double>(value));
    words_[at / 8] |= bits << (at % 8 * 8);
  }

  /// Writes the first `bytes` of it. Visible to other threads after an sfence.
  void send(char* to, std::size_t bytes) const {
#if defined(__x86_64__)
    if (bytes == sizeof words_) {
      for (std::size_t i = 0; i < 8; ++i) _mm_stream_si64(reinterpret_cast<long long*>(to) + i, static_cast<long long>(words_[i]));
      return;
    }
#endif
    std::memcpy(to, words_, bytes);
  }

 private:
  std::uint64_t words_[8] = {};
};

}  // namespace yologold
