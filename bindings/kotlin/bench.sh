#!/usr/bin/env bash
# Figures of the client core through Kotlin beside the same calls in Rust.
#
#   bindings/kotlin/bench.sh [--json] [--messages N] [--conversation N] [--rounds N]
set -euo pipefail
cd "$(dirname "$0")"

./build.sh --release
mvn --quiet --batch-mode -f bench/pom.xml compile
cd ../..
cargo build --quiet --release --bin consilium-relay --bin consilium-bench
target=${CARGO_TARGET_DIR:-target}
classes="$PWD/bindings/kotlin/bench/target/classes:$(cat bindings/kotlin/bench/target/classpath)"
exec "$target/release/consilium-bench" bindings --kotlin "$classes" "$@"
