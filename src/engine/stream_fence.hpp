#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace yologold {

/// Orders the streaming stores of a task before whatever follows it. One a task, not one a store: each waits for the memory.
struct StreamFence {
  StreamFence() = default;
  StreamFence(const StreamFence&) = delete;
  StreamFence& operator=(const StreamFence&) = delete;
  ~StreamFence() {
#if defined(__x86_64__)
    _mm_sfence();
#endif
  }
};

}  // namespace yologold
