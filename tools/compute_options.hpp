#pragma once
#include <string>

#include "yologold/engine.hpp"

namespace CLI {
class App;
}

namespace yologold::tools {

/// The options of verbs that compute: --dtype, --isa, --threads.
struct ComputeOptions {
  std::string dtype = "f64", isa;
  int threads = 0;

  void add_to(CLI::App& verb);
  RunOptions run_options() const;  ///< Throws Error where this CPU or build has no such ISA.
};

}  // namespace yologold::tools
