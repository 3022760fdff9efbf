//! Keys of an account with one device, and what it signs. Shared with the tests of the binary.

use consilium_proto::convert::account::Proof;
use consilium_sodium::{BoxSecretKey, KemSecretKey, Secret, SigningKey, SystemEntropy};
use consilium_statement::account::certify_identity;
use consilium_statement::{
    AccountStatement, DeviceEntry, LoginKey, LoginTranscript, PrekeyDraft, PrekeyStatement,
    StatementDraft, id,
};
use consilium_types::{DeviceId, Entropy, StatementHash, Timestamp};

pub(crate) struct Keys {
    pub(crate) root: SigningKey,
    pub(crate) identity: SigningKey,
    pub(crate) device: SigningKey,
    pub(crate) standby: SigningKey,
    pub(crate) statement: AccountStatement,
    pub(crate) prekey: PrekeyStatement,
}

pub(crate) fn signing() -> SigningKey {
    SigningKey::generate(&SystemEntropy).unwrap()
}

fn entry(key: &SigningKey, added: Timestamp) -> DeviceEntry {
    DeviceEntry {
        id: id::device_id(&key.verifying_key()),
        key: key.verifying_key(),
        added,
    }
}

impl Keys {
    /// Of a new account.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self::with(signing(), signing(), signing(), now)
    }

    /// With these root, identity and device keys; the epoch is `now`.
    pub(crate) fn with(
        root: SigningKey,
        identity: SigningKey,
        device: SigningKey,
        now: Timestamp,
    ) -> Self {
        let standby = signing();
        let epoch = now.as_millis();
        let statement = StatementDraft {
            root: root.verifying_key(),
            epoch,
            certificate: certify_identity(&root, epoch, &identity.verifying_key()),
            identity: &identity,
            serial: 1,
            prev: StatementHash::ZERO,
            issued: now,
            devices: &[entry(&device, now)],
        }
        .sign()
        .unwrap();
        let prekey = make_prekey(&statement, &device, &standby, now);
        Self {
            root,
            identity,
            device,
            standby,
            statement,
            prekey,
        }
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.prekey.device()
    }

    /// The next statement, with these device keys.
    pub(crate) fn next_statement(
        &self,
        devices: &[&SigningKey],
        now: Timestamp,
    ) -> AccountStatement {
        let devices: Vec<_> = devices.iter().map(|key| entry(key, now)).collect();
        let epoch = self.statement.epoch();
        StatementDraft {
            root: self.root.verifying_key(),
            epoch,
            certificate: certify_identity(&self.root, epoch, &self.identity.verifying_key()),
            identity: &self.identity,
            serial: self.statement.serial() + 1,
            prev: self.statement.hash(),
            issued: now,
            devices: &devices,
        }
        .sign()
        .unwrap()
    }

    /// A prekey of this device.
    pub(crate) fn prekey_from(&self, not_before: Timestamp) -> PrekeyStatement {
        make_prekey(&self.statement, &self.device, &self.standby, not_before)
    }

    /// A login proof.
    pub(crate) fn proof(&self, relay_name: &str, relay_nonce: [u8; 32], which: LoginKey) -> Proof {
        let client_nonce = (&SystemEntropy as &dyn Entropy).array();
        let key = match which {
            LoginKey::Device => &self.device,
            LoginKey::Standby => &self.standby,
        };
        let transcript = LoginTranscript {
            relay_name,
            device: self.id(),
            client_nonce,
            relay_nonce,
        };
        Proof {
            device: self.id(),
            client_nonce,
            relay_nonce,
            signature: *transcript.sign(which, key).unwrap().as_bytes(),
            standby: which == LoginKey::Standby,
        }
    }

    /// An envelope for this device: nothing inside, the right outside.
    pub(crate) fn envelope(&self, size: usize) -> Vec<u8> {
        let mut bytes = vec![0; size];
        SystemEntropy.fill(&mut bytes);
        bytes[0] = 1;
        bytes[1..17].copy_from_slice(self.prekey.id().as_bytes());
        bytes
    }
}

fn make_prekey(
    statement: &AccountStatement,
    device: &SigningKey,
    standby: &SigningKey,
    not_before: Timestamp,
) -> PrekeyStatement {
    let seed = || Secret::<32>::generate(&SystemEntropy).unwrap();
    let kem = KemSecretKey::from_seed(&seed()).unwrap();
    PrekeyDraft {
        account: statement.account(),
        device: id::device_id(&device.verifying_key()),
        envelope_version: 1,
        standby: standby.verifying_key(),
        box_key: &BoxSecretKey::from_seed(&seed()).unwrap().public(),
        kem_key: kem.public(),
        not_before,
    }
    .sign(device)
    .unwrap()
}
