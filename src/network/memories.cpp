#include "network/memories.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace yologold {

namespace {

constexpr std::size_t huge_page = std::size_t{1} << 21;

}  // namespace

void Slabs::Free::operator()(void* p) const { std::free(p); }

void* Slabs::need(std::size_t slab, std::size_t bytes) {
  if (slab >= slabs_.size()) slabs_.resize(slab + 1);
  Slab& s = slabs_[slab];
  if (s.bytes < bytes) {
    // Maps of a few megabytes are walked through faster in huge pages, where the system has some to give.
    const std::size_t page = bytes >= huge_page ? huge_page : 64, whole = (bytes + page - 1) / page * page;
    s.data.reset();
    s.data.reset(std::aligned_alloc(page, whole));
    if (!s.data) throw std::bad_alloc();
    if (page == huge_page) madvise(s.data.get(), whole, MADV_HUGEPAGE);
    s.bytes = whole;
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
