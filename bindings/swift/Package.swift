// swift-tools-version: 5.10

import PackageDescription

#if os(Linux)
let shared = true
#else
let shared = Context.environment["CONSILIUM_SHARED_LIBRARY"] != nil
#endif

// The client core in C: the XCFramework that scripts/xcframework.sh makes, or the shared library
// that cargo builds, found with `-Xlinker -L`.
let core: Target =
    shared
    ? .systemLibrary(name: "CConsiliumFFI", path: "Sources/CConsiliumFFI/include")
    : .binaryTarget(name: "CConsiliumFFI", path: "build/CConsiliumFFI.xcframework")

let linked: [LinkerSetting] =
    shared
    ? [.linkedLibrary("consilium_ffi")]
    : [.linkedFramework("Security"), .linkedFramework("CoreFoundation")]

let package = Package(
    name: "consilium",
    defaultLocalization: "en",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "Consilium", targets: ["Consilium"]),
        .library(name: "ConsiliumNotification", targets: ["ConsiliumNotification"]),
    ],
    targets: [
        core,
        // Generated: cargo xtask bindings swift.
        .target(name: "ConsiliumFFI", dependencies: ["CConsiliumFFI"], linkerSettings: linked),
        .target(name: "Consilium", dependencies: ["ConsiliumFFI", "ConsiliumStandby", "ConsiliumWake"]),
        // What the notification extension may do: a fetch without the PIN, and the keystore for it.
        .target(name: "ConsiliumStandby", dependencies: ["ConsiliumFFI"]),
        // A mark that app and notification extension share: neither keys nor the client core.
        .target(name: "ConsiliumWake"),
        .target(
            name: "ConsiliumNotification",
            dependencies: ["ConsiliumStandby", "ConsiliumWake"],
            resources: [.process("Resources")]
        ),
        .testTarget(
            name: "ConsiliumTests",
            dependencies: ["Consilium", "ConsiliumStandby", "ConsiliumWake"]
        ),
    ]
)
