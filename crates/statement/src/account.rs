//! Account statement (protocol §4): who an account's devices are, and who certifies that.
//!
//! ```text
//! body      = u8 1 ‖ account id 16 ‖ root_pk 32 ‖ u64 epoch ‖ identity_pk 32
//!           ‖ Sign(root, identity, account id ‖ epoch ‖ identity_pk) 64
//!           ‖ u64 serial ‖ prev 32 ‖ u64 issued ‖ u8 n (1–8) ‖ n × (device id 16 ‖ device_pk 32 ‖ u64 added)
//! statement = body ‖ Sign(identity, statement, body) 64
//! ```

use crate::id::{account_id, device_id};
use crate::{Reader, RecordError};
use consilium_sodium::{Context, Signature, SigningKey, VerifyingKey, d};
use consilium_types::limits::{MAX_DEVICES, SIGNATURE};
use consilium_types::{AccountId, DeviceId, StatementHash, Timestamp};

const VERSION: u8 = 1;

/// One device of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceEntry {
    /// Follows from the key.
    pub id: DeviceId,
    /// Device key.
    pub key: VerifyingKey,
    /// When it joined the account.
    pub added: Timestamp,
}

/// A statement whose ids and signatures were checked. Whether it is the *current* one is for
/// [`AccountStatement::succession`] and the caller's memory.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountStatement {
    bytes: Vec<u8>,
    account: AccountId,
    root: VerifyingKey,
    epoch: u64,
    identity: VerifyingKey,
    certificate: Signature,
    serial: u64,
    prev: StatementHash,
    issued: Timestamp,
    devices: Vec<DeviceEntry>,
    hash: StatementHash,
}

impl std::fmt::Debug for AccountStatement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "AccountStatement({:?} {}.{})",
            self.account, self.epoch, self.serial
        )
    }
}

/// How a statement stands to the one that was current before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Succession {
    /// The very same.
    Same,
    /// The next serial with the right `prev`, a later serial, or a newer epoch.
    Newer,
    /// A lower `(epoch, serial)`: refuse.
    Older,
    /// Same place with another hash, or the next serial with a wrong `prev`: keep the first, stop
    /// sending to the account, tell the user.
    Fork,
    /// Another account's.
    Foreign,
}

/// What goes into a new statement.
pub struct StatementDraft<'a> {
    /// Account root key; its public part.
    pub root: VerifyingKey,
    /// When the identity key was certified.
    pub epoch: u64,
    /// `Sign(root, identity, account id ‖ epoch ‖ identity_pk)`, from [`certify_identity`].
    pub certificate: Signature,
    /// Signs the statement.
    pub identity: &'a SigningKey,
    /// 1 for the first of an epoch.
    pub serial: u64,
    /// Hash of the one before, zero for an account's first.
    pub prev: StatementHash,
    /// Now.
    pub issued: Timestamp,
    /// 1 to 8; the first is the primary.
    pub devices: &'a [DeviceEntry],
}

/// The root key certifies an identity key for an epoch: only it can.
pub fn certify_identity(root: &SigningKey, epoch: u64, identity: &VerifyingKey) -> Signature {
    let account = account_id(&root.verifying_key());
    let parts: [&[u8]; 3] = [
        account.as_bytes(),
        &epoch.to_be_bytes(),
        identity.as_bytes(),
    ];
    root.sign(Context::Identity, &parts)
}

impl StatementDraft<'_> {
    /// Encodes and signs.
    ///
    /// # Errors
    /// [`RecordError`] if the draft would not be accepted by [`AccountStatement::parse`].
    pub fn sign(&self) -> Result<AccountStatement, RecordError> {
        let count = u8::try_from(self.devices.len()).map_err(|_| RecordError::Devices)?;
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(account_id(&self.root).as_bytes());
        bytes.extend_from_slice(self.root.as_bytes());
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        bytes.extend_from_slice(self.identity.verifying_key().as_bytes());
        bytes.extend_from_slice(self.certificate.as_bytes());
        bytes.extend_from_slice(&self.serial.to_be_bytes());
        bytes.extend_from_slice(self.prev.as_bytes());
        bytes.extend_from_slice(&self.issued.as_millis().to_be_bytes());
        bytes.push(count);
        for device in self.devices {
            bytes.extend_from_slice(device.id.as_bytes());
            bytes.extend_from_slice(device.key.as_bytes());
            bytes.extend_from_slice(&device.added.as_millis().to_be_bytes());
        }
        let signature = self.identity.sign(Context::Statement, &[&bytes]);
        bytes.extend_from_slice(signature.as_bytes());
        AccountStatement::parse(&bytes)
    }
}

