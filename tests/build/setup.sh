#!/usr/bin/env bash
# setup.sh SOURCE: on a system without apt, tools/setup names what is missing and stops with 3.
set -euo pipefail
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
for program in bash env grep; do ln -s "$(command -v $program)" "$programs"; done

code=0
said=$(PATH=$programs "$1"/tools/setup build 2>&1) || code=$?
[[ $code == 3 ]] || { echo "FAILED: exit code $code, not 3"; exit 1; }
for package in g++ meson libtbb-dev; do
  grep -qx "  $package" <<<"$said" || { echo "FAILED: $package is not named in:"; echo "$said"; exit 1; }
done
! grep -q qemu <<<"$said" || { echo "FAILED: names what only the tests need"; exit 1; }
echo "$said"
