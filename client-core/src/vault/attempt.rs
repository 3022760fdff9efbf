//! The wrong-PIN counter (protocol §12): kept in the keystore and in a file, of which the higher
//! counts, and written before a PIN is checked. So neither killing the app, nor an old file, nor a
//! clock that is set gives another try.
//!
//! ```text
//! counter = u8 1 ‖ u8 wrong ‖ boot 16 ‖ u64 boot ms        in the keystore: ‖ root_pk 32
//! ```

use std::path::Path;

use consilium_sodium::VerifyingKey;
use consilium_statement::Reader;
use consilium_types::BootTime;
use consilium_types::limits::PIN_TRIES;

use super::durable;
use super::error::VaultError;
use super::keystore::Keystore;

const VERSION: u8 = 1;
const SLOT: &str = "pin-tries";
const FILE: &str = "pin-tries";
/// Two forms, both far below.
const FILE_LIMIT: u64 = 64;
/// How long to wait after so many wrong PINs; from the sixth on, the last (protocol §12).
const WAITS_MS: [u64; 7] = [0, 0, 0, 0, 30_000, 300_000, 3_600_000];

/// How PIN entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinStatus {
    /// Wrong PINs that are left before entry closes.
    pub tries_left: u8,
    /// Before the next try, in milliseconds of the boot clock; 0 for at once.
    pub wait_ms: u64,
    /// Closed until the recovery code is entered.
    pub closed: bool,
}

/// How many PINs were wrong in a row, and when the last was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tries {
    wrong: u8,
    at: BootTime,
}

impl Tries {
    /// None yet.
    pub(super) const fn none(now: BootTime) -> Self {
        Self { wrong: 0, at: now }
    }

    /// One more.
    pub(super) const fn one_more(self, now: BootTime) -> Self {
        Self {
            wrong: self.wrong.saturating_add(1),
            at: now,
        }
    }

    /// A wait is counted by one run of the boot clock. When that began anew, or went backwards,
    /// how long it was off is unknown: the wait begins anew.
    fn settled(self, now: BootTime) -> Self {
        if now.boot == self.at.boot && now.ms >= self.at.ms {
            self
        } else {
            Self { at: now, ..self }
        }
    }

    pub(super) fn status(self, now: BootTime) -> PinStatus {
        let limit = u8::try_from(PIN_TRIES).unwrap_or(u8::MAX);
        let wait = WAITS_MS.get(usize::from(self.wrong));
        let wait = wait.or(WAITS_MS.last()).copied().unwrap_or_default();
        let passed = now.since(self.at).unwrap_or(0);
        PinStatus {
            tries_left: limit.saturating_sub(self.wrong),
            wait_ms: wait.saturating_sub(passed),
            closed: self.wrong >= limit,
        }
    }

    fn encode(self) -> Vec<u8> {
        let mut bytes = vec![VERSION, self.wrong];
        bytes.extend_from_slice(&self.at.boot);
        bytes.extend_from_slice(&self.at.ms.to_be_bytes());
        bytes
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.u8().ok()? != VERSION {
            return None;
        }
        Some(Self {
            wrong: reader.u8().ok()?,
            at: BootTime {
                boot: reader.array().ok()?,
                ms: reader.u64().ok()?,
            },
        })
    }
}

/// Where the counter is kept.
#[derive(Clone, Copy)]
pub(super) struct TryStore<'a> {
    pub(super) folder: &'a Path,
    pub(super) keystore: &'a dyn Keystore,
}

