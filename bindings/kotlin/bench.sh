#!/usr/bin/env bash
# Figures of the client core through Kotlin beside the same calls in Rust.
#
#   bindings/kotlin/bench.sh [--json] [--messages N] [--conversation N] [--rounds N]
set -euo pipefail
cd "$(dirname "$0")"

# The figures alone are the output.
./build.sh --release >&2
mvn --quiet --batch-mode -Dstyle.color=never -f bench/pom.xml compile >&2
cd ../..
cargo build --quiet --release --bin consilium-relay --bin consilium-bench
target=${CARGO_TARGET_DIR:-target}
classes="$PWD/bindings/kotlin/bench/target/classes:$(cat bindings/kotlin/bench/target/classpath)"
exec "$target/release/consilium-bench" bindings --kotlin "$classes" "$@"
