#pragma once
#include "lane/lane.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Loads of f32 into f64 batches. xsimd 8.1's go through the stack and stall.
namespace yologold::lane {

template <class V>
YG_INLINE V load(const ScalarOf<V>* from) {
  return V::load_unaligned(from);
}

#if defined(__x86_64__)
template <class V>
requires std::is_same_v<V, xsimd::batch<double, xsimd::sse2>> YG_INLINE V load(const float* from) {
  return _mm_cvtps_pd(_mm_castsi128_ps(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from))));
}
#if defined(__AVX2__)
template <class V>
requires std::is_same_v<V, xsimd::batch<double, xsimd::avx2>> YG_INLINE V load(const float* from) { return _mm256_cvtps_pd(_mm_loadu_ps(from)); }
#endif
#if defined(__AVX512F__)
template <class V>
requires std::is_same_v<V, xsimd::batch<double, xsimd::avx512bw>> YG_INLINE V load(const float* from) { return _mm512_cvtps_pd(_mm256_loadu_ps(from)); }
#endif
#elif defined(__aarch64__)
template <class V>
requires std::is_same_v<V, xsimd::batch<double, xsimd::neon64>> YG_INLINE V load(const float* from) { return vcvt_f64_f32(vld1_f32(from)); }
#endif

/// Zeros past the caches where the ISA can, in whole lines of 64 bytes: half-filled ones are slow. The stores become visible to other threads after an sfence.
YG_INLINE void stream_zeros(void* to, std::size_t bytes) {
  auto* at = static_cast<unsigned char*>(to);
  const auto* end = at + bytes;
  while (at < end && reinterpret_cast<std::uintptr_t>(at) % 64 != 0) *at++ = 0;
  for (; at + 64 <= end; at += 64) {
#if defined(__AVX512F__)
    _mm512_stream_si512(reinterpret_cast<__m512i*>(at), _mm512_setzero_si512());
#elif defined(__AVX2__)
    for (int k = 0; k < 64; k += 32) _mm256_stream_si256(reinterpret_cast<__m256i*>(at + k), _mm256_setzero_si256());
#elif defined(__x86_64__)
    for (int k = 0; k < 64; k += 16) _mm_stream_si128(reinterpret_cast<__m128i*>(at + k), _mm_setzero_si128());
#else
    __builtin_memset(at, 0, 64);
#endif
  }
  while (at < end) *at++ = 0;
}

}  // namespace yologold::lane
