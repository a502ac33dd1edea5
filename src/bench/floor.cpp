#include "bench/floor.hpp"

#include <tbb/parallel_for.h>

#include <bit>
#include <cstring>

#include "bench/elapsed.hpp"

namespace yologold::bench {
namespace {

void read(const float* from, std::int64_t stride, std::int64_t cells) {
  std::uint32_t sum = 0;
  if (stride == 1)
    for (std::int64_t i = 0; i < cells; ++i) sum += std::bit_cast<std::uint32_t>(from[i]);
  else
    for (std::int64_t i = 0; i < cells; ++i) sum += std::bit_cast<std::uint32_t>(from[i * stride]);
  asm volatile("" : : "r"(sum));
}

}  // namespace

Floor::Floor(const Workload& work, int threads) : threads_(threads), arena_(threads) {
  for (std::size_t h = 0; h < work.gradients.size(); ++h) add_fills(static_cast<char*>(work.gradients[h].data), work.shapes[h].elements() * 4);
  for (std::size_t h = 0; h < work.heads.size(); ++h) add_reads(work.variant, work.shapes[h], work.heads[h]);
  choose_stores();
}

void Floor::operator()() {
  const auto count = fills_.size() + planes_.size();
  const auto job = [this](std::size_t i) {
    if (i < fills_.size()) return fill(fills_[i]);
    const Plane& plane = planes_[i - fills_.size()];
    read(plane.from, plane.stride, plane.cells);
  };
  if (threads_ == 1)
    for (std::size_t i = 0; i < count; ++i) job(i);
  else
    arena_.execute([&] { tbb::parallel_for(std::size_t{0}, count, job); });
}

void Floor::add_fills(char* to, std::int64_t bytes) {
  constexpr std::int64_t piece = 256 << 10;
  for (std::int64_t at = 0; at < bytes; at += piece) fills_.push_back({to + at, static_cast<std::size_t>(std::min(piece, bytes - at))});
}

/// The objectness, and the boxes where every one of them is compared with the truths. Cells of a named layout lie at one stride.
void Floor::add_reads(const Variant& variant, const HeadShape& s, const HeadView& head) {
  const auto* data = static_cast<const float*>(head.data);
  const auto add = [&](const Block& block, std::int64_t n, std::int64_t a, std::int64_t k) {
    planes_.push_back({data + block.at(n, a, k, 0, 0), block.sx, s.h * s.w});
  };
  const bool boxes = variant.family != Family::v1 && variant.ignore != Ignore::off && variant.ignore != Ignore::prior;
  for (std::int64_t n = 0; n < s.n; ++n)
    for (std::int64_t a = 0; a < s.a; ++a) {
      add(head.layout.objectness, n, a, 0);
      for (std::int64_t k = 0; k < 4 && boxes; ++k) add(head.layout.box, n, a, k);
    }
}

/// By the better half of interleaved runs: the first ones find the lines where the other kind of store left them.
void Floor::choose_stores() {
  std::vector<double> times[2];
  for (int i = 0; i < 12; ++i)
    for (const bool stream : {false, true}) {
      stream_ = stream;
      (*this)();
      times[stream].push_back(time(*this).cpu);
    }
  stream_ = quantile(times[1], 0.25) < quantile(times[0], 0.25);
}

void Floor::fill(const Fill& f) const {
  if (stream_)
    stream_zeros_(f.to, f.bytes);
  else
    std::memset(f.to, 0, f.bytes);
  asm volatile("" : : "r"(f.to) : "memory");
}

}  // namespace yologold::bench
