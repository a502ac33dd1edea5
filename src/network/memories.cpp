#include "network/memories.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/huge_pages.hpp"

namespace yologold {

void Slabs::Free::operator()(void* p) const { std::free(p); }

void* Slabs::need(std::size_t slab, std::size_t bytes) {
  if (slab >= slabs_.size()) slabs_.resize(slab + 1);
  Slab& s = slabs_[slab];
  if (s.bytes < bytes) {
    s.data.reset();
    s.data.reset(allocate_tensor(bytes));
    s.bytes = bytes;
  }
  return s.data.get();
}

memory Memories::add(std::size_t slab, const memory::desc& desc) { return memories_.emplace_back(memory(desc, cpu(), DNNL_MEMORY_NONE), slab).first; }

memory Memories::own(const memory::desc& desc) { return add(slabs_++, desc); }

memory Memories::shared(Shared slab, const memory::desc& desc) { return add(static_cast<std::size_t>(slab), desc); }

memory Memories::alias(const memory& of, const memory::desc& desc) {
  const auto at = std::ranges::find_if(memories_, [&](const auto& m) { return m.first.get() == of.get(); });
  return add(at->second, desc);
}

void Memories::place(Slabs& slabs) const {
  for (const auto& [memory, slab] : memories_) slabs.need(slab, memory.get_desc().get_size());
  for (const auto& [memory, slab] : memories_) memory.set_data_handle(slabs.need(slab, 0));
}

}  // namespace yologold
