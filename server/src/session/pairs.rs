//! How often one socket writes to one device (L18: silent messages as a tracking beacon). A small
//! table of buckets: what falls out of it starts full again, so it errs towards letting through.

use crate::limits::{Level, Rate, Wait};
use consilium_types::DeviceId;

/// Recipients remembered at once.
const SLOTS: usize = 64;

/// Buckets of the recipients that a socket wrote to lately.
#[derive(Debug)]
pub struct Pairs {
    rate: Rate,
    slots: Vec<(DeviceId, Level)>,
    oldest: usize,
}

impl Pairs {
    /// Nobody was written to yet; takes no memory until somebody is.
    pub const fn new(rate: Rate) -> Self {
        Self {
            rate,
            slots: Vec::new(),
            oldest: 0,
        }
    }

    /// Takes one envelope to `device`.
    ///
    /// # Errors
    /// [`Wait`] until it can be taken.
    pub fn take(&mut self, device: DeviceId, now_us: u64) -> Result<(), Wait> {
        if let Some((_, level)) = self.slots.iter_mut().find(|(known, _)| *known == device) {
            return level.take(self.rate, 1, now_us);
        }
        let mut level = Level::default();
        let taken = level.take(self.rate, 1, now_us);
        if self.slots.len() < SLOTS {
            self.slots.push((device, level));
        } else if let Some(slot) = self.slots.get_mut(self.oldest) {
            *slot = (device, level);
            self.oldest = self.oldest.wrapping_add(1).checked_rem(SLOTS).unwrap_or(0);
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(n: u8) -> DeviceId {
        DeviceId::new([n; 16])
    }

    #[test]
    fn a_burst_to_one_device_leaves_the_others_alone() {
        let mut pairs = Pairs::new(Rate::new(2, 60));
        assert!(pairs.take(device(1), 0).is_ok());
        assert!(pairs.take(device(1), 0).is_ok());
        assert!(pairs.take(device(1), 0).is_err());
        assert!(pairs.take(device(2), 0).is_ok());
        assert!(pairs.take(device(1), 1_000_000).is_ok());
    }

    #[test]
    fn the_table_stays_small() {
        let mut pairs = Pairs::new(Rate::new(1, 60));
        for n in 0..200 {
            assert!(pairs.take(device(n), 0).is_ok());
        }
        assert_eq!(pairs.slots.len(), SLOTS);
        assert!(pairs.take(device(199), 0).is_err());
    }
}
