//! Generated from `proto/consilium/v1/*.proto` at build time.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::allow_attributes_without_reason,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "generated"
)]

tonic::include_proto!("consilium.v1");
