#!/usr/bin/env bash
# Tests of the app: presentation, screens in five languages, journeys on the real core and relay.
#
#   mobile-demo/app/test.sh                    everything
#   mobile-demo/app/test.sh 'TalkingTest'      some of them, as Maven's -Dtest
#   mobile-demo/app/test.sh --pictures         the screens only, as pictures in views/target/screens
#
# Needs no display; the window itself is opened under Xvfb.
set -euo pipefail
app=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$app/../.." && pwd)
bin=${CONSILIUM_BUILT:-${CARGO_TARGET_DIR:-$root/target}/debug}
logs=$app/target/test-logs
maven=(mvn --batch-mode --no-transfer-progress -Dstyle.color=never "-Dconsilium.bin=$bin")

say() { printf '\033[36m%s\033[0m\n' "$*" >&2; }

missing=()
[ -n "$(fc-list 'Noto Sans Arabic' 2>/dev/null)" ] || missing+=(fontconfig fonts-noto-core fonts-noto-mono)
command -v xvfb-run >/dev/null || missing+=(xvfb xauth)
if [ ${#missing[@]} -gt 0 ]; then
    echo "Missing: ${missing[*]}. On Debian: apt-get install ${missing[*]}" >&2
    exit 1
fi

say "build: Kotlin bindings, relay, terminal client, app"
"$root/bindings/kotlin/build.sh"
[ -n "${CONSILIUM_BUILT:-}" ] || (cd "$root" && cargo build --quiet --bin consilium-relay --bin consilium)
mkdir -p "$logs"
cd "$app"
"${maven[@]}" --quiet install -DskipTests

say "licences: the list of the app's page About is what the app contains"
./components.py --check

# One part of the tests, its output in a file; what failed and the closing line are shown.
part() {
    local name=$1 modules=$2 status=0
    shift 2
    "${maven[@]}" surefire:test -pl "$modules" "$@" >"$logs/$name.log" 2>&1 || status=$?
    grep -E '^\[(INFO|ERROR|WARNING)\] (Tests run:|  [A-Z]|Failures:|Errors:)|<<< (FAILURE|ERROR)!' "$logs/$name.log" | sed "s/^/$name  /"
    [ $status -eq 0 ] || echo "$name failed: $logs/$name.log" >&2
    return $status
}

case "${1:-}" in
    --pictures)
        part screens views -Dtest=ScreensTest -Dscreens.pictures=true "${@:2}"
        ;;
    '')
        say "tests: screens beside presentation and journeys"
        part screens views &
        screens=$!
        status=0
        part presentation presentation || status=1
        part journeys desktop || status=1
        wait $screens || status=1
        exit $status
        ;;
    *)
        part some presentation,views,desktop "-Dtest=$1" -Dsurefire.failIfNoSpecifiedTests=false "${@:2}"
        ;;
esac
