#include "certain/kernel_table.hpp"
#include "kernels/dispatch.hpp"
#include "yologold/error.hpp"

namespace yologold::certain {

#define YG_ISA(name, cpu_has) const KernelTable& certain_##name();
#include "yologold_isas.inc"
#undef YG_ISA

const KernelTable& choose_kernels(const std::string& isa) {
  const std::string wanted = kernels::choose(isa).name;
#define YG_ISA(name, cpu_has) \
  if (wanted == #name) return certain_##name();
#include "yologold_isas.inc"
#undef YG_ISA
  throw Error("isa", "\"" + wanted + "\" has no certified kernels", "");
}

}  // namespace yologold::certain
