//! The content (protocol §6): what a device signs, once, for all its recipients.
//!
//! ```text
//! content = u8 1 ‖ u16 kind ‖ sender account 16 ‖ sender device 16 ‖ sender sh 32 ‖ conversation 16
//!         ‖ recipient account 16 ‖ view 32 ‖ u64 sent ‖ u64 counter ‖ prev 32 ‖ u32 length ‖ payload
//! signed  = content ‖ Sign(device, content, content) 64
//! mh      = D(message, signed)
//! ```

use std::fmt;

use consilium_sodium::{Context, Signature, SigningKey, VerifyingKey, d};
use consilium_statement::id::device_id;
use consilium_statement::{Reader, RecordError};
use consilium_types::limits::{CONTENT_HEADER, MAX_PAYLOAD, SIGNATURE};
use consilium_types::{AccountId, ConversationId, DeviceId, MessageHash, StatementHash, Timestamp};
use zeroize::Zeroizing;

use super::error::{RejectReason, SealError};
use super::kind::Kind;

/// The content version of this suite (protocol §6).
pub const CONTENT_VERSION: u8 = 1;
/// What a group's content names as recipient (protocol §6).
pub const GROUP_RECIPIENT: AccountId = AccountId::new([0; AccountId::LEN]);

/// Bytes that a person wrote or that carry keys: zeroised when dropped, never printed.
pub struct Plaintext(Zeroizing<Vec<u8>>);

impl Plaintext {
    /// Takes the bytes over.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Takes over bytes that are zeroised already.
    #[must_use]
    pub const fn from_zeroizing(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    /// The bytes. Copy them only into memory that is zeroised or encrypted.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plaintext(..)")
    }
}

/// Everything of a content but its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the payload is.
    pub kind: Kind,
    /// Whose device signs.
    pub sender: AccountId,
    /// The device that signs.
    pub device: DeviceId,
    /// The sender's current account statement.
    pub sender_statement: StatementHash,
    /// The conversation.
    pub conversation: ConversationId,
    /// Direct: the other account. Self: the own one. Group: [`GROUP_RECIPIENT`].
    pub recipient: AccountId,
    /// Direct and self: the recipient's statement as the sender knows it. Group: the hash of its
    /// state.
    pub view: [u8; 32],
    /// The sender's clock.
    pub sent: Timestamp,
    /// From 1, per device and conversation.
    pub counter: u64,
    /// The content of `counter − 1`; zero for the first.
    pub prev: MessageHash,
}

impl Header {
    /// Encodes header and payload and signs them with the device key.
    ///
    /// # Errors
    /// [`SealError::PayloadTooLong`] above 3,848 bytes, [`SealError::WrongDevice`] when the key is
    /// not that of `device`, [`SealError::Chain`] when `counter` and `prev` do not fit.
    pub fn sign(&self, payload: &[u8], key: &SigningKey) -> Result<Signed, SealError> {
        let too_long = SealError::PayloadTooLong {
            count: payload.len(),
            limit: MAX_PAYLOAD,
        };
        if payload.len() > MAX_PAYLOAD {
            return Err(too_long);
        }
        if device_id(&key.verifying_key()) != self.device {
            return Err(SealError::WrongDevice);
        }
        if !self.chain_fits() {
            return Err(SealError::Chain);
        }
        let length = u32::try_from(payload.len()).map_err(|_| too_long)?;
        let total = CONTENT_HEADER + payload.len() + SIGNATURE;
        let mut bytes = Zeroizing::new(Vec::with_capacity(total));
        self.write(&mut bytes);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(payload);
        let signature = key.sign(Context::Content, &[bytes.as_slice()]);
        bytes.extend_from_slice(signature.as_bytes());
        Ok(Signed::whole(*self, bytes))
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(CONTENT_VERSION);
        out.extend_from_slice(&self.kind.number().to_be_bytes());
        out.extend_from_slice(self.sender.as_bytes());
        out.extend_from_slice(self.device.as_bytes());
        out.extend_from_slice(self.sender_statement.as_bytes());
        out.extend_from_slice(self.conversation.as_bytes());
        out.extend_from_slice(self.recipient.as_bytes());
        out.extend_from_slice(&self.view);
        out.extend_from_slice(&self.sent.as_millis().to_be_bytes());
        out.extend_from_slice(&self.counter.to_be_bytes());
        out.extend_from_slice(self.prev.as_bytes());
    }

    /// The version byte is read before.
    fn read(reader: &mut Reader<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            kind: Kind::from_number(reader.u16()?),
            sender: AccountId::new(reader.array()?),
            device: DeviceId::new(reader.array()?),
            sender_statement: StatementHash::new(reader.array()?),
            conversation: ConversationId::new(reader.array()?),
            recipient: AccountId::new(reader.array()?),
            view: reader.array()?,
            sent: Timestamp(reader.u64()?),
            counter: reader.u64()?,
            prev: MessageHash::new(reader.array()?),
        })
    }

    /// Counters begin at 1, and exactly the first content has no predecessor.
    fn chain_fits(&self) -> bool {
        self.counter != 0 && (self.counter == 1) == (self.prev == MessageHash::ZERO)
    }
}

