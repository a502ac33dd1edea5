#include "network/threads.hpp"

#include <dlfcn.h>

#include <thread>

namespace yologold {

namespace {

/// A function of the OpenMP runtime that oneDNN brought along, whichever that is; nullptr where it has none.
template <class Function>
Function* find(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

constexpr int pause_soft = 1;  // omp_pause_soft of OpenMP 5.0

}  // namespace

void set_network_threads(int threads) {
  static auto* const set = find<void(int)>("omp_set_num_threads");
  if (set) set(threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency()));
}

int network_threads() {
  static auto* const most = find<int()>("omp_get_max_threads");
  return most ? most() : 1;
}

void rest_network_threads() {
  static auto* const pause = find<int(int)>("omp_pause_resource_all");
  if (pause) pause(pause_soft);
}

}  // namespace yologold
