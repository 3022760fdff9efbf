//! What the tests stand on: the real relay as a process, a protocol actor that shares no code with
//! the client core, a relay that lies, and the client core itself.

pub(crate) mod actor;
pub(crate) mod authority;
pub(crate) mod endpoint;
pub(crate) mod hostile;
pub(crate) mod impostor;
pub(crate) mod person;
pub(crate) mod process;
pub(crate) mod relay;
pub(crate) mod socket;
pub(crate) mod wait;

/// The status code of an answer.
pub(crate) fn code<T>(result: Result<T, tonic::Status>) -> tonic::Code {
    result.map_or_else(|status| status.code(), |_| tonic::Code::Ok)
}

/// Whether the long counts are asked for.
pub(crate) fn long() -> bool {
    std::env::var_os("CONSILIUM_LONG").is_some()
}
