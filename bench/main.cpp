#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "benchmarks.hpp"

namespace {

using namespace yologold::bench;

/// A row a piece of work, a column a setting: the median ratio, half the distance of its quartiles, and the median ratio of processor times. On stderr, so that
/// stdout stays what --benchmark_format says.
void print_ratios() {
  std::vector<std::string> works, settings;
  const auto note = [](std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const Ratio& r : ratios()) note(works, r.work), note(settings, r.setting);
  if (works.empty()) return;

  std::fprintf(stderr, "\nloss + gradient, times its floor: wall +- half the distance of the quartiles, processor time\n%-14s", "");
  for (const auto& s : settings) std::fprintf(stderr, "%24s", s.c_str());
  for (const auto& w : works) {
    std::fprintf(stderr, "\n%-14s", w.c_str());
    for (const auto& s : settings) {
      const auto r = std::find_if(ratios().begin(), ratios().end(), [&](const Ratio& x) { return x.work == w && x.setting == s; });
      if (r == ratios().end())
        std::fprintf(stderr, "%24s", "-");
      else
        std::fprintf(stderr, "%10.2f +-%5.2f%7.2f", r->median, (r->high - r->low) / 2, r->cpu);
    }
  }
  std::fputc('\n', stderr);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 3;
  try {
    register_engine();
    register_kernels();
    register_certain();
    const auto ran = benchmark::RunSpecifiedBenchmarks();
    print_ratios();
    benchmark::Shutdown();
    return ran == 0 ? 6 : 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_yologold: %s\n", error.what());
    return 2;
  }
}
