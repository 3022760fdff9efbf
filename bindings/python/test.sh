#!/usr/bin/env bash
# Builds the wheel, installs it into an environment of its own, checks types and stub, and runs the
# tests against the real relay binary; in one of them Python talks to Kotlin.
#
#   bindings/python/test.sh [--release] [PYTEST-ARGUMENT…]
#
# Needs Rust, Python 3.11 or later with its venv module, a JDK of at least 17 and Maven.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
kotlin="$root/bindings/kotlin/target"
target=${CARGO_TARGET_DIR:-target}
case "$target" in /*) ;; *) target="$root/$target" ;; esac

profile=dev
if [ "${1:-}" = --release ]; then
    profile=release
    shift
fi

environment="$PWD/target/environment"
[ -x "$environment/bin/python" ] || python3 -m venv "$environment"
export PATH="$environment/bin:$PATH"
pip install --quiet --disable-pip-version-check -r requirements-test.txt

rm -rf target/wheels
if ! maturin build --profile "$profile" --out target/wheels >target/maturin.log 2>&1; then
    tail -n 40 target/maturin.log
    exit 1
fi
pip install --quiet --disable-pip-version-check --force-reinstall --no-deps target/wheels/*.whl
[ -n "${CONSILIUM_BUILT:-}" ] || (cd "$root" && cargo build --quiet --bin consilium-relay)
# The other side of the test in which two languages talk.
../kotlin/build.sh --package-only
mvn --quiet --batch-mode -Dstyle.color=never -f ../kotlin/pom.xml test-compile

mypy --strict src tools
MYPYPATH=tests mypy --strict tests
stubtest --mypy-config-file pyproject.toml --ignore-missing-stub \
    --allowlist stubtest-allowed.txt consilium._ffi

export CONSILIUM_TEST_RELAY="$target/debug/consilium-relay"
CONSILIUM_TEST_KOTLIN="$kotlin/test-classes:$kotlin/classes:$(cat "$kotlin/test-classpath")"
export CONSILIUM_TEST_KOTLIN
exec pytest --quiet "$@"