impl AccountStatement {
    /// Parses and checks, in this order: length, version, account id against the root key, keys,
    /// the root's signature, the device list, the identity's signature.
    ///
    /// # Errors
    /// The first [`RecordError`] met.
    pub fn parse(bytes: &[u8]) -> Result<Self, RecordError> {
        let body_length = bytes
            .len()
            .checked_sub(SIGNATURE)
            .ok_or(RecordError::Length)?;
        let (body, signature) = bytes
            .split_at_checked(body_length)
            .ok_or(RecordError::Length)?;
        let mut reader = Reader::new(body);
        if reader.u8()? != VERSION {
            return Err(RecordError::Version);
        }
        let account = AccountId::new(reader.array()?);
        let root = VerifyingKey::import(&reader.array()?)?;
        if account != account_id(&root) {
            return Err(RecordError::Id);
        }
        let epoch = reader.u64()?;
        let identity = VerifyingKey::import(&reader.array()?)?;
        let certificate = Signature::from_bytes(reader.array()?);
        let certified: [&[u8]; 3] = [
            account.as_bytes(),
            &epoch.to_be_bytes(),
            identity.as_bytes(),
        ];
        root.verify(Context::Identity, &certified, &certificate)?;
        let serial = reader.u64()?;
        let prev = StatementHash::new(reader.array()?);
        let issued = Timestamp(reader.u64()?);
        let devices = parse_devices(&mut reader)?;
        reader.end()?;
        let signature = signature.try_into().map_err(|_| RecordError::Length)?;
        identity.verify(
            Context::Statement,
            &[body],
            &Signature::from_bytes(signature),
        )?;
        Ok(Self {
            bytes: bytes.to_vec(),
            account,
            root,
            epoch,
            identity,
            certificate,
            serial,
            prev,
            issued,
            devices,
            hash: StatementHash::new(d(Context::StatementHash, &[bytes])),
        })
    }

    /// How this one stands to `current`: the highest `(epoch, serial)` wins.
    pub fn succession(&self, current: &Self) -> Succession {
        if self.account != current.account {
            return Succession::Foreign;
        }
        if self.hash == current.hash {
            return Succession::Same;
        }
        match (self.epoch, self.serial).cmp(&(current.epoch, current.serial)) {
            std::cmp::Ordering::Less => Succession::Older,
            std::cmp::Ordering::Equal => Succession::Fork,
            std::cmp::Ordering::Greater => {
                let next = self.epoch == current.epoch
                    && current.serial.checked_add(1) == Some(self.serial);
                if next && self.prev != current.hash {
                    Succession::Fork
                } else {
                    Succession::Newer
                }
            }
        }
    }

    /// As received.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whose.
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Account root key: what contacts verify.
    pub const fn root(&self) -> VerifyingKey {
        self.root
    }

    /// When the identity key was certified.
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Identity key: signs the device list.
    pub const fn identity(&self) -> VerifyingKey {
        self.identity
    }

    /// The root key's signature on the identity key, which the epoch's next statement repeats.
    pub const fn certificate(&self) -> Signature {
        self.certificate
    }

    /// Position within the epoch.
    pub const fn serial(&self) -> u64 {
        self.serial
    }

    /// Hash of the statement before.
    pub const fn prev(&self) -> StatementHash {
        self.prev
    }

    /// When it was made, by its maker's clock.
    pub const fn issued(&self) -> Timestamp {
        self.issued
    }

    /// The devices; the first is the primary.
    pub fn devices(&self) -> &[DeviceEntry] {
        &self.devices
    }

    /// The device of that id.
    pub fn device(&self, id: DeviceId) -> Option<&DeviceEntry> {
        self.devices.iter().find(|device| device.id == id)
    }

    /// `D(statement-hash, statement)`.
    pub const fn hash(&self) -> StatementHash {
        self.hash
    }
}

