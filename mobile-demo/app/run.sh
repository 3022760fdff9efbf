#!/usr/bin/env bash
# Builds the app and opens it in a window, against a development relay of its own.
#
#   mobile-demo/app/run.sh                an empty phone: sign up by hand
#   mobile-demo/app/run.sh --as Amina     a phone that is signed up and ready to chat
#   mobile-demo/app/run.sh --as Jörg      in another terminal: a second one; the two know each other
#
# --relay FILE   a development relay that runs already, by its relay file
# --data DIR     where the phones and the relay are kept (target/app in the repository)
# --built        takes what was built before, even if the sources changed
# Other arguments go to the window: --language en|fr|nl|de|ar, --theme light|dark.
#
# The code of an "SMS" and the PIN of a prepared account are shown in a strip above the app.
set -euo pipefail
app=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$app/../.." && pwd)
bin=${CARGO_TARGET_DIR:-$root/target}/debug

name=
relay=
built=
data=$root/target/app
window=()
while [ $# -gt 0 ]; do
    case "$1" in
        --as) name=${2:?--as needs a name}; shift 2 ;;
        --relay) relay=$(realpath "${2:?--relay needs a file}"); shift 2 ;;
        --data) data=${2:?--data needs a folder}; shift 2 ;;
        --built) built=yes; shift ;;
        --help|-h) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit ;;
        *) window+=("$1"); shift ;;
    esac
done
mkdir -p "$data"
data=$(cd "$data" && pwd)

# Whether anything that goes into the app is newer than its jar.
changed() {
    local jar=$app/desktop/target/consilium-app-desktop-0.1.0.jar
    [ -f "$jar" ] && [ -f "$app/desktop/target/classpath" ] || return 0
    [ -x "$bin/consilium-relay" ] || return 0
    [ -n "$(find "$root/client-core" "$root/crates" "$root/proto" "$root/bindings/kotlin/src" "$app" \
        -name target -prune -o -type f \( -name '*.rs' -o -name '*.toml' -o -name '*.proto' -o -name '*.kt' -o -name '*.xml' \
        -o -name '*.tsv' \) -newer "$jar" -print -quit)" ]
}

build() {
    echo "Building (minutes the first time)" >&2
    "$root/bindings/kotlin/build.sh"
    (cd "$root" && cargo build --quiet --bin consilium-relay)
    (cd "$app" && mvn --quiet --batch-mode install -DskipTests)
}

# Windows hold the lock together; building and starting the relay are done by one at a time.
exec 8>"$data/windows.lock" 9>"$data/starting.lock"
flock 9
if [ -z "$built" ] && changed; then
    if flock --exclusive --nonblock 8; then
        build
    else
        echo "The sources changed, but a window is open: this one shows what was built before." >&2
    fi
fi
flock --shared 8

# A relay of its own, on the same port every time: the phones know it by that.
started=
if [ -z "$relay" ]; then
    relay=$data/relay/relay.json
    if ! kill -0 "$(cat "$data/relay.pid" 2>/dev/null)" 2>/dev/null; then
        mkdir -p "$data/relay"
        touch "$data/relay.out"
        address=$(sed -n 's/.*"address" *: *"\([^"]*\)".*/\1/p' "$data/relay.out")
        : >"$data/relay.out"
        setsid "$bin/consilium-relay" serve --dev --unlimited --data "$data/relay" --listen "${address:-127.0.0.1:0}" \
            >"$data/relay.out" 2>"$data/relay.log" 8>&- 9>&- &
        echo $! >"$data/relay.pid"
        for _ in $(seq 200); do
            [ -s "$data/relay.out" ] && break
            kill -0 "$(cat "$data/relay.pid")" 2>/dev/null || break
            sleep 0.05
        done
        [ -s "$data/relay.out" ] || { echo "The relay did not start:" >&2; cat "$data/relay.log" >&2; exit 1; }
    fi
    started=yes
fi

# A name's number and folder stay the same from one time to the next.
arguments=(--relay "$relay" --outbox "$(dirname "$relay")/sms-outbox.jsonl")
if [ -n "$name" ]; then
    touch "$data/people.tsv"
    number=$(awk -F'\t' -v name="$name" '$2 == name { print $1 }' "$data/people.tsv")
    if [ -z "$number" ]; then
        number=$(printf '+316123456%02d' $((71 + $(wc -l <"$data/people.tsv"))))
        printf '%s\t%s\n' "$number" "$name" >>"$data/people.tsv"
    fi
    arguments+=(--data "$data/phone$number" --as "$name" --number "$number" --book "$data/people.vcf" --ready)
else
    arguments+=(--data "$data/phone")
fi
flock --unlock 9

# The last window to close ends the relay that was started for them.
finish() {
    if [ -n "$started" ] && flock --exclusive --nonblock 8; then
        kill "$(cat "$data/relay.pid")" 2>/dev/null || true
        rm -f "$data/relay.pid"
    fi
}
trap finish EXIT

# A phone's window is small: drawing it needs no graphics card.
export SKIKO_RENDER_API=${SKIKO_RENDER_API:-SOFTWARE}
java -Xmx512m -cp "$app/desktop/target/consilium-app-desktop-0.1.0.jar:$(cat "$app/desktop/target/classpath")" \
    org.consilium.app.desktop.MainKt "${arguments[@]}" "${window[@]}" 9>&-
