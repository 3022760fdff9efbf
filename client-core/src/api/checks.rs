//! What callers may pass.

use super::records::Profile;
use super::{ClientError, Result};
use crate::conversation::payload::{MAX_NAME, MAX_TEXT};
use crate::discovery::{Region, normalise};
use consilium_types::PhoneNumber;

pub(super) fn phone_number(text: &str, region: &str) -> Result<PhoneNumber> {
    normalise(text, Region::parse(region)).ok_or(ClientError::PhoneNumber)
}

pub(super) fn profile(profile: &Profile) -> Result<()> {
    let long = |text: &str| text.chars().count() > MAX_NAME;
    if long(&profile.name) || long(&profile.profession) {
        let limit = u32::try_from(MAX_NAME).unwrap_or(u32::MAX);
        return Err(ClientError::NameLength { limit });
    }
    Ok(())
}

pub(super) fn text(body: &str) -> Result<()> {
    if body.trim().is_empty() || body.len() > MAX_TEXT {
        let limit = u32::try_from(MAX_TEXT).unwrap_or(u32::MAX);
        return Err(ClientError::TextLength { limit });
    }
    Ok(())
}

/// A length for an app: no list here is longer.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
