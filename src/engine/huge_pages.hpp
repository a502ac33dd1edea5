#pragma once
#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace yologold {

/// Memory for tensors, in huge pages where it fills some and the system has them to give: the planes of a slot lie far apart, and in small pages every one of
/// them must be looked up. Aligned to 64 bytes. To be given back with std::free. Throws std::bad_alloc.
inline void* allocate_tensor(std::size_t bytes) {
  constexpr std::size_t huge = std::size_t{1} << 21;
  const std::size_t page = bytes >= huge ? huge : 64, whole = (bytes + page - 1) / page * page;
  void* const at = std::aligned_alloc(page, whole);
  if (!at) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
  if (page == huge) madvise(at, whole, MADV_HUGEPAGE);
#endif
  return at;
}

/// The same for containers.
template <class T>
struct TensorAllocator {
  using value_type = T;
  TensorAllocator() = default;
  template <class Other>
  TensorAllocator(const TensorAllocator<Other>&) {}
  T* allocate(std::size_t count) { return static_cast<T*>(allocate_tensor(count * sizeof(T))); }
  void deallocate(T* at, std::size_t) { std::free(at); }
  bool operator==(const TensorAllocator&) const = default;
};

}  // namespace yologold
