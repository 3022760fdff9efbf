//! `check-config`.

use super::{Place, say};

/// Shows the effective configuration: files and environment over the defaults. Secrets are in
/// files, whose paths alone are shown.
pub(super) fn run(place: &Place) -> anyhow::Result<()> {
    let config = place.load(false)?;
    config.validate()?;
    say(config.explain().trim_end())?;
    Ok(())
}
