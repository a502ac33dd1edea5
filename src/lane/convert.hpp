#pragma once
#include "lane/lane.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Loads of f32 into f64 batches (xsimd 8.1's go through the stack and stall), comparisons as bits (which it lacks), and stores past the caches.
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

/// The lanes of a comparison that hold, a bit each.
template <class T, class A>
YG_INLINE std::uint32_t mask(const xsimd::batch_bool<T, A>& m) {
#if defined(__AVX512F__)
  return static_cast<std::uint32_t>(m.data);
#elif defined(__AVX2__)
  if constexpr (sizeof(T) == 4)
    return static_cast<std::uint32_t>(_mm256_movemask_ps(m.data));
  else
    return static_cast<std::uint32_t>(_mm256_movemask_pd(m.data));
#elif defined(__x86_64__)
  if constexpr (sizeof(T) == 4)
    return static_cast<std::uint32_t>(_mm_movemask_ps(m.data));
  else
    return static_cast<std::uint32_t>(_mm_movemask_pd(m.data));
#else
  using V = xsimd::batch<T, A>;
  alignas(64) T one[V::size];
  lane::select(m, V(T(1)), V(T(0))).store_aligned(one);
  std::uint32_t bits = 0;
  for (std::size_t j = 0; j < V::size; ++j) bits |= static_cast<std::uint32_t>(one[j] != 0) << j;
  return bits;
#endif
}

/// One line of 64 bytes past the caches where the ISA can: those at `from`, or zeros. `to` is aligned. Visible to other threads after an sfence.
YG_INLINE void stream_line(const unsigned char* from, unsigned char* to) {
#if defined(__AVX512F__)
  _mm512_stream_si512(reinterpret_cast<__m512i*>(to), from ? _mm512_loadu_si512(from) : _mm512_setzero_si512());
#elif defined(__AVX2__)
  for (int k = 0; k < 64; k += 32)
    _mm256_stream_si256(reinterpret_cast<__m256i*>(to + k), from ? _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + k)) : _mm256_setzero_si256());
#elif defined(__x86_64__)
  for (int k = 0; k < 64; k += 16)
    _mm_stream_si128(reinterpret_cast<__m128i*>(to + k), from ? _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + k)) : _mm_setzero_si128());
#else
  if (from)
    __builtin_memcpy(to, from, 64);
  else
    __builtin_memset(to, 0, 64);
#endif
}

/// Bytes before the next line of the cache, at most `bytes`.
YG_INLINE std::size_t to_next_line(const void* at, std::size_t bytes) {
  const std::size_t before = (64 - reinterpret_cast<std::uintptr_t>(at) % 64) % 64;
  return before < bytes ? before : bytes;
}

/// A copy past the caches, in whole lines: half-filled ones are slow.
YG_INLINE void stream(const void* from, void* to, std::size_t bytes) {
  const auto* source = static_cast<const unsigned char*>(from);
  auto* at = static_cast<unsigned char*>(to);
  std::size_t done = to_next_line(to, bytes);
  if (done > 0) __builtin_memcpy(at, source, done);
  for (; done + 64 <= bytes; done += 64) stream_line(source + done, at + done);
  if (done < bytes) __builtin_memcpy(at + done, source + done, bytes - done);
}

/// Zeros past the caches, in whole lines.
YG_INLINE void stream_zeros(void* to, std::size_t bytes) {
  auto* at = static_cast<unsigned char*>(to);
  std::size_t done = to_next_line(to, bytes);
  if (done > 0) __builtin_memset(at, 0, done);
  for (; done + 64 <= bytes; done += 64) stream_line(nullptr, at + done);
  if (done < bytes) __builtin_memset(at + done, 0, bytes - done);
}

}  // namespace yologold::lane
