#!/usr/bin/env bash
# Runs the tests against the real relay binary, and prints surefire's closing lines.
#
#   bindings/kotlin/test.sh [-Dtest=MainJobTest …]
#
# CONSILIUM_LONG=1 runs the long counts: 10,000 open and lock cycles instead of 200.
set -euo pipefail
cd "$(dirname "$0")"

./build.sh --package-only
root=$(cd ../.. && pwd)
[ -n "${CONSILIUM_BUILT:-}" ] || (cd "$root" && cargo build --quiet --bin consilium-relay --example vault-keys)
target=${CARGO_TARGET_DIR:-target}
case "$target" in /*) ;; *) target="$root/$target" ;; esac

log=target/test.log
status=0
CONSILIUM_TEST_RELAY="$target/debug/consilium-relay" \
    CONSILIUM_TEST_VAULT_KEYS="$target/debug/examples/vault-keys" \
    mvn --batch-mode -Dstyle.color=never --no-transfer-progress verify "$@" >"$log" 2>&1 || status=$?
if [ "$status" -ne 0 ]; then
    grep -v '^\[INFO\]' "$log" | tail -n 60
fi
grep -E 'Tests run:|BUILD' "$log" | tail -n 20
exit "$status"
