#!/usr/bin/env bash
# Checks that the package and the client core name the same surface. Where there is a Swift
# toolchain, also compiles the package and runs its tests against the real relay binary.
#
#   bindings/swift/test.sh [--surface-only]
set -uo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
target=${CARGO_TARGET_DIR:-target}
case "$target" in /*) ;; *) target="$root/$target" ;; esac
log="$target/swift-test.log"
mkdir -p "$target"

passed=0
failed=0

# Counts one runner's results: how many ran, how many of them failed, and how the runner ended.
count() {
    passed=$((passed + $1 - $2))
    failed=$((failed + $2))
    # A runner that fails without a failed test could not run them.
    [ "$3" -eq 0 ] || [ "$2" -gt 0 ] || failed=$((failed + 1))
}

number() { sed -nE "$1" "$log" | tail -n 1; }

python3 -m unittest discover --start-directory tests >"$log" 2>&1
status=$?
cat "$log"
count "$(number 's/^Ran ([0-9]+) tests?.*/\1/p' | grep . || echo 0)" \
    "$(sed -nE 's/^(FAIL|ERROR): .*/\1/p' "$log" | wc -l)" "$status"

if [ "${1:-}" != --surface-only ]; then
    (cd "$root" && cargo build --quiet --bin consilium-relay) || exit 1
    CONSILIUM_TEST_RELAY="$target/debug/consilium-relay" scripts/swift.sh test >"$log" 2>&1
    status=$?
    if [ "$status" -eq 3 ]; then
        echo "Not compiled: there is no Swift toolchain here. On Debian, scripts/linux-toolchain.sh brings one."
    else
        grep -E 'error:|Executed' "$log" || tail -n 40 "$log"
        count "$(number 's/.*Executed ([0-9]+) tests?.*/\1/p' | grep . || echo 0)" \
            "$(grep -cE "^Test Case .* failed \(" "$log")" "$status"
    fi
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
