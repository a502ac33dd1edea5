#!/usr/bin/env bash
# archive.sh SOURCE BUILD: the last commit builds from an archive, without git, and its program runs. 77: this is no clone.
set -euo pipefail
source=$1
git -C "$source" rev-parse --verify -q HEAD >/dev/null 2>&1 || { echo "skipped: $source is not a git clone"; exit 77; }
folder=$(mktemp -d "$2"/archive-XXXXXX)
trap 'rm -rf "$folder"' EXIT
git -C "$source" archive --prefix=yologold/ HEAD | tar -x -C "$folder"

# Build without optimisation: it takes half the time.
export GIT_CEILING_DIRECTORIES=$folder
cd "$folder"
meson setup build yologold -Dbuildtype=plain -Dtests=disabled -Dbench=disabled -Dunity=on -Dunity_size=1000
ninja -C build tools/yologold
build/tools/yologold golden quick -o golden --filter '^v3-layout'
build/tools/yologold golden quick -o golden --filter '^v3-layout' --verify