/// A signed content: made here, verified before, or read back from this device's own database.
/// Bytes from elsewhere become an [`super::Unverified`] instead.
pub struct Signed {
    header: Header,
    bytes: Plaintext,
    hash: MessageHash,
}

impl Signed {
    fn whole(header: Header, bytes: Zeroizing<Vec<u8>>) -> Self {
        let hash = MessageHash::new(d(Context::Message, &[bytes.as_slice()]));
        let bytes = Plaintext::from_zeroizing(bytes);
        Self {
            header,
            bytes,
            hash,
        }
    }

    /// Reads back what this device stored itself, after signing or verifying it. The signature is
    /// not checked again: the sender's device may be gone.
    ///
    /// # Errors
    /// [`SealError::Damaged`] when the bytes have no content's layout.
    pub fn load(bytes: Plaintext) -> Result<Self, SealError> {
        Self::parse(bytes).map_err(SealError::Damaged)
    }

    /// The exact layout and nothing more: whose it is and whether it is genuine is unknown.
    pub(super) fn parse(bytes: Plaintext) -> Result<Self, RejectReason> {
        let header = parse_header(bytes.expose())?;
        Ok(Self::whole(header, bytes.0))
    }

    /// All of the content but its payload.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The payload of [`Header::kind`].
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        let content = self.content();
        content.get(CONTENT_HEADER..).unwrap_or_default()
    }

    /// `D(message, signed)`: the message's id.
    #[must_use]
    pub const fn hash(&self) -> MessageHash {
        self.hash
    }

    /// As signed: what is stored, sealed and forwarded.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.expose()
    }

    /// Whether `key` signed it.
    #[must_use]
    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        self.as_bytes()
            .split_last_chunk::<SIGNATURE>()
            .is_some_and(|(content, signature)| {
                let signature = Signature::from_bytes(*signature);
                key.verify(Context::Content, &[content], &signature).is_ok()
            })
    }

    fn content(&self) -> &[u8] {
        let bytes = self.as_bytes();
        let split = bytes.split_last_chunk::<SIGNATURE>();
        split.map_or(bytes, |(content, _)| content)
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signed({:?} {:?})", self.header.kind, self.hash)
    }
}

