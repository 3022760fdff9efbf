//! Times as people read them, in the computer's time zone.

use consilium_types::Timestamp;
use jiff::Zoned;
use jiff::tz::TimeZone;

/// Times in one zone.
#[derive(Clone, Debug)]
pub(crate) struct When(TimeZone);

impl When {
    /// The computer's zone.
    pub(crate) fn here() -> Self {
        Self(TimeZone::system())
    }

    #[cfg(test)]
    pub(crate) fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// `14:02`.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%H:%M").to_string()
    }

    /// `Sunday 22 November 2026`.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%A %-d %B %Y").to_string()
    }

    /// `22 Nov`.
    pub(crate) fn date(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%-d %b").to_string()
    }

    /// Time if it is today, else the date.
    pub(crate) fn short(&self, at: Timestamp, now: Timestamp) -> String {
        if self.day(at) == self.day(now) {
            self.time(at)
        } else {
            self.date(at)
        }
    }

    fn zoned(&self, at: Timestamp) -> Zoned {
        let ms = i64::try_from(at.as_millis()).unwrap_or(i64::MAX);
        jiff::Timestamp::from_millisecond(ms)
            .unwrap_or(jiff::Timestamp::MAX)
            .to_zoned(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_say_them() {
        let at = Timestamp(1_795_356_120_000);
        let when = When::utc();
        assert_eq!(when.time(at), "14:02");
        assert_eq!(when.day(at), "Sunday 22 November 2026");
        assert_eq!(when.short(at, at.plus(1000)), "14:02");
        assert_eq!(when.short(at, at.plus(Timestamp::DAY_MS)), "22 Nov");
        assert!(!when.day(Timestamp(u64::MAX)).is_empty());
    }
}
