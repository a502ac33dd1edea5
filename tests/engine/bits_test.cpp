// The same bits: for every thread count, ISA, layout and input type, and as in the list of hashes that is part of the numerics version.
//   test_bits LIST       compares          test_bits --print > LIST       writes a new one
#include <tbb/global_control.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "support/problem.hpp"
#include "variant/catalogue.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// FNV-1a over the bits of doubles; every NaN counts as one.
class Hash {
 public:
  void add(double x) {
    std::uint64_t bits = 0x7ff8000000000000;
    if (x == x) std::memcpy(&bits, &x, 8);
    for (int i = 0; i < 8; ++i) state_ = (state_ ^ ((bits >> (8 * i)) & 255)) * 0x100000001b3;
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

/// A tensor of one head in some layout and type, with guard values around it.
struct Stored {
  std::vector<double> f64;
  std::vector<float> f32;
  Layout layout;
  DType dtype;
  const void* data() const { return dtype == DType::f32 ? static_cast<const void*>(f32.data() + 1) : static_cast<const void*>(f64.data() + 1); }
};

/// The ways a head can lie: the named layouts, and nchw with gaps between columns, rows and planes.
enum class Way { nchw, nhwc, third, gaps };

Layout lay(Way way, const HeadShape& s) {
  if (way == Way::nhwc) return layout_of(LayoutName::nhwc, s);
  if (way == Way::third) return layout_of(s.shared_classes ? LayoutName::darknet_v1 : LayoutName::nahwk, s);
  Layout l = layout_of(LayoutName::nchw, s);
  if (way == Way::gaps)
    for (Block* b : {&l.box, &l.objectness, &l.classes}) {
      const std::int64_t plane = s.h * s.w, wide = s.h * (2 * s.w + 3) + 5;
      for (std::int64_t* stride : {&b->offset, &b->sn, &b->sa, &b->sk}) *stride = *stride / plane * wide;
      b->sy = 2 * s.w + 3, b->sx = 2;
    }
  return l;
}

std::size_t size_of(Way way, const HeadShape& s) {
  return static_cast<std::size_t>(way == Way::gaps ? s.elements() / (s.h * s.w) * (s.h * (2 * s.w + 3) + 5) : s.elements());
}

Stored store(const Problem& p, std::size_t h, Way way, DType dtype) {
  const HeadShape& s = p.shapes[h];
  const auto size = size_of(way, s);
  Stored t{std::vector<double>(size + 2, -77), std::vector<float>(size + 2, -77), lay(way, s), dtype};
  const Layout from = layout_of(LayoutName::nchw, s);
  const auto copy = [&](const Block& a, const Block& b, std::int64_t channels, std::int64_t anchors) {
    for (std::int64_t n = 0; n < s.n; ++n)
      for (std::int64_t i = 0; i < anchors; ++i)
        for (std::int64_t k = 0; k < channels; ++k)
          for (std::int64_t y = 0; y < s.h; ++y)
            for (std::int64_t x = 0; x < s.w; ++x) {
              const double value = p.logits[h][static_cast<std::size_t>(a.at(n, i, k, y, x))];
              t.f64[static_cast<std::size_t>(b.at(n, i, k, y, x)) + 1] = value;
              t.f32[static_cast<std::size_t>(b.at(n, i, k, y, x)) + 1] = static_cast<float>(value);
            }
  };
  copy(from.box, t.layout.box, 4, s.a);
  copy(from.objectness, t.layout.objectness, 1, s.a);
  copy(from.classes, t.layout.classes, s.c, s.shared_classes ? 1 : s.a);
  return t;
}

/// Loss, terms and gradient of one way to run, as one hash. The gradient is read back in the order of nchw.
std::uint64_t run(const Problem& p, Way way, DType stored, DType compute, const std::string& isa, int threads) {
  std::vector<Stored> heads, gradients;
  std::vector<HeadView> views;
  std::vector<GradientView> outs;
  for (std::size_t h = 0; h < p.shapes.size(); ++h) heads.push_back(store(p, h, way, stored)), gradients.push_back(store(p, h, way, DType::f64));
  for (Stored& g : gradients) std::fill(g.f64.begin(), g.f64.end(), -77);
  for (std::size_t h = 0; h < heads.size(); ++h) {
    views.push_back({heads[h].data(), stored, heads[h].layout});
    outs.push_back({const_cast<void*>(gradients[h].data()), DType::f64, gradients[h].layout});
  }
  Plan plan(p.variant, p.shapes, {.compute = compute, .isa = isa, .threads = threads});
  Report report;
  if (plan.run(views, p.truth_view(), outs, report) != Status::ok) return 0;

  Hash hash;
  hash.add(report.total);
  hash.add(report.cost);
  for (const TermLoss& t : report.terms)
    for (const double x : {t.coord, t.obj, t.noobj, t.classes}) hash.add(x);
  for (std::size_t h = 0; h < p.shapes.size(); ++h) {
    const HeadShape& s = p.shapes[h];
    const Layout& l = gradients[h].layout;
    for (std::int64_t n = 0; n < s.n; ++n)
      for (std::int64_t a = 0; a < s.a; ++a)
        for (std::int64_t k = 0; k < 5 + s.c; ++k)
          for (std::int64_t y = 0; y < s.h; ++y)
            for (std::int64_t x = 0; x < s.w; ++x)
              hash.add(gradients[h].f64[static_cast<std::size_t>(k < 4    ? l.box.at(n, a, k, y, x)
                                                                 : k == 4 ? l.objectness.at(n, a, 0, y, x)
                                                                          : l.classes.at(n, a, k - 5, y, x)) +
                                        1]);
    const auto untouched = std::count(gradients[h].f64.begin(), gradients[h].f64.end(), -77.0);
    if (untouched != static_cast<std::ptrdiff_t>(gradients[h].f64.size()) - s.elements()) return 1;  // wrote outside, or left something out
  }
  return hash.value();
}

/// Problems of one random choice each, and one of several tiles and many truths.
std::vector<std::pair<std::string, Problem>> problems() {
  std::vector<std::pair<std::string, Problem>> list;
  for (const Family family : families)
    for (std::uint64_t i = 0; i < 12; ++i) {
      Problem p = random_problem(family, 900 + i, i % 2 ? 40 : 9);
      Random random(i);
      if (i > 0) randomise(p.variant, random);
      list.emplace_back(std::string(name_of(family)) + "-" + std::to_string(i), std::move(p));
    }
  for (const Family family : families) {
    Problem p = random_problem(family, 77, 12);
    Random random(5);
    for (auto& s : p.shapes) s.h = 37, s.w = 41;
    for (std::size_t h = 0; h < p.shapes.size(); ++h) {
      p.logits[h].resize(static_cast<std::size_t>(p.shapes[h].elements()));
      for (double& t : p.logits[h]) t = static_cast<float>(3 * random.bell());
    }
    if (family != Family::v1) p.variant.ignore = Ignore::decoded, p.variant.noobj = Noobj::complement_minus_ignored, p.variant.ignore_thresh = 0.3;
    list.emplace_back(std::string(name_of(family)) + "-tiles", std::move(p));
  }
  return list;
}

int check(const std::string& name, const Problem& p, DType compute, std::uint64_t want) {
  int failures = 0;
  for (const Way way : {Way::nchw, Way::nhwc, Way::third, Way::gaps})
    for (const auto& isa : isas())
      for (const int threads : {1, 2, 3, 8})
        for (const DType stored : {DType::f32, DType::f64}) {
          const std::uint64_t got = run(p, way, stored, compute, isa, threads);
          if (got == want) continue;
          std::printf("FAILED %s: layout %d, %s, %d threads, stored %d: %016llx, not %016llx\n", name.c_str(), static_cast<int>(way), isa.c_str(), threads,
                      static_cast<int>(stored), static_cast<unsigned long long>(got), static_cast<unsigned long long>(want));
          ++failures;
        }
  return failures;
}

/// Lines "hash NAME HEX".
std::map<std::string, std::uint64_t> read_list(const char* path) {
  std::map<std::string, std::uint64_t> list;
  std::ifstream file(path);
  std::string word, name, hash;
  while (file >> word >> name >> hash) list[name] = std::stoull(hash, nullptr, 16);
  return list;
}

}  // namespace

int main(int argc, char** argv) {
  const tbb::global_control as_many_as_asked(tbb::global_control::max_allowed_parallelism, 8);
  if (argc != 2) return std::printf("usage: test_bits LIST | --print\n"), 2;
  const bool print = std::string(argv[1]) == "--print";
  const auto list = read_list(argv[1]);
  int failures = 0, cases = 0;
  for (const auto& [name, p] : problems())
    for (const DType compute : {DType::f64, DType::f32}) {
      const std::string title = name + (compute == DType::f64 ? "/f64" : "/f32");
      const std::uint64_t hash = run(p, Way::nchw, DType::f64, compute, isas().front(), 1);
      ++cases;
      if (print) {
        std::printf("hash %s %016llx\n", title.c_str(), static_cast<unsigned long long>(hash));
        continue;
      }
      const auto known = list.find(title);
      const bool as_listed = known != list.end() && known->second == hash;
      if (!as_listed) std::printf("FAILED %s: %016llx is not the listed hash\n", title.c_str(), static_cast<unsigned long long>(hash));
      failures += check(title, p, compute, hash) != 0 || !as_listed;
    }
  if (print) return 0;
  std::printf("%d cases, %d failed; ISAs:", cases, failures);
  for (const auto& isa : isas()) std::printf(" %s", isa.c_str());
  std::printf("\n");
  return failures != 0;
}
