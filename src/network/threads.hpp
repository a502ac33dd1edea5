#pragma once

namespace yologold {

/// Threads of oneDNN for the calling thread's networks; 0: all cores. To be called before a network is made.
void set_network_threads(int threads);
int network_threads();

/// Ends the idle threads of oneDNN's OpenMP runtime, which otherwise spin for milliseconds on cores that TBB wants. The next forward pass starts them again.
void rest_network_threads();

}  // namespace yologold
