#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "benchmarks.hpp"
#include "engine/huge_pages.hpp"
#include "kernels/dispatch.hpp"
#include "suite/random.hpp"

namespace yologold::bench {
namespace {

constexpr std::size_t cells = 1024, classes = 80;  // a tile; a row of class logits

// Every entry, and the elements it is given.
#define YG_EVERY_KERNEL                           \
  YG_KERNEL(load_f32, cells)                      \
  YG_KERNEL(load_f64, cells)                      \
  YG_KERNEL(store_f32, cells)                     \
  YG_KERNEL(store_f64, cells)                     \
  YG_KERNEL(bce, cells)                           \
  YG_KERNEL(squared_logistic, cells)              \
  YG_KERNEL(squared_linear, cells)                \
  YG_KERNEL(delta_bce, cells)                     \
  YG_KERNEL(delta_squared_logistic, cells)        \
  YG_KERNEL(delta_squared_linear, cells)          \
  YG_KERNEL(class_bce, classes)                   \
  YG_KERNEL(class_softmax_squared, classes)       \
  YG_KERNEL(class_linear_squared, classes)        \
  YG_KERNEL(class_delta_bce, classes)             \
  YG_KERNEL(class_delta_softmax_squared, classes) \
  YG_KERNEL(class_delta_linear_squared, classes)  \
  YG_KERNEL(activate_softmax, classes)            \
  YG_KERNEL(decode, cells)                        \
  YG_KERNEL(mark_overlaps, cells)                 \
  YG_KERNEL(keep_shapes, cells)                   \
  YG_KERNEL(sum, cells)                           \
  YG_KERNEL(add_up, cells)                        \
  YG_KERNEL(sum_squares, cells)                   \
  YG_KERNEL(all_finite, cells)                    \
  YG_KERNEL(stream, cells)                        \
  YG_KERNEL(stream_zeros, cells)                  \
  YG_KERNEL(stream_f32_lines, cells)              \
  YG_KERNEL(stream_f64_lines, cells)

#define YG_KERNEL(entry, n) +1
static_assert(sizeof(kernels::Table<double>) == (0 YG_EVERY_KERNEL) * sizeof(void (*)()), "an entry of the table is not measured");
#undef YG_KERNEL

template <class T>
struct alignas(64) Row {
  T at[cells] = {};
};

/// Six rows: 0 to 3 logits, 4 targets, 5 weights.
template <class T>
struct Inputs {
  Row<T> rows[6];

  Inputs() {
    const Random random(1, "kernels", 0);
    for (std::size_t i = 0; i < cells; ++i) {
      for (std::size_t k = 0; k < 4; ++k) rows[k].at[i] = static_cast<T>(random.normal(i * 4 + k, 0));
      rows[4].at[i] = i == 7 ? T(1) : T(0);
      rows[5].at[i] = T(1);
    }
  }
};

template <class T>
T* in(std::size_t row) {
  static Inputs<T> inputs;
  return inputs.rows[row].at;
}

template <class T>
T* out(std::size_t row) {
  static Row<T> rows[4];
  return rows[row].at;
}

/// Calls a kernel of each kind.
template <class Result, class From, class To>
void call(Result (*kernel)(const From*, To*, std::size_t), std::size_t n) {
  kernel(in<From>(0), out<To>(0), n);
}
template <class T>
void call(kernels::ObjectnessKernel<T> kernel, std::size_t n) {
  static const std::uint16_t silent[cells / kernels::row_step] = {1};
  kernel(in<T>(0), T(1), silent, out<T>(0), out<T>(1), n);
}
template <class T>
void call(kernels::ClassKernel<T> kernel, std::size_t n) {
  kernel(in<T>(0), in<T>(4), out<T>(0), out<T>(1), out<T>(2), n);
}
template <class T>
void call(void (*kernel)(const kernels::DecodeRow<T>&, const kernels::BoxRow<T>&, std::size_t), std::size_t n) {
  kernel({in<T>(0), in<T>(1), in<T>(2), in<T>(3), in<T>(4), in<T>(4), T(1.1), T(3), T(5)}, {out<T>(0), out<T>(1), out<T>(2), out<T>(3)}, n);
}
template <class T>
void call(void (*kernel)(const kernels::BoxRow<T>&, const kernels::BoxRow<T>&, T, T*, std::size_t), std::size_t n) {
  kernel({in<T>(0), in<T>(1), in<T>(5), in<T>(5)}, {in<T>(2), in<T>(3), in<T>(5), in<T>(5)}, T(0.5), out<T>(0), n);
}
template <class T>
void call(std::uint64_t (*kernel)(const T*, const T*, const kernels::LikeShapes<T>&, std::uint16_t*, std::uint64_t), std::size_t n) {
  static std::uint16_t found[cells / kernels::row_step];
  benchmark::DoNotOptimize(kernel(in<T>(0), in<T>(1), {T(50), T(60), T(1), T(1)}, found, ~std::uint64_t{0} >> (64 - n / kernels::row_step)));
}
template <class T, class Result>
void call(Result (*kernel)(const T*, std::size_t), std::size_t n) {
  benchmark::DoNotOptimize(kernel(in<T>(0), n));
}

template <class T>
void call(void (*kernel)(const T*, std::size_t, kernels::LaneSums&), std::size_t n) {
  kernels::LaneSums sums;
  kernel(in<T>(0), n, sums);
  benchmark::DoNotOptimize(sums);
}

/// Memory that no cache holds is zeroed piece by piece.
template <class T, class Kernel>
void call_stream(const Kernel& kernel, std::size_t n) {
  static std::vector<T, TensorAllocator<T>> memory((64 << 20) / sizeof(T));
  static std::size_t at = 0;
  kernel(memory.data() + at, n * sizeof(T));
  at = (at + n) % memory.size();
}

/// A value in every 25th line.
template <class T>
void call(void (*kernel)(const kernels::PlacedValues<T>&, void*, std::size_t), std::size_t n) {
  kernels::PlacedValues<T> values;
  for (std::int32_t line = 0; line < 128; line += 25) values.place[values.count] = line * 8, values.value[values.count++] = T(1);
  call_stream<char>([&](void* to, std::size_t) { kernel(values, to, 128); }, n * 8);
}

template <class T>
void add_table(const std::string& name, const kernels::Table<T>& table) {
  const auto add = [&name](const std::string& entry, std::size_t n, auto run) {
    benchmark::RegisterBenchmark(("kernels/" + entry + name).c_str(), [n, run](benchmark::State& state) {
      for (auto _ : state) {
        run(n);
        benchmark::ClobberMemory();
      }
      state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n));
    });
  };
  const auto caller = [](auto kernel) {
    return [kernel](std::size_t n) {
      if constexpr (std::is_same_v<decltype(kernel), void (*)(void*, std::size_t)>)
        call_stream<T>(kernel, n);
      else if constexpr (std::is_same_v<decltype(kernel), void (*)(const void*, void*, std::size_t)>)
        call_stream<T>([kernel](void* to, std::size_t bytes) { kernel(in<T>(0), to, bytes); }, n);
      else
        call(kernel, n);
    };
  };
#define YG_KERNEL(entry, n) add(#entry, n, caller(table.entry));
  YG_EVERY_KERNEL
#undef YG_KERNEL
}

}  // namespace

void register_kernels() {
  for (const auto& isa : kernels::available()) {
    add_table<double>(std::string("/f64/") + isa.name, *isa.f64);
    add_table<float>(std::string("/f32/") + isa.name, *isa.f32);
  }
}

}  // namespace yologold::bench
