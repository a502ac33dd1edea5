#!/usr/bin/env bash
# emulate.sh EMULATOR ISAS BITS TEST_BITS TEST_KERNELS: another CPU computes the listed bits, and its kernels agree with each other. 77: there is no such emulator.
set -euo pipefail
read -ra emulator <<<"$1"
isas=$2 list=$3 test_bits=$4 test_kernels=$5
command -v "${emulator[0]}" >/dev/null || { echo "skipped: ${emulator[0]} is not installed (Debian: qemu-user)"; exit 77; }

quiet() { "$@" 2> >(grep -v "TCG doesn't support" >&2); }
said=$(quiet "${emulator[@]}" "$test_bits" "$list") || { echo "$said" | tail -20; exit 1; }
echo "$said" | tail -1
[[ $said == *"ISAs: $isas" ]] || { echo "FAILED: ran other ISAs than $isas"; exit 1; }
quiet "${emulator[@]}" "$test_kernels"
