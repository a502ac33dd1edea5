#include "kernels/dispatch.hpp"

#include <array>
#include <cstdlib>
#include <vector>

#include "yologold/error.hpp"

namespace yologold::kernels {

#define YG_ISA(name, cpu_has) const IsaTables& tables_##name();
#include "yologold_isas.inc"
#undef YG_ISA

namespace {

std::vector<IsaTables> detect() {
  std::vector<IsaTables> found;
#if defined(__x86_64__)
  __builtin_cpu_init();
#endif
#define YG_ISA(name, cpu_has) \
  if (cpu_has) found.push_back(tables_##name());
#include "yologold_isas.inc"
#undef YG_ISA
  return found;
}

const std::vector<IsaTables>& found() {
  static const std::vector<IsaTables> tables = detect();
  return tables;
}

}  // namespace

std::span<const IsaTables> available() { return found(); }

const IsaTables& choose(const std::string& name) {
  const char* cap = name.empty() ? std::getenv("YOLOGOLD_ISA") : nullptr;
  const std::string wanted = cap ? cap : name;
  if (wanted.empty() && !found().empty()) return found().back();
  std::string names;
  for (const auto& isa : found()) {
    if (isa.name == wanted) return isa;
    names += (names.empty() ? "" : ", ") + std::string(isa.name);
  }
  throw Error(cap ? "YOLOGOLD_ISA" : "isa", "\"" + wanted + "\" is not an instruction set of this build that this CPU runs", names);
}

}  // namespace yologold::kernels
