#include "compute_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold::tools {

void ComputeOptions::add_to(CLI::App& verb) {
  verb.add_option("--dtype", dtype, "Arithmetic inside: f64 (default), f32")->check(CLI::IsMember({"f64", "f32"}));
  verb.add_option("--isa", isa, "Instruction set: sse2, avx2, avx512bw, neon64 (default: the best there is); the bits do not depend on it");
  verb.add_option("--threads", threads, "Threads (default: all cores); the bits do not depend on it")->check(CLI::Range(0, 4096));
}

RunOptions ComputeOptions::run_options() const {
  const auto known = isas();
  if (!isa.empty() && std::find(known.begin(), known.end(), isa) == known.end()) throw Error("--isa", quote(isa) + " is not to be had here", join(known));
  return {dtype == "f64" ? DType::f64 : DType::f32, isa, threads};
}

}  // namespace yologold::tools
