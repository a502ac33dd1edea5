#pragma once

#if defined(__SANITIZE_THREAD__)
#define YG_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define YG_THREAD_SANITIZER 1
#endif
#endif

#ifdef YG_THREAD_SANITIZER
extern "C" void __tsan_acquire(void*);
extern "C" void __tsan_release(void*);
/// A function whose own reads are not looked at: those of a copy that libtbb handed over.
#define YG_HANDED_OVER __attribute__((no_sanitize("thread")))
#else
#define YG_HANDED_OVER
#endif

namespace yologold {

/// An order between threads that ThreadSanitizer can not see, since libtbb is not built for it: what a thread did before it called before(at)
/// is seen by a thread that called after(at) later. Nothing in any other build.
struct ThreadOrder {
#ifdef YG_THREAD_SANITIZER
  static void before(const void* at) { __tsan_release(const_cast<void*>(at)); }
  static void after(const void* at) { __tsan_acquire(const_cast<void*>(at)); }
#else
  static void before(const void*) {}
  static void after(const void*) {}
#endif
};

}  // namespace yologold