fn parse_header(bytes: &[u8]) -> Result<Header, RejectReason> {
    let layout = |_| RejectReason::Layout;
    let mut reader = Reader::new(bytes);
    if reader.u8().map_err(layout)? != CONTENT_VERSION {
        return Err(RejectReason::ContentVersion);
    }
    let header = Header::read(&mut reader).map_err(layout)?;
    let length = reader.u32().map_err(layout)?;
    let length = usize::try_from(length).map_err(|_| RejectReason::Layout)?;
    if length > MAX_PAYLOAD {
        return Err(RejectReason::Layout);
    }
    reader.take(length).map_err(layout)?;
    reader.take(SIGNATURE).map_err(layout)?;
    reader.end().map_err(layout)?;
    if !header.chain_fits() {
        return Err(RejectReason::Layout);
    }
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Person, direct};
    use super::*;
    use proptest::prelude::*;

    fn parsed(bytes: &[u8]) -> Result<Signed, RejectReason> {
        Signed::parse(Plaintext::new(bytes.to_vec()))
    }

    #[test]
    fn the_layout_is_that_of_the_protocol() {
        let (alice, bob) = (Person::new(1), Person::new(2));
        let header = direct(&alice, &bob);
        let signed = header.sign(b"hello", &alice.device).unwrap();
        let bytes = signed.as_bytes();
        assert_eq!(bytes.len(), 183 + 5 + 64);
        assert_eq!(bytes[..3], [1, 0, 1]);
        assert_eq!(&bytes[3..19], header.sender.as_bytes());
        assert_eq!(&bytes[19..35], header.device.as_bytes());
        assert_eq!(&bytes[35..67], header.sender_statement.as_bytes());
        assert_eq!(&bytes[67..83], header.conversation.as_bytes());
        assert_eq!(&bytes[83..99], header.recipient.as_bytes());
        assert_eq!(&bytes[99..131], &header.view);
        assert_eq!(&bytes[131..139], &header.sent.0.to_be_bytes());
        assert_eq!(&bytes[139..147], &1_u64.to_be_bytes());
        assert_eq!(&bytes[147..179], &[0; 32]);
        assert_eq!(&bytes[179..183], &5_u32.to_be_bytes());
        assert_eq!(&bytes[183..188], b"hello");
        assert_eq!(signed.payload(), b"hello");
        assert_eq!(signed.hash().as_bytes(), &d(Context::Message, &[bytes]));
        let again = parsed(bytes).unwrap();
        assert_eq!((again.header(), again.hash()), (&header, signed.hash()));
        assert!(again.is_signed_by(&alice.device.verifying_key()));
        assert!(!again.is_signed_by(&bob.device.verifying_key()));
    }

    #[test]
    fn every_other_length_is_refused() {
        let (alice, bob) = (Person::new(1), Person::new(2));
        let signed = direct(&alice, &bob).sign(b"hi", &alice.device).unwrap();
        for length in 0..signed.as_bytes().len() {
            let refused = parsed(&signed.as_bytes()[..length]).unwrap_err();
            assert_eq!(refused, RejectReason::Layout, "{length}");
        }
        let longer = [signed.as_bytes(), &[0]].concat();
        assert_eq!(parsed(&longer).unwrap_err(), RejectReason::Layout);
    }

    #[test]
    fn another_content_version_and_a_length_beyond_the_limit_are_refused() {
        let (alice, bob) = (Person::new(1), Person::new(2));
        let signed = direct(&alice, &bob).sign(b"hi", &alice.device).unwrap();
        let mut other = signed.as_bytes().to_vec();
        other[0] = 2;
        assert_eq!(parsed(&other).unwrap_err(), RejectReason::ContentVersion);
        let mut long = signed.as_bytes()[..179].to_vec();
        long.extend_from_slice(&3849_u32.to_be_bytes());
        long.extend_from_slice(&[0; 3849 + 64]);
        assert_eq!(parsed(&long).unwrap_err(), RejectReason::Layout);
    }

    #[test]
    fn a_payload_above_the_limit_says_how_much_fits() {
        let (alice, bob) = (Person::new(1), Person::new(2));
        let header = direct(&alice, &bob);
        assert!(header.sign(&[7; 3848], &alice.device).is_ok());
        let expected = SealError::PayloadTooLong {
            count: 3849,
            limit: 3848,
        };
        let refused = header.sign(&[7; 3849], &alice.device).unwrap_err();
        assert_eq!(refused, expected);
    }

    #[test]
    fn a_content_signed_by_another_device_is_not_made() {
        let (alice, bob) = (Person::new(1), Person::new(2));
        let refused = direct(&alice, &bob).sign(b"", &bob.device).unwrap_err();
        assert_eq!(refused, SealError::WrongDevice);
    }

    #[test]
    fn counter_and_predecessor_fit_or_the_content_is_neither_made_nor_taken() {
        let (alice, bob) = (Person::new(1), Person::new(2));
        let some = MessageHash::new([9; 32]);
        let zero = MessageHash::ZERO;
        let cases = [
            (0, zero, false),
            (0, some, false),
            (1, zero, true),
            (1, some, false),
            (2, zero, false),
            (2, some, true),
            (u64::MAX, some, true),
        ];
        let good = direct(&alice, &bob).sign(b"", &alice.device).unwrap();
        for (counter, prev, fits) in cases {
            let header = Header {
                counter,
                prev,
                ..direct(&alice, &bob)
            };
            let made = header.sign(b"", &alice.device);
            assert_eq!(made.as_ref().err(), (!fits).then_some(&SealError::Chain));
            let mut bytes = good.as_bytes().to_vec();
            bytes[139..147].copy_from_slice(&counter.to_be_bytes());
            bytes[147..179].copy_from_slice(prev.as_bytes());
            let refused = parsed(&bytes).err();
            assert_eq!(refused, (!fits).then_some(RejectReason::Layout));
        }
    }

    #[test]
    fn a_content_never_prints() {
        let (alice, bob) = (Person::new(1), Person::new(2));
        let signed = direct(&alice, &bob).sign(b"canary", &alice.device).unwrap();
        let shown = format!("{signed:?} {:?}", Plaintext::new(b"canary".to_vec()));
        assert!(!shown.contains("canary"));
        assert!(!shown.contains(&signed.hash().to_hex()));
    }

    proptest! {
        #[test]
        fn any_bytes_parse_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(signed) = parsed(&bytes) {
                prop_assert_eq!(signed.as_bytes(), bytes.as_slice());
            }
        }

        #[test]
        fn what_is_signed_comes_back(
            payload in prop::collection::vec(any::<u8>(), 0..3849),
            kind: u16,
            counter in 2_u64..,
            sent: u64,
        ) {
            let (alice, bob) = (Person::new(1), Person::new(2));
            let header = Header {
                kind: Kind::from_number(kind),
                counter,
                prev: MessageHash::new([3; 32]),
                sent: Timestamp(sent),
                ..direct(&alice, &bob)
            };
            let signed = header.sign(&payload, &alice.device).unwrap();
            let again = parsed(signed.as_bytes()).unwrap();
            prop_assert_eq!(again.header(), &header);
            prop_assert_eq!(again.payload(), payload.as_slice());
        }
    }
}
