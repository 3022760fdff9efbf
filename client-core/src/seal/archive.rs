//! Archives (protocol §10): sealed copies of a kept conversation's contents. A record is an
//! envelope to the archive's own keys, made of a seed as a prekey's are.

use consilium_sodium::{Context, Secret, SodiumError, d, k_public};
use consilium_types::{AccountId, ArchiveId, MessageHash, PrekeyHash, RecordId, Timestamp};

use super::content::Signed;
use super::envelope::{Recipient, Sealed, open, seal_to};
use super::error::{RejectReason, SealError};
use super::keys::{PrekeyKeys, PrekeySecret};
use super::verify::Verified;

/// The keys of one kept conversation.
#[derive(Debug)]
pub struct ArchiveKeys {
    seed: Secret<32>,
    secret: PrekeySecret,
}

impl ArchiveKeys {
    /// `ph = D(archive, archive id ‖ box_pk ‖ kem_pk)` over the keys of `seed`.
    ///
    /// # Errors
    /// [`SodiumError::Memory`] when no guarded page could be had.
    pub fn from_seed(seed: &Secret<32>, archive: ArchiveId) -> Result<Self, SodiumError> {
        let keys = PrekeyKeys::from_seed(seed)?;
        let box_key = keys.box_key();
        let parts: [&[u8]; 3] = [
            archive.as_bytes(),
            box_key.as_bytes(),
            keys.kem_key().as_bytes(),
        ];
        let hash = PrekeyHash::new(d(Context::Archive, &parts));
        Ok(Self {
            seed: seed.try_clone()?,
            secret: PrekeySecret { keys, hash },
        })
    }

    /// `ph` of the archive; its first 16 bytes stand in every record's envelope.
    #[must_use]
    pub const fn hash(&self) -> PrekeyHash {
        self.secret.hash
    }

    /// `K(s, archive-record, mh)[..16]`: only who holds the seed can name a record.
    ///
    /// # Errors
    /// [`SodiumError`] when the library fails.
    pub fn record_id(&self, message: &MessageHash) -> Result<RecordId, SodiumError> {
        let hash = k_public(
            self.seed.expose(),
            Context::ArchiveRecord,
            &[message.as_bytes()],
        )?;
        let id = hash.first_chunk().ok_or(SodiumError::BadParameters)?;
        Ok(RecordId::new(*id))
    }

    /// Seals a content that this device signed or verified.
    ///
    /// # Errors
    /// [`SealError::Sodium`] when the library fails.
    pub fn seal_record(&self, signed: &Signed) -> Result<(RecordId, Sealed), SealError> {
        let keys = &self.secret.keys;
        let to = Recipient {
            hash: self.secret.hash,
            box_key: &keys.box_key(),
            kem_key: keys.kem_key(),
        };
        Ok((self.record_id(&signed.hash())?, seal_to(signed, to)?))
    }

    /// Opens a record. Its id proves that an own device verified the content before it went in, so
    /// that the checks of protocol §7 are not repeated: the sender's device may be gone.
    ///
    /// # Errors
    /// The [`RejectReason`] of the first check that fails; [`RejectReason::RecordId`] for a content
    /// under another id than its own.
    pub fn open_record(
        &self,
        id: RecordId,
        record: &Sealed,
        own: AccountId,
        now: Timestamp,
    ) -> Result<Verified, RejectReason> {
        let content = open(record, &self.secret)?;
        if self.record_id(&content.signed().hash()) != Ok(id) {
            return Err(RejectReason::RecordId);
        }
        Verified::archived(content.into_signed(), own, now)
    }
}
