#!/usr/bin/env bash
# install.sh BUILD EXAMPLE COMPILER...: what is installed is enough to build and run the example, and uninstalling leaves nothing behind.
set -euo pipefail
build=$1 example=$2
shift 2
root=$(mktemp -d "$build"/install-XXXXXX)

# The record of an earlier installation stays as it is.
log=$build/meson-logs/install-log.txt
[[ ! -f $log ]] || cp -p "$log" "$root.log"
trap 'rm -rf "$root"; if [[ -f $root.log ]]; then mv "$root.log" "$log"; else rm -f "$log"; fi' EXIT
meson install -C "$build" --no-rebuild --destdir "$root" --quiet

# Every header stands alone.
include=$(dirname "$(find "$root" -path '*/yologold/engine.hpp')")/..
for header in "$include"/yologold/*.hpp; do
  echo "#include <yologold/$(basename "$header")>" | "$@" -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$include" -x c++ -
done

# Build and run the example with what pkg-config says.
PKG_CONFIG_PATH=$(dirname "$(find "$root" -name yologold.pc)")
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR=$root
read -ra flags <<<"$(pkg-config --cflags --libs yologold)"
echo "${flags[*]}"
"$@" -std=c++20 -Wall -Wextra -Wpedantic -Werror "$example" -o "$build"/install-example "${flags[@]}"
said=$("$build"/install-example)
echo "$said"
rm "$build"/install-example
[[ $said == "loss 365.439011, gradient of the objectness of anchor 1 in the middle cell -0.5" ]] || { echo "FAILED: the example says something else"; exit 1; }

# The program runs with the configurations that came with it.
program=$(find "$root" -path '*/bin/yologold')
if [[ -n $program ]]; then
  configs=$(dirname "$(find "$root" -path '*/suites/quick.json')")/..
  YOLOGOLD_CONFIGS=$configs "$program" list quick >/dev/null
  diff -r --exclude=pictures "$(dirname "$example")/../../configs" "$configs" || { echo "FAILED: not every configuration is installed"; exit 1; }
fi

# Uninstall.
DESTDIR=$root ninja -C "$build" uninstall >/dev/null
left=$(find "$root" -mindepth 1)
[[ -z $left ]] || { echo "FAILED: left behind:"; echo "$left"; exit 1; }
