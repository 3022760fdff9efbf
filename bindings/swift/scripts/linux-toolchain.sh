#!/usr/bin/env bash
# Brings a Swift toolchain to a Debian that has none of its own: unpacks the one of Debian 13, with
# the libraries it needs, into a folder that scripts/swift.sh then works in. Nothing is installed
# on the system. As root; 0.6 GB to load, 3 GB on disk.
#
#   bindings/swift/scripts/linux-toolchain.sh [FOLDER]     (default: target/swift)
set -euo pipefail
cd "$(dirname "$0")/../../.."

folder=${1:-target/swift}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
[ ! -e "$folder/ready" ] || exit 0

# From wherever this system's own packages come.
mirror=$(apt-get indextargets --format '$(REPO_URI)' \
    'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 'Component: main' | head -n 1)
if [ -z "$mirror" ]; then
    echo "No Debian package source is set up: bring Swift 5.10 or later and put it on the PATH." >&2
    exit 1
fi

apt="$folder/apt"
mkdir -p "$apt"/{lists/partial,cache/archives/partial}
: >"$apt/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" \
    >"$apt/sources.list"
cat >"$apt/apt.conf" <<EOF
Dir::State "$apt";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "-";
EOF
export APT_CONFIG="$apt/apt.conf"
apt-get -qq update
apt-get -qq --yes --no-install-recommends --download-only install \
    swiftlang libc6-dev libstdc++-14-dev libssl3t64 bash coreutils

root="$folder/root"
mkdir -p "$root"/{usr,proc,dev,tmp}
for part in bin sbin lib lib64; do
    mkdir -p "$root/usr/$part"
    ln -sfn "usr/$part" "$root/$part"
done
for package in "$apt"/cache/archives/*.deb; do
    dpkg -x "$package" "$root"
done
rm -rf "$apt"
touch "$folder/ready"
