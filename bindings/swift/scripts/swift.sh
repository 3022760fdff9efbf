#!/usr/bin/env bash
# Runs a Swift tool on this package: the system's own, or the one that linux-toolchain.sh brought.
# Ends with 3 if there is none.
#
#   bindings/swift/scripts/swift.sh build|test [ARGUMENTS…]
set -euo pipefail
package=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$package/../.." && pwd)
target=${CARGO_TARGET_DIR:-target}
case "$target" in /*) ;; *) target="$root/$target" ;; esac

tool=${1:?build or test}
shift
library="$target/debug"
arguments=(
    --package-path "$package" --scratch-path "$target/swift-build"
    -Xlinker "-L$library" -Xlinker "-rpath=$library" "$@"
)

if command -v swift >/dev/null 2>&1 && swift --version 2>/dev/null | grep -q '^Swift\|^Apple Swift'; then
    exec swift "$tool" "${arguments[@]}"
fi

brought="${CONSILIUM_SWIFT:-$root/target/swift}"
[ -e "$brought/ready" ] || exit 3
brought="$brought/root"
# Mounts of a namespace of its own: they end with the tool.
inside() {
    exec unshare --mount bash -c '
        set -euo pipefail
        brought=$1 shared=("$2" "$3")
        shift 3
        mount --bind /proc "$brought/proc"
        mount --rbind /dev "$brought/dev"
        for folder in "${shared[@]}"; do
            mkdir -p "$brought$folder"
            mount --bind "$folder" "$brought$folder"
        done
        exec chroot "$brought" "$@"
    ' inside "$brought" "$root" "$target" "$@"
}
mkdir -p "$target"
inside /usr/bin/env -i PATH=/usr/libexec/swift/bin:/usr/bin HOME=/tmp LANG=C.UTF-8 \
    CONSILIUM_TEST_RELAY="${CONSILIUM_TEST_RELAY:-}" \
    "swift-$tool" --disable-sandbox "${arguments[@]}"
