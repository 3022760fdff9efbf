#!/usr/bin/env bash
# Builds the native library, generates its Kotlin, compiles the façade and puts the jar into the
# local Maven repository.
#
#   bindings/kotlin/build.sh [--release] [--package-only]
#
# --release       the library as it is shipped; without it as tests want it
# --package-only  stops before Maven: library and generated sources only
#
# CONSILIUM_BUILT names a folder with the workspace's binaries of now: nothing is built again.
set -euo pipefail
cd "$(dirname "$0")"

release=()
maven=yes
for argument in "$@"; do
    case "$argument" in
        --release) release=(--release) ;;
        --package-only) maven=no ;;
        *) echo "usage: bindings/kotlin/build.sh [--release] [--package-only]" >&2; exit 2 ;;
    esac
done

# The folder in which JNA looks for a library of this platform.
platform() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) echo linux-x86-64 ;;
        Linux-aarch64) echo linux-aarch64 ;;
        Darwin-x86_64) echo darwin-x86-64 ;;
        Darwin-arm64) echo darwin-aarch64 ;;
        *) echo "No library is built for $(uname -s) on $(uname -m)." >&2; return 1 ;;
    esac
}

folder="target/native/$(platform)"
if [ -n "${CONSILIUM_BUILT:-}" ] && [ ${#release[@]} -eq 0 ]; then
    library=$("$CONSILIUM_BUILT/xtask" bindings kotlin --built | tail -n 1)
else
    library=$(cd ../.. && cargo xtask bindings kotlin "${release[@]}" | tail -n 1)
fi
carried="$folder/$(basename "$library")"
mkdir -p "$folder"
if [ ! "$carried" -nt "$library" ] || [ "$(cat target/native.profile 2>/dev/null)" != "${release[*]}" ]; then
    cp "$library" "$carried.new"
    # Lines for a debugger would make the jar ten times as large. Symbols stay: they are the surface.
    [ "$(uname -s)" != Linux ] || strip --strip-debug "$carried.new"
    mv "$carried.new" "$carried"
    echo "${release[*]}" >target/native.profile
fi

[ "$maven" = no ] || mvn --quiet --batch-mode -Dstyle.color=never install -DskipTests
