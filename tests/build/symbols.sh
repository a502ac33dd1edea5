#!/usr/bin/env bash
# symbols.sh LIBRARY KERNELS...: what the objects may hold, so that the bits do not depend on the CPU or the linker.
set -euo pipefail
library=$1
shift
faults=0

fault() {
  echo "FAILED: $1"
  sed 's/^/  /' <<<"$2"
  faults=$((faults + 1))
}

# Two ISAs share no weak symbol: the linker keeps one copy, and that may hold instructions that the CPU lacks.
allowed='^DW\.ref\.__gxx_personality_v0$'
weak() { nm --defined-only --format=posix "$1" | awk '$2 ~ /^[WwVvu]$/ {print $1}' | sort -u; }
shared=$(for kernels in "$@"; do weak "$kernels"; done | sort | uniq -d | grep -vE "$allowed" || true)
[[ -z $shared ]] || fault "weak symbols in the kernels of more than one ISA" "$(c++filt <<<"$shared")"

# The libm of the system computes other bits on other CPUs.
names='exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|sin|cos|tan|sincos|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot|erf|erfc|lgamma|tgamma|fma'
used=$(nm --undefined-only -A "$library" "$@" | grep -E " U (_ZGV.*_)?(__)?($names)(f|l)?(_finite)?(@.*)?$" || true)
[[ -z $used ]] || fault "functions of libm" "$used"

# A fused multiply-add rounds once where the written formula rounds twice.
fused=$(objdump -d --no-show-raw-insn "$library" "$@" | grep -E '\s(vfn?m(add|sub)[0-9a-z]*|fn?m(add|sub)|fml[as])\s' | head -5 || true)
[[ -z $fused ]] || fault "fused multiply-adds" "$fused"

# The search sees what it looks for.
products=$(objdump -d --no-show-raw-insn "$library" | grep -cE '\s(v?mulsd|fmul)\s' || true)
((products > 0)) || fault "no multiplication found: the disassembly can not be read" "$library"
undefined=$(nm --undefined-only "$library" | grep -c ' U ' || true)
((undefined > 0)) || fault "no undefined symbol found: the symbols can not be read" "$library"
((faults == 0)) && echo "$# ISAs: no shared weak symbol, no libm function, no fused multiply-add"
