// Every kernel, every ISA, f32 and f64, awkward lengths, hostile fills, guards: the results are those of the plain scalar formula, bit for bit.
//   test_kernels             checks
//   test_kernels --print     prints one hash a kernel and scalar, over all lengths and fills, for comparison with another machine or emulator
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "kernels/dispatch.hpp"
#include "support/random.hpp"
#include "terms/bce_logits.hpp"
#include "terms/squared.hpp"

using namespace yologold;
using namespace yologold::kernels;
using test::Random;

namespace {

constexpr std::size_t room = 64, guard = 16;

/// A row of T with guards on both sides, 64-byte aligned.
template <class T>
struct Row {
  alignas(64) T memory[guard + room + guard];
  Row() { std::fill_n(memory, guard + room + guard, T(-9999)); }
  T* data() { return memory + guard; }
  bool guards_whole(std::size_t n) const {
    for (std::size_t i = 0; i < guard; ++i)
      if (memory[i] != T(-9999)) return false;
    for (std::size_t i = guard + (n + row_step - 1) / row_step * row_step; i < guard + room + guard; ++i)
      if (memory[i] != T(-9999)) return false;
    return true;
  }
};

template <class T>
bool same_bits(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

/// Fills that hurt: ordinary, saturated, tiny, zeros of both signs, not finite.
template <class T>
T hostile(Random& r, int fill) {
  constexpr T inf = std::numeric_limits<T>::infinity();
  switch (fill) {
    case 0:
      return static_cast<T>(4 * r.bell());
    case 1:
      return static_cast<T>((r.below(2) ? 1 : -1) * r.uniform(20, sizeof(T) == 8 ? 740 : 100));
    case 2:
      return static_cast<T>(std::ldexp(r.uniform(-1, 1), -static_cast<int>(r.below(sizeof(T) == 8 ? 1070 : 140))));
    case 3:
      return r.below(2) ? T(0) : -T(0);
    default: {
      const T odd[] = {inf, -inf, std::numeric_limits<T>::quiet_NaN(), T(1), T(-1)};
      return odd[r.below(5)];
    }
  }
}

struct Outcome {
  int checks = 0, failures = 0;
  std::uint64_t hash = 0xcbf29ce484222325;

  template <class T>
  void expect(const char* kernel, const char* isa, std::size_t n, int fill, std::size_t i, T got, T want) {
    ++checks;
    if (same_bits(got, want)) return;
    if (++failures < 20)
      std::printf("FAILED %s %s n=%zu fill=%d element %zu: %a for %a\n", kernel, isa, n, fill, i, static_cast<double>(got), static_cast<double>(want));
  }
  template <class T>
  void note(T x) {
    std::uint64_t bits = 0x7ff8;
    if (x == x) std::memcpy(&bits, &x, sizeof x);
    hash = (hash ^ bits) * 0x100000001b3;
  }
};

/// Rows of one trial.
template <class T>
struct Rows {
  Row<T> t, second, loss, slope, scratch;
  Rows(std::uint64_t seed, std::size_t n, int fill, const std::function<T(Random&)>& second_value) {
    Random r(seed);
    for (std::size_t i = 0; i < n; ++i) t.data()[i] = hostile<T>(r, fill), second.data()[i] = second_value(r);
    for (std::size_t i = n; i % row_step != 0; ++i) t.data()[i] = second.data()[i] = 0;
  }
};

template <class T>
struct Tested {
  const char* name;
  std::function<void(const Table<T>&, Rows<T>&, std::size_t)> call;
  std::function<T(Random&)> second;
  std::function<lane::ValueGrad<T>(T, T)> plain;  ///< empty: compared with the first ISA only
  int fills = 5;
};

template <class T>
lane::ValueGrad<T> weighted(T w, lane::ValueGrad<T> r, bool delta, T pred) {
  if (w == 0) return {T(0), T(0)};
  return {w * r.value, w * (delta ? lane::negate(pred) : r.slope)};
}

template <class T>
constexpr T trained = T(1.7);

template <class T>
std::vector<Tested<T>> elementwise() {
  const auto weight = [](Random& r) { return r.below(4) ? trained<T> : T(0); };  // 0: silent
  const auto target = [](Random& r) { return r.below(3) ? T(r.below(2)) : static_cast<T>(r.uniform()); };
  const auto objectness = [](ObjectnessKernel<T> Table<T>::*k) {
    return [k](const Table<T>& table, Rows<T>& rows, std::size_t n) {
      std::uint16_t silent[4] = {};
      for (std::size_t i = 0; i < n; ++i)
        if (rows.second.data()[i] == 0) silent[i / row_step] = static_cast<std::uint16_t>(silent[i / row_step] | 1u << i % row_step);
      (table.*k)(rows.t.data(), trained<T>, silent, rows.loss.data(), rows.slope.data(), n);
    };
  };
  const auto classes = [](ClassKernel<T> Table<T>::*k) {
    return [k](const Table<T>& table, Rows<T>& rows, std::size_t n) {
      (table.*k)(rows.t.data(), rows.second.data(), rows.loss.data(), rows.slope.data(), rows.scratch.data(), n);
    };
  };
  using G = lane::ValueGrad<T>;
  const auto rise = [](T t) { return lane::logistic(t).rise; };
  return {
      {"bce", objectness(&Table<T>::bce), weight, [](T t, T w) { return weighted<T>(w, terms::bce_logits_zero(t, lane::decay(t)), false, 0); }},
      {"squared_logistic", objectness(&Table<T>::squared_logistic), weight,
       [](T t, T w) { return weighted<T>(w, terms::squared_logistic(t, T(0), lane::decay(t)), false, 0); }},
      {"squared_linear", objectness(&Table<T>::squared_linear), weight, [](T t, T w) { return weighted<T>(w, terms::squared_linear(t, T(0)), false, 0); }},
      {"delta_bce", objectness(&Table<T>::delta_bce), weight,
       [rise](T t, T w) { return weighted<T>(w, terms::bce_logits_zero(t, lane::decay(t)), true, rise(t)); }},
      {"delta_squared_logistic", objectness(&Table<T>::delta_squared_logistic), weight,
       [rise](T t, T w) { return weighted<T>(w, terms::squared_logistic(t, T(0), lane::decay(t)), true, rise(t)); }},
      {"delta_squared_linear", objectness(&Table<T>::delta_squared_linear), weight,
       [](T t, T w) { return weighted<T>(w, terms::squared_linear(t, T(0)), true, t); }},
      {"class_bce", classes(&Table<T>::class_bce), target, [](T t, T y) { return terms::bce_logits(t, y); }},
      {"class_delta_bce", classes(&Table<T>::class_delta_bce), target,
       [](T t, T y) {
         const G r = terms::bce_logits(t, y);
         return G{r.value, lane::negate(r.slope)};
       }},
      {"class_linear_squared", classes(&Table<T>::class_linear_squared), target, [](T t, T y) { return terms::squared_linear(t, y); }},
      {"class_delta_linear_squared", classes(&Table<T>::class_delta_linear_squared), target,
       [](T t, T y) {
         return G{terms::squared_linear(t, y).value, y - t};
       }},
      {"class_softmax_squared", classes(&Table<T>::class_softmax_squared), [](Random& r) { return T(r.below(4) == 0); }, nullptr},
      {"class_delta_softmax_squared", classes(&Table<T>::class_delta_softmax_squared), [](Random& r) { return T(r.below(4) == 0); }, nullptr},
      {"activate_softmax", [](const Table<T>& table, Rows<T>& rows, std::size_t n) { table.activate_softmax(rows.t.data(), rows.loss.data(), n); }, target,
       nullptr},
      {"decode",
       [](const Table<T>& table, Rows<T>& rows, std::size_t n) {
         table.decode({rows.t.data(), rows.t.data(), rows.t.data(), rows.t.data(), rows.second.data(), rows.second.data(), T(1.2), T(2.5), T(0.75)},
                      {rows.loss.data(), rows.slope.data(), rows.scratch.data(), rows.scratch.data()}, n);
       },
       [](Random& r) { return T(r.below(76)); },
       [rise](T t, T column) {
         const T x = (T(1.2) * rise(t) - (T(1.2) - 1) / 2) + column;
         return G{x, x};
       }},
      {"mark_overlaps",
       [](const Table<T>& table, Rows<T>& rows, std::size_t n) {
         const std::size_t padded = (n + row_step - 1) / row_step * row_step;
         for (std::size_t i = 0; i < padded; ++i) rows.loss.data()[i] = 0, rows.slope.data()[i] = T(0.25), rows.scratch.data()[i] = i % 2 == 0 ? T(2) : T(1.5);
         table.mark_overlaps({rows.t.data(), rows.t.data(), rows.second.data(), rows.second.data()},
                             {rows.slope.data(), rows.slope.data(), rows.scratch.data(), rows.scratch.data()}, T(0.25), rows.loss.data(), n);
       },
       [](Random& r) { return static_cast<T>(r.uniform(0.5, 4)); }, nullptr},
      {"keep_shapes",
       [](const Table<T>& table, Rows<T>& rows, std::size_t n) {
         const std::uint64_t steps = (n + row_step - 1) / row_step, odd = ~std::uint64_t{0} >> (64 - steps) & 0b1011u;
         std::uint16_t cells[] = {0xfff7, 0xffff, 0, 0xefff};
         rows.loss.data()[0] = static_cast<T>(table.keep_shapes(rows.t.data(), rows.second.data(), {T(0), T(2), T(1.5), T(2)}, cells, odd));
         for (std::size_t i = 0; i < n; ++i) rows.slope.data()[i] = static_cast<T>(cells[i / row_step] >> (i % row_step) & 1);
       },
       [](Random& r) { return static_cast<T>(r.uniform(0.5, 4)); }, nullptr},
  };
}

template <class T>
bool lengths_and_fills(const Tested<T>& k, const IsaTables& isa, const Table<T>& table, const Table<T>& first, Outcome& out) {
  const int before = out.failures;
  for (std::size_t n = 1; n <= 49; ++n)
    for (int fill = 0; fill < k.fills; ++fill) {
      const std::uint64_t seed = n * 10 + static_cast<std::uint64_t>(fill);
      Rows<T> got(seed, n, fill, k.second), want(seed, n, fill, k.second);
      k.call(table, got, n);
      k.call(first, want, n);
      for (std::size_t i = 0; i < n; ++i) {
        if (k.plain) {
          const auto r = k.plain(got.t.data()[i], got.second.data()[i]);
          want.loss.data()[i] = r.value, want.slope.data()[i] = r.slope;
        }
        out.expect(k.name, isa.name, n, fill, i, got.loss.data()[i], want.loss.data()[i]);
        out.expect(k.name, isa.name, n, fill, i, got.slope.data()[i], want.slope.data()[i]);
        out.note(got.loss.data()[i]);
        out.note(got.slope.data()[i]);
      }
      for (const auto* row : {&got.t, &got.second, &got.loss, &got.slope, &got.scratch}) {
        ++out.checks;
        if (!row->guards_whole(n)) ++out.failures, std::printf("FAILED %s %s n=%zu: wrote outside its row\n", k.name, isa.name, n);
      }
    }
  return out.failures == before;
}

/// Lines of zeros with any number of values in them, between bytes that stay as they were.
template <class T, class S>
void lines_with_values(const IsaTables& isa, void (*stream)(const PlacedValues<T>&, void*, std::size_t), Outcome& out) {
  constexpr std::size_t each = 64 / sizeof(S), most = 130;
  for (std::size_t count = 0; count <= PlacedValues<T>::most; ++count)
    for (const std::size_t lines : {std::size_t{1}, std::size_t{7}, std::size_t{128}}) {
      if (count > lines * each) continue;
      Random r(count * 1000 + lines);
      alignas(64) S got[most * each], want[most * each];
      std::fill_n(got, most * each, S(7));
      std::fill_n(want, most * each, S(7));
      std::fill_n(want + each, lines * each, S(0));

      // Some values stand close together, some apart.
      std::set<std::int32_t> places;
      while (places.size() < count)
        places.insert(static_cast<std::int32_t>(count % 2 ? r.below(static_cast<int>(lines * each)) : static_cast<int>(places.size())));
      PlacedValues<T> values;
      for (const std::int32_t place : places) {
        const T value = hostile<T>(r, static_cast<int>(count % 5));
        values.value[values.count] = value, values.place[values.count++] = place;
        want[each + static_cast<std::size_t>(place)] = static_cast<S>(value);
      }
      stream(values, got + each, lines);
      for (std::size_t i = 0; i < most * each; ++i) out.expect("stream_lines", isa.name, lines, static_cast<int>(count), i, got[i], want[i]);
    }
}

/// Loads, stores and zeros at every misalignment; sums against a sum in the stated order.
template <class T>
void rows_in_and_out(const IsaTables& isa, const Table<T>& table, Outcome& out) {
  for (std::size_t n = 1; n <= 49; ++n)
    for (std::size_t offset = 0; offset < 8; ++offset) {
      Random r(n * 8 + offset);
      Row<float> f32;
      Row<double> f64, wide;
      Row<T> row;
      Row<float> back;
      for (std::size_t i = 0; i < n; ++i)
        f32.data()[i + offset] = static_cast<float>(r.bell()), f64.data()[i + offset] = static_cast<double>(f32.data()[i + offset]);
      bool finite = table.load_f32(f32.data() + offset, row.data(), n);
      for (std::size_t i = 0; i < n; ++i) out.expect("load_f32", isa.name, n, 0, i, row.data()[i], static_cast<T>(f32.data()[i + offset]));
      finite = table.load_f64(f64.data() + offset, row.data(), n) && finite;
      out.expect("load: finite", isa.name, n, 0, n, double(finite), 1.0);
      for (std::size_t i = 0; i < n; ++i) out.expect("load_f64", isa.name, n, 0, i, row.data()[i], static_cast<T>(f64.data()[i + offset]));
      table.store_f32(row.data(), back.data() + offset, n);
      table.store_f64(row.data(), wide.data() + offset, n);
      for (std::size_t i = 0; i < n; ++i) {
        out.expect("store_f32", isa.name, n, 0, i, back.data()[i + offset], f32.data()[i + offset]);
        out.expect("store_f64", isa.name, n, 0, i, wide.data()[i + offset], f64.data()[i + offset]);
      }
      out.expect("store_f32 guard", isa.name, n, 0, n, back.data()[n + offset], -9999.0f);
      out.expect("all_finite", isa.name, n, 0, 0, double(table.all_finite(row.data(), n)), 1.0);
      out.note(table.sum(row.data(), n));
      out.note(table.sum_squares(row.data(), n));

      // The same sum in two pieces, the rest of the second filled up with zeros.
      LaneSums pieces;
      Row<T> padded;
      for (std::size_t i = 0; i < 64; ++i) padded.data()[i] = i < n ? row.data()[i] : T(0);
      table.add_up(padded.data(), row_step, pieces);
      table.add_up(padded.data() + row_step, 48, pieces);
      out.expect("add_up", isa.name, n, 0, n, pieces.join(), table.sum(row.data(), n));
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(row.data()[i]);
      ++out.checks;
      if (!(std::abs(table.sum(row.data(), n) - sum) <= 1e-13)) ++out.failures, std::printf("FAILED sum %s n=%zu\n", isa.name, n);
      row.data()[n - 1] = std::numeric_limits<T>::infinity();
      out.expect("all_finite", isa.name, n, 0, n, double(table.all_finite(row.data(), n)), 0.0);
      f32.data()[offset + offset % n] = std::numeric_limits<float>::quiet_NaN();
      f64.data()[offset + n - 1] = -std::numeric_limits<double>::infinity();
      out.expect("load_f32: finite", isa.name, n, 0, n, double(table.load_f32(f32.data() + offset, row.data(), n)), 0.0);
      out.expect("load_f64: finite", isa.name, n, 0, n, double(table.load_f64(f64.data() + offset, row.data(), n)), 0.0);
      unsigned char bytes[400];
      std::memset(bytes, 7, sizeof bytes);
      table.stream_zeros(bytes + 3 + offset, n * 5);
      for (std::size_t i = 0; i < sizeof bytes; ++i)
        out.expect("stream_zeros", isa.name, n, 0, i, double(bytes[i]), i >= 3 + offset && i < 3 + offset + n * 5 ? 0.0 : 7.0);
    }
}

template <class T>
void run(const char* scalar, const Table<T>* IsaTables::*member, bool print, Outcome& all) {
  for (const auto& isa : available()) {
    const Table<T>& table = *(isa.*member);
    const Table<T>& first = *(available().front().*member);
    for (const auto& k : elementwise<T>()) {
      Outcome out;
      lengths_and_fills(k, isa, table, first, out);
      if (print && &table == &first) std::printf("hash %s/%s %016llx\n", k.name, scalar, static_cast<unsigned long long>(out.hash));
      all.checks += out.checks, all.failures += out.failures;
    }
    Outcome out;
    rows_in_and_out(isa, table, out);
    lines_with_values<T, float>(isa, table.stream_f32_lines, out);
    lines_with_values<T, double>(isa, table.stream_f64_lines, out);
    if (print && &table == &first) std::printf("hash rows/%s %016llx\n", scalar, static_cast<unsigned long long>(out.hash));
    all.checks += out.checks, all.failures += out.failures;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const bool print = argc > 1 && std::string(argv[1]) == "--print";
  Outcome all;
  run<double>("f64", &IsaTables::f64, print, all);
  run<float>("f32", &IsaTables::f32, print, all);
  if (!print) std::printf("%d checks, %d failed\n", all.checks, all.failures);
  return all.failures != 0;
}
