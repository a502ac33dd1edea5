#pragma once
#include <span>
#include <vector>

#include "bench/task.hpp"
#include "engine/huge_pages.hpp"

namespace yologold::bench {

/// A task with its memory: f32 heads and gradients, the same in every run. Not to be moved: the views point into it.
class Workload {
 public:
  explicit Workload(const Task& task);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  Truths truths() const { return {truths_, first_}; }

  Task task;
  Variant variant;
  std::vector<HeadShape> shapes;
  std::vector<HeadView> heads;
  std::vector<GradientView> gradients;  ///< empty: loss only

 private:
  using Floats = std::vector<float, TensorAllocator<float>>;

  void add_head(std::size_t h);
  void add_truths();

  std::vector<Floats> memory_;
  std::vector<Truth> truths_;
  std::vector<std::int64_t> first_;
};

}  // namespace yologold::bench
