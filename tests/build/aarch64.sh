#!/usr/bin/env bash
# aarch64.sh SOURCE BUILD BITS: the engine, built for 64-bit ARM and run under emulation, computes the listed bits. 77: something that this needs is not installed.
set -euo pipefail
source=$1 build=$2/aarch64 sysroot=$2/aarch64-sysroot list=$3
for program in qemu-aarch64 aarch64-linux-gnu-g++ apt-get; do
  command -v $program >/dev/null || { echo "skipped: $program is not installed (Debian: qemu-user, g++-aarch64-linux-gnu)"; exit 77; }
done
"$source"/tools/cross/sysroot "$sysroot" || { echo "skipped: Debian's arm64 packages can not be fetched"; exit 77; }

# Build what has no part that is missing there.
[[ -f $build/build.ninja ]] || meson setup "$build" "$source" --cross-file "$sysroot"/root.ini --cross-file "$source"/tools/cross/aarch64.ini \
  -Dtools=disabled -Dbench=disabled -Dwerror=true
ninja -C "$build" tests/engine/test_bits tests/kernels/test_kernels

emulator="qemu-aarch64 -L /usr/aarch64-linux-gnu -E LD_LIBRARY_PATH=$sysroot/usr/lib/aarch64-linux-gnu"
"$source"/tests/build/emulate.sh "$emulator" neon64 "$list" "$build"/tests/engine/test_bits "$build"/tests/kernels/test_kernels