impl TryStore<'_> {
    /// Begins at none, for the account of this root key.
    pub(super) fn create(&self, root: &VerifyingKey, now: BootTime) -> Result<(), VaultError> {
        self.write(Tries::none(now), root)
    }

    /// What counts: the keystore's, or the file's if that is higher. Settled for `now`, and stored
    /// so if that changed anything.
    pub(super) fn load(&self, now: BootTime) -> Result<Tries, VaultError> {
        let (kept, root) = self.kept()?;
        let filed = self.filed()?;
        let higher = filed.filter(|filed| filed.wrong > kept.wrong);
        let found = higher.unwrap_or(kept);
        let settled = found.settled(now);
        if settled != kept || filed != Some(settled) {
            self.write(settled, &root)?;
        }
        Ok(settled)
    }

    /// Stores the counter in both places; on disk when the call returns.
    pub(super) fn store(&self, tries: Tries) -> Result<(), VaultError> {
        let (_, root) = self.kept()?;
        self.write(tries, &root)
    }

    /// The root key of the account, by which a recovery code is judged. It is kept in the keystore
    /// and not beside the vault, where another could be put in its place.
    pub(super) fn root(&self) -> Result<VerifyingKey, VaultError> {
        self.kept().map(|(_, root)| root)
    }

    /// Removes the counter from both places.
    pub(super) fn remove(&self) -> Result<(), VaultError> {
        self.keystore.delete(SLOT)?;
        Ok(durable::remove(self.folder, FILE)?)
    }

    fn write(&self, tries: Tries, root: &VerifyingKey) -> Result<(), VaultError> {
        let bytes = tries.encode();
        let kept = [bytes.as_slice(), root.as_bytes()].concat();
        self.keystore.store(SLOT, &kept)?;
        Ok(durable::replace(self.folder, FILE, &bytes)?)
    }

    fn kept(&self) -> Result<(Tries, VerifyingKey), VaultError> {
        let bytes = self.keystore.load(SLOT)?.ok_or(VaultError::KeyGone)?;
        let mut reader = Reader::new(&bytes);
        let tries = Tries::read(&mut reader).ok_or(VaultError::Damaged)?;
        let root = reader.array().map_err(|_| VaultError::Damaged)?;
        reader.end().map_err(|_| VaultError::Damaged)?;
        Ok((tries, VerifyingKey::import(&root)?))
    }

    /// A file that is missing or damaged counts for nothing: the keystore has the count.
    fn filed(&self) -> Result<Option<Tries>, VaultError> {
        let bytes = match durable::read(self.folder, FILE, FILE_LIMIT) {
            Ok(bytes) => bytes.unwrap_or_default(),
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let mut reader = Reader::new(&bytes);
        let tries = Tries::read(&mut reader);
        Ok(tries.filter(|_| reader.end().is_ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::FolderKeystore;
    use super::*;
    use consilium_sodium::SigningKey;
    use consilium_types::{Clock, ManualClock, SeededEntropy, Timestamp};
    use std::time::Duration;

    struct Place {
        folder: tempfile::TempDir,
        keystore: FolderKeystore,
        clock: ManualClock,
        root: VerifyingKey,
    }

    impl Place {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let keystore = FolderKeystore::open(folder.path().join("keys")).unwrap();
            let root = SigningKey::generate(&SeededEntropy::new(1)).unwrap();
            let place = Self {
                folder,
                keystore,
                clock: ManualClock::at(Timestamp(1_000_000)),
                root: root.verifying_key(),
            };
            place
                .store()
                .create(&place.root, place.clock.boot())
                .unwrap();
            place
        }

        fn store(&self) -> TryStore<'_> {
            TryStore {
                folder: self.folder.path(),
                keystore: &self.keystore,
            }
        }

        fn status(&self) -> PinStatus {
            let now = self.clock.boot();
            self.store().load(now).unwrap().status(now)
        }

        fn wrong(&self) {
            let now = self.clock.boot();
            let tries = self.store().load(now).unwrap();
            self.store().store(tries.one_more(now)).unwrap();
        }

        fn file(&self) -> std::path::PathBuf {
            self.folder.path().join(FILE)
        }
    }

    #[test]
    fn waits_grow_and_the_tenth_wrong_pin_closes() {
        let place = Place::new();
        let waits = [
            0, 0, 0, 30_000, 300_000, 3_600_000, 3_600_000, 3_600_000, 3_600_000,
        ];
        assert_eq!(place.status().tries_left, 10);
        for (wait, left) in waits.into_iter().zip((1..10).rev()) {
            place.wrong();
            let expected = PinStatus {
                tries_left: left,
                wait_ms: wait,
                closed: false,
            };
            assert_eq!(place.status(), expected);
            place.clock.advance(Duration::from_millis(wait));
            assert_eq!(place.status().wait_ms, 0);
        }
        place.wrong();
        let status = place.status();
        assert!(status.closed);
        assert_eq!(status.tries_left, 0);
    }

    #[test]
    fn setting_the_wall_clock_shortens_no_wait() {
        let place = Place::new();
        (0..4).for_each(|_| place.wrong());
        for by in [31_536_000_000, -63_072_000_000] {
            place.clock.set_wall_by(by);
            assert_eq!(place.status().wait_ms, 30_000);
        }
        place.clock.advance(Duration::from_secs(20));
        assert_eq!(place.status().wait_ms, 10_000);
    }

    #[test]
    fn a_restart_of_the_machine_begins_the_wait_anew_and_it_ends() {
        let place = Place::new();
        (0..4).for_each(|_| place.wrong());
        place.clock.advance(Duration::from_secs(29));
        place.clock.restart_machine();
        assert_eq!(place.status().wait_ms, 30_000);
        place.clock.advance(Duration::from_secs(12));
        assert_eq!(place.status().wait_ms, 18_000);
        place.clock.advance(Duration::from_secs(18));
        assert_eq!(place.status().wait_ms, 0);
    }

    #[test]
    fn an_old_or_missing_file_gives_no_try_back() {
        let place = Place::new();
        let old = std::fs::read(place.file()).unwrap();
        (0..3).for_each(|_| place.wrong());
        std::fs::write(place.file(), &old).unwrap();
        assert_eq!(place.status().tries_left, 7);
        for damaged in [Vec::new(), vec![9; 26], vec![1; 5000]] {
            std::fs::write(place.file(), damaged).unwrap();
            assert_eq!(place.status().tries_left, 7);
        }
        std::fs::remove_file(place.file()).unwrap();
        assert_eq!(place.status().tries_left, 7);
        // Loading mends the file.
        assert_ne!(std::fs::read(place.file()).unwrap(), old);
    }

    #[test]
    fn an_old_keystore_gives_no_try_back_while_the_file_is_there() {
        let place = Place::new();
        let old = place.keystore.load(SLOT).unwrap().unwrap();
        (0..3).for_each(|_| place.wrong());
        place.keystore.store(SLOT, &old).unwrap();
        assert_eq!(place.status().tries_left, 7);
        assert_eq!(place.store().root().unwrap(), place.root);
    }

    #[test]
    fn an_empty_keystore_is_not_ten_new_tries() {
        let place = Place::new();
        place.keystore.delete(SLOT).unwrap();
        let refused = place.store().load(place.clock.boot());
        assert_eq!(refused, Err(VaultError::KeyGone));
        place.keystore.store(SLOT, b"x").unwrap();
        let refused = place.store().load(place.clock.boot());
        assert_eq!(refused, Err(VaultError::Damaged));
    }
}
