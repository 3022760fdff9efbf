//! Phone numbers as encrypted fields (R40): found by a keyed hash, readable with the store's key
//! only, though the whole file is encrypted already.

use consilium_sodium::{Context, Secret, aead, k, k_public};
use consilium_store::StoreError;
use consilium_types::{AccountId, Entropy, PhoneNumber};

/// Length of a nonce of XChaCha20-Poly1305.
const NONCE: usize = 24;
/// Length of the plaintext: `+`, at most 15 digits (ITU-T E.164), then zeros, so that the length
/// of the ciphertext does not tell the country.
const PADDED: usize = 16;

/// The two keys of the field, derived from the store's key.
pub(crate) struct PhoneCrypto {
    field: Secret<32>,
    lookup: Secret<32>,
}

impl PhoneCrypto {
    /// Derives both keys.
    pub(crate) fn derive(key: &Secret<32>) -> Result<Self, StoreError> {
        let derive = |context| {
            k(key.expose(), context, &[]).map_err(|_| StoreError::Internal("key derivation"))
        };
        Ok(Self {
            field: derive(Context::StorePhone)?,
            lookup: derive(Context::StorePhoneLookup)?,
        })
    }

    /// The hash by which a number is found.
    pub(crate) fn lookup(&self, phone: &PhoneNumber) -> Result<[u8; 32], StoreError> {
        k_public(
            self.lookup.expose(),
            Context::StorePhoneLookup,
            &[phone.expose().as_bytes()],
        )
        .map_err(|_| StoreError::Internal("lookup hash"))
    }

    /// `nonce ‖ AEAD(field key, nonce, account id, number padded with zeros)`.
    pub(crate) fn encrypt(
        &self,
        entropy: &dyn Entropy,
        account: AccountId,
        phone: &PhoneNumber,
    ) -> Vec<u8> {
        let mut padded = [0; PADDED];
        for (to, from) in padded.iter_mut().zip(phone.expose().bytes()) {
            *to = from;
        }
        let nonce = entropy.array::<NONCE>();
        let mut out = nonce.to_vec();
        out.extend(aead::encrypt(
            self.field.expose(),
            &nonce,
            account.as_bytes(),
            &padded,
        ));
        out
    }

    /// The number, if it was encrypted for this account.
    pub(crate) fn decrypt(
        &self,
        account: AccountId,
        encrypted: &[u8],
    ) -> Result<PhoneNumber, StoreError> {
        const DAMAGED: StoreError = StoreError::Corrupt { table: "phone" };
        let (nonce, sealed) = encrypted.split_first_chunk::<NONCE>().ok_or(DAMAGED)?;
        let padded = aead::decrypt(self.field.expose(), nonce, account.as_bytes(), sealed)
            .map_err(|_| DAMAGED)?;
        let text = std::str::from_utf8(&padded).map_err(|_| DAMAGED)?;
        PhoneNumber::parse(text.trim_end_matches('\0')).ok_or(DAMAGED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::SeededEntropy;

    fn crypto(byte: u8) -> PhoneCrypto {
        PhoneCrypto::derive(&Secret::from_slice(&[byte; 32]).unwrap()).unwrap()
    }

    fn phone(text: &str) -> PhoneNumber {
        PhoneNumber::parse(text).unwrap()
    }

    #[test]
    fn a_number_comes_back_for_its_own_account_and_key_only() {
        let account = AccountId::new([1; 16]);
        for text in ["+1234567", "+123456789012345"] {
            let encrypted = crypto(1).encrypt(&SeededEntropy::new(1), account, &phone(text));
            assert_eq!(encrypted.len(), NONCE + PADDED + aead::TAG_BYTES);
            assert_eq!(crypto(1).decrypt(account, &encrypted), Ok(phone(text)));
            assert!(crypto(2).decrypt(account, &encrypted).is_err());
            let other = AccountId::new([2; 16]);
            assert!(crypto(1).decrypt(other, &encrypted).is_err());
            assert!(crypto(1).decrypt(account, &encrypted[..20]).is_err());
        }
    }

    #[test]
    fn the_same_number_is_found_again_but_never_encrypted_alike() {
        let (crypto, account) = (crypto(1), AccountId::new([1; 16]));
        let entropy = SeededEntropy::new(1);
        let number = phone("+31612345678");
        assert_eq!(crypto.lookup(&number), crypto.lookup(&number));
        assert_ne!(
            crypto.lookup(&number),
            crypto.lookup(&phone("+31612345679"))
        );
        assert_ne!(
            crypto.encrypt(&entropy, account, &number),
            crypto.encrypt(&entropy, account, &number)
        );
    }
}
