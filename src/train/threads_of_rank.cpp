#include "train/threads_of_rank.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

namespace yologold {

int threads_of_rank(const Ranks& ranks) {
  // Count the ranks of this host.
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  const std::string host = name.data();
  const auto hosts = ranks.gather(host);
  const auto here = static_cast<int>(std::ranges::count(hosts, host));

  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  cpu_set_t bound;
  const int most = ::sched_getaffinity(0, sizeof bound, &bound) == 0 ? CPU_COUNT(&bound) : cores;
  return std::max(1, std::min(cores / here, most));
}

}  // namespace yologold
