//! sodiumoxide asks for `libsodium-sys` 0.2.7, which claims the native library `sodium`, as
//! libsodium-sys-stable does. This shim takes its name (`[patch.crates-io]` in the workspace) and
//! passes every symbol through, so that one libsodium is linked.
#![no_std]

pub use stable::*;
