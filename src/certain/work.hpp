#pragma once
#include <tbb/task_arena.h>

#include "certain/certify.hpp"
#include "certain/certify_unit.hpp"
#include "certain/kernel_table.hpp"

namespace yologold::certain {

/// The loss of one image in one head, by term, unrounded.
struct Sums {
  DdBall coord, obj, noobj, classes;
  DdBall all() const { return (coord + obj) + (noobj + classes); }
};

/// A request on its way: what was decided, and the sums so far.
struct Work {
  const Request& q;
  Problem p;
  const KernelTable& kernels;
  Assignment a;
  tbb::task_arena arena;
  std::vector<Scales<DdBall>> scales;  ///< [head]
  std::vector<Sums> sums;              ///< [head * N + image]
  DdBall cost;
  Certified result;

  explicit Work(const Request& request);

  std::size_t images() const { return static_cast<std::size_t>(p.model.images); }
  std::size_t place(std::size_t head, std::int64_t image) const { return head * images() + static_cast<std::size_t>(image); }
  const Slot& slot(const Rivals& g) const { return a.matches[a.order[g.begin]].slot; }
};

// The steps of certify.
void certify_slots(Work& work);   ///< writes the gradient, adds up the sums
void certify_losses(Work& work);  ///< rounds the sums into the report

}  // namespace yologold::certain
