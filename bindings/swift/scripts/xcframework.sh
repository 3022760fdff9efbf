#!/usr/bin/env bash
# Builds the client core for iPhones and both kinds of simulator, and packs it as the XCFramework
# that Package.swift names. On macOS, with Xcode and Rust.
#
#   bindings/swift/scripts/xcframework.sh
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname -s)" != Darwin ]; then
    echo "An XCFramework is made on macOS, with Xcode. On Linux the package takes the shared library." >&2
    exit 1
fi

root=$(cd ../.. && pwd)
target=${CARGO_TARGET_DIR:-target}
case "$target" in /*) ;; *) target="$root/$target" ;; esac
# As in Package.swift.
export IPHONEOS_DEPLOYMENT_TARGET=15.0

device=aarch64-apple-ios
simulators=(aarch64-apple-ios-sim x86_64-apple-ios)
rustup target add "$device" "${simulators[@]}"

# A library and sources of different surfaces end the app when it starts.
(cd "$root" && cargo xtask bindings swift --check >/dev/null)
for triple in "$device" "${simulators[@]}"; do
    (cd "$root" && cargo build --package consilium-ffi --lib --release --target "$triple")
done

rm -rf build
mkdir -p build/headers build/device build/simulator
cp Sources/CConsiliumFFI/include/{CConsiliumFFI.h,module.modulemap} build/headers
cp "$target/$device/release/libconsilium_ffi.a" build/device
libraries=()
for triple in "${simulators[@]}"; do
    libraries+=("$target/$triple/release/libconsilium_ffi.a")
done
lipo -create "${libraries[@]}" -output build/simulator/libconsilium_ffi.a

xcodebuild -create-xcframework \
    -library build/device/libconsilium_ffi.a -headers build/headers \
    -library build/simulator/libconsilium_ffi.a -headers build/headers \
    -output build/CConsiliumFFI.xcframework
