#!/usr/bin/env bash
# How smoothly a conversation of thousands of messages scrolls: every frame of the app, with the real
# core and a relay, drawn into memory.
#
#   mobile-demo/app/bench.sh [--json] [--conversation N]
set -euo pipefail
app=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$app/../.." && pwd)
maven=(mvn --quiet --batch-mode -Dstyle.color=never)

# The figures alone are the output.
"$root/bindings/kotlin/build.sh" --release >&2
(cd "$root" && cargo build --quiet --release --bin consilium-relay --bin consilium) >&2
cd "$app"
"${maven[@]}" install -DskipTests >&2
"${maven[@]}" dependency:build-classpath -pl desktop -DincludeScope=test -Dmdep.outputFile=target/bench-classpath >&2
classes="$app/desktop/target/test-classes:$app/desktop/target/classes:$(cat desktop/target/bench-classpath)"
# As much memory as the window has; see run.sh.
exec java -Xmx512m -Djava.awt.headless=true -Dconsilium.bin="${CARGO_TARGET_DIR:-$root/target}/release" \
    -cp "$classes" org.consilium.app.desktop.bench.BenchKt "$@"
