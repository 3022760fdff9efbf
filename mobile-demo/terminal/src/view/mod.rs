//! What a person sees: records → lines of text. No I/O.

pub(crate) mod chat;
pub(crate) mod marks;
pub(crate) mod people;
pub(crate) mod safe;
pub(crate) mod status;
pub(crate) mod style;
pub(crate) mod verify;
pub(crate) mod when;
pub(crate) mod wrap;
