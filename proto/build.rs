//! Compiles the schema with protox, a protobuf compiler in Rust: nothing to install, nothing
//! generated is committed.

use std::error::Error;

const FILES: [&str; 7] = [
    "consilium/v1/account.proto",
    "consilium/v1/archive.proto",
    "consilium/v1/discovery.proto",
    "consilium/v1/mailbox.proto",
    "consilium/v1/payload.proto",
    "consilium/v1/prekey.proto",
    "consilium/v1/relay.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    for file in FILES {
        println!("cargo:rerun-if-changed={file}");
    }
    let descriptors = protox::compile(FILES, ["."])?;
    tonic_prost_build::configure()
        .bytes(".")
        .compile_fds(descriptors)?;
    Ok(())
}
