#pragma once
#include <memory>
#include <utility>
#include <vector>

#include "network/onednn.hpp"

namespace yologold {

/// Blocks of memory that the plans of all shapes share: only one of them works at a time.
class Slabs {
 public:
  void* need(std::size_t slab, std::size_t bytes);  ///< at least so large, aligned to 64 bytes; what it held is lost when it grows

 private:
  struct Free {
    void operator()(void* p) const;
  };
  struct Slab {
    std::unique_ptr<void, Free> data;
    std::size_t bytes = 0;
  };
  std::vector<Slab> slabs_;
};

/// What several steps of a plan may use one after the other.
enum class Shared { scratch, weights, gradient, part, plain, count };

/// The memory of one plan.
class Memories {
 public:
  memory own(const memory::desc& desc);
  memory shared(Shared slab, const memory::desc& desc);
  memory alias(const memory& of, const memory::desc& desc);  ///< the same bytes, seen as something else

  /// Gives every memory its place. To be called before the plan runs, whenever another plan ran in between.
  void place(Slabs& slabs) const;

 private:
  memory add(std::size_t slab, const memory::desc& desc);

  std::vector<std::pair<memory, std::size_t>> memories_;  ///< and the slab of each
  std::size_t slabs_ = static_cast<std::size_t>(Shared::count);
};

}  // namespace yologold
