#pragma once
#include "bench/elapsed.hpp"
#include "bench/floor.hpp"

namespace yologold::bench {

/// A loss with its gradient beside its floor.
struct Ratio {
  std::string work, setting;             ///< "v3/f64", "avx2/threads=1"
  double floor_ms = 0, loss_ms = 0;      ///< medians, on the wall
  double low = 0, median = 0, high = 0;  ///< quartiles of loss over floor, of interleaved pairs, of the times on the wall
  double cpu = 0;                        ///< median, of the processor times: other programs can not stretch these by taking the core away
  std::size_t pairs = 0;
};

/// Times floor and loss in turn, so that a noisy neighbour hits both.
class Race {
 public:
  /// Runs once to warm up. Throws Error where the loss is not one of this work.
  Race(Workload& work, const RunOptions& options);

  Elapsed lap();         ///< one pair; the time of the loss
  Ratio result() const;  ///< of the laps so far, one at least

 private:
  void run_loss();

  Workload& work_;
  Plan plan_;
  Report report_;
  Floor floor_;
  std::string setting_;
  int repeats_ = 1;  ///< within a lap: clocks are coarse
  std::vector<double> floors_, losses_, pairs_, cpu_pairs_;
};

}  // namespace yologold::bench