fn parse_devices(reader: &mut Reader<'_>) -> Result<Vec<DeviceEntry>, RecordError> {
    let count = usize::from(reader.u8()?);
    if count == 0 || count > MAX_DEVICES {
        return Err(RecordError::Devices);
    }
    let mut devices: Vec<DeviceEntry> = Vec::with_capacity(count);
    for _ in 0..count {
        let id = DeviceId::new(reader.array()?);
        let key = VerifyingKey::import(&reader.array()?)?;
        let added = Timestamp(reader.u64()?);
        if id != device_id(&key) {
            return Err(RecordError::Id);
        }
        if devices.iter().any(|device| device.id == id) {
            return Err(RecordError::Devices);
        }
        devices.push(DeviceEntry { id, key, added });
    }
    Ok(devices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_sodium::SystemEntropy;
    use proptest::prelude::*;

    struct Keys {
        root: SigningKey,
        identity: SigningKey,
        device: SigningKey,
    }

    fn keys() -> Keys {
        let generate = || SigningKey::generate(&SystemEntropy).unwrap();
        Keys {
            root: generate(),
            identity: generate(),
            device: generate(),
        }
    }

    fn entry(key: &SigningKey) -> DeviceEntry {
        let key = key.verifying_key();
        DeviceEntry {
            id: device_id(&key),
            key,
            added: Timestamp(5),
        }
    }

    fn make(keys: &Keys, epoch: u64, serial: u64, prev: StatementHash) -> AccountStatement {
        StatementDraft {
            root: keys.root.verifying_key(),
            epoch,
            certificate: certify_identity(&keys.root, epoch, &keys.identity.verifying_key()),
            identity: &keys.identity,
            serial,
            prev,
            issued: Timestamp(7),
            devices: &[entry(&keys.device)],
        }
        .sign()
        .unwrap()
    }

    #[test]
    fn a_statement_parses_to_what_was_signed() {
        let keys = keys();
        let statement = make(&keys, 3, 1, StatementHash::ZERO);
        let parsed = AccountStatement::parse(statement.as_bytes()).unwrap();
        assert_eq!(parsed, statement);
        assert_eq!(parsed.account(), account_id(&keys.root.verifying_key()));
        assert_eq!(parsed.devices(), [entry(&keys.device)]);
    }

    #[test]
    fn every_flipped_bit_and_every_other_length_is_refused() {
        let statement = make(&keys(), 3, 1, StatementHash::ZERO);
        for index in 0..statement.as_bytes().len() {
            let mut bytes = statement.as_bytes().to_vec();
            bytes[index] ^= 1 << (index % 8);
            assert!(AccountStatement::parse(&bytes).is_err(), "byte {index}");
            assert!(AccountStatement::parse(&statement.as_bytes()[..index]).is_err());
        }
        let mut longer = statement.as_bytes().to_vec();
        longer.push(0);
        assert!(AccountStatement::parse(&longer).is_err());
    }

    #[test]
    fn an_identity_key_that_the_root_did_not_certify_for_this_epoch_is_refused() {
        let keys = keys();
        let thief = SigningKey::generate(&SystemEntropy).unwrap();
        let draft = StatementDraft {
            root: keys.root.verifying_key(),
            epoch: 4,
            certificate: certify_identity(&keys.root, 3, &thief.verifying_key()),
            identity: &thief,
            serial: 1,
            prev: StatementHash::ZERO,
            issued: Timestamp(7),
            devices: &[entry(&keys.device)],
        };
        assert_eq!(draft.sign().unwrap_err(), RecordError::Signature);
    }

    #[test]
    fn a_list_of_none_nine_or_twice_the_same_device_is_refused() {
        let keys = keys();
        let one = entry(&keys.device);
        for devices in [vec![], vec![one; 9], vec![one; 2]] {
            let draft = StatementDraft {
                root: keys.root.verifying_key(),
                epoch: 3,
                certificate: certify_identity(&keys.root, 3, &keys.identity.verifying_key()),
                identity: &keys.identity,
                serial: 1,
                prev: StatementHash::ZERO,
                issued: Timestamp(7),
                devices: &devices,
            };
            assert_eq!(draft.sign().unwrap_err(), RecordError::Devices);
        }
    }

    #[test]
    fn the_highest_epoch_and_serial_wins_and_a_fork_is_noticed() {
        let keys = keys();
        let first = make(&keys, 3, 1, StatementHash::ZERO);
        let second = make(&keys, 3, 2, first.hash());
        let forked = make(&keys, 3, 2, StatementHash::new([9; 32]));
        let skipped = make(&keys, 3, 4, StatementHash::new([9; 32]));
        let rooted = make(&keys, 4, 1, StatementHash::ZERO);
        assert_eq!(second.succession(&first), Succession::Newer);
        assert_eq!(first.succession(&second), Succession::Older);
        assert_eq!(forked.succession(&first), Succession::Fork);
        assert_eq!(forked.succession(&second), Succession::Fork);
        assert_eq!(skipped.succession(&second), Succession::Newer);
        assert_eq!(rooted.succession(&skipped), Succession::Newer);
        assert_eq!(first.succession(&first), Succession::Same);
        let foreign = make(&super::tests::keys(), 9, 9, StatementHash::ZERO);
        assert_eq!(foreign.succession(&first), Succession::Foreign);
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..900)) {
            prop_assert!(AccountStatement::parse(&bytes).is_err());
        }
    }
}
