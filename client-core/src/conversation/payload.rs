//! Payloads of contents: wire bytes to checked values and back (proto/consilium/v1/payload.proto).

use crate::seal::Kind;
use bytes::Bytes;
use consilium_proto::wire;
use consilium_sodium::Secret;
use consilium_types::limits::MAX_PAYLOAD;
use consilium_types::{ArchiveId, ConversationId, DeviceId, MessageHash};
use prost::Message;
use zeroize::Zeroizing;

/// Message hashes in one content of receipts, or references in one delete.
pub const MAX_RECEIPTS: usize = 100;
/// Characters of a name or profession.
pub const MAX_NAME: usize = 128;
/// Bytes of a text: a payload less the reference, urgency and protobuf's own bytes around them.
pub const MAX_TEXT: usize = MAX_PAYLOAD - 80;

/// `sender device ‖ counter ‖ message hash` (protocol §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Who sent the message.
    pub device: DeviceId,
    /// Its counter.
    pub counter: u64,
    /// Its hash.
    pub hash: MessageHash,
}

/// How urgent, as in the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Urgency {
    /// No hurry.
    #[default]
    Routine,
    /// Soon.
    Soon,
    /// Urgent.
    Urgent,
}

/// A parsed payload.
#[derive(Debug)]
pub enum Payload {
    /// Kind 1.
    Text {
        /// 1 byte or more.
        body: String,
        /// What it answers.
        reply_to: Option<Reference>,
        /// How urgent.
        urgency: Urgency,
    },
    /// Kind 2.
    Receipts {
        /// Delivered.
        delivered: Vec<MessageHash>,
        /// Read.
        read: Vec<MessageHash>,
    },
    /// Kind 3; the statement itself was taken when the content was verified.
    Statement,
    /// Kind 4.
    Delete(Vec<Reference>),
    /// Kind 5.
    Profile {
        /// Name.
        name: String,
        /// Profession.
        profession: String,
    },
    /// Kind 6.
    Keep {
        /// Which conversation.
        conversation: ConversationId,
        /// Its archive.
        archive: ArchiveId,
        /// The archive's seed; none: no longer kept.
        seed: Option<Secret<32>>,
    },
    /// Kind 7.
    Seen(Reference),
    /// Kind 8.
    Edit {
        /// The original.
        target: Reference,
        /// The new text.
        body: String,
    },
    /// Of a kind this version does not know, or not of its kind's form: nothing but its place in
    /// the chain counts.
    Unreadable,
}

impl Payload {
    /// Parses the payload of a content of `kind`. What breaks its form or a limit is
    /// [`Payload::Unreadable`]: its author signed it, so its place counts.
    pub fn parse(kind: Kind, bytes: &[u8]) -> Self {
        let parsed = match kind {
            Kind::Text => text(bytes),
            Kind::Receipts => receipts(bytes),
            Kind::Statement => Some(Self::Statement),
            Kind::Delete => delete(bytes),
            Kind::Profile => profile(bytes),
            Kind::Keep => keep(bytes),
            Kind::Seen => seen(bytes),
            Kind::Edit => edit(bytes),
            Kind::Other(_) => None,
        };
        parsed.unwrap_or(Self::Unreadable)
    }

    /// The messages it refers to.
    pub fn references(&self) -> Vec<Reference> {
        match self {
            Self::Text { reply_to, .. } => reply_to.iter().copied().collect(),
            Self::Delete(targets) => targets.clone(),
            Self::Seen(target) | Self::Edit { target, .. } => vec![*target],
            _ => Vec::new(),
        }
    }
}

fn text(bytes: &[u8]) -> Option<Payload> {
    let wire::Text {
        body,
        reply_to,
        urgency,
    } = wire::Text::decode(bytes).ok()?;
    let reply_to = match reply_to {
        Some(reply_to) => Some(reference(&reply_to)?),
        None => None,
    };
    let urgency = match wire::Urgency::try_from(urgency) {
        Ok(wire::Urgency::Urgent) => Urgency::Urgent,
        Ok(wire::Urgency::Soon) => Urgency::Soon,
        // A level that a newer app knows is shown as routine rather than not at all.
        Ok(wire::Urgency::Routine) | Err(_) => Urgency::Routine,
    };
    (!body.is_empty()).then_some(Payload::Text {
        body,
        reply_to,
        urgency,
    })
}

fn receipts(bytes: &[u8]) -> Option<Payload> {
    let wire::Receipts { delivered, read } = wire::Receipts::decode(bytes).ok()?;
    let bounded = delivered.len().checked_add(read.len())? <= MAX_RECEIPTS;
    let hashes = |list: &[Bytes]| {
        let hashes = list.iter().map(|hash| MessageHash::from_slice(hash));
        hashes.collect::<Option<Vec<_>>>()
    };
    bounded.then_some(Payload::Receipts {
        delivered: hashes(&delivered)?,
        read: hashes(&read)?,
    })
}

fn delete(bytes: &[u8]) -> Option<Payload> {
    let wire::Delete { targets } = wire::Delete::decode(bytes).ok()?;
    let targets = targets
        .iter()
        .map(reference)
        .collect::<Option<Vec<_>>>()
        .filter(|targets| (1..=MAX_RECEIPTS).contains(&targets.len()))?;
    Some(Payload::Delete(targets))
}

fn profile(bytes: &[u8]) -> Option<Payload> {
    let wire::Profile { name, profession } = wire::Profile::decode(bytes).ok()?;
    let short = |text: &str| text.chars().count() <= MAX_NAME;
    (short(&name) && short(&profession)).then_some(Payload::Profile { name, profession })
}

fn keep(bytes: &[u8]) -> Option<Payload> {
    let wire::Keep {
        conversation_id,
        archive_id,
        archive_seed,
    } = wire::Keep::decode(bytes).ok()?;
    let seed = match archive_seed.len() {
        0 => None,
        _ => Some(Secret::from_slice(&archive_seed).ok()?),
    };
    Some(Payload::Keep {
        conversation: ConversationId::from_slice(&conversation_id)?,
        archive: ArchiveId::from_slice(&archive_id)?,
        seed,
    })
}

fn seen(bytes: &[u8]) -> Option<Payload> {
    let wire::Seen { target } = wire::Seen::decode(bytes).ok()?;
    Some(Payload::Seen(reference(&target?)?))
}

fn edit(bytes: &[u8]) -> Option<Payload> {
    let wire::Edit { target, body } = wire::Edit::decode(bytes).ok()?;
    let target = reference(&target?)?;
    (!body.is_empty()).then_some(Payload::Edit { target, body })
}

fn reference(wire: &wire::Reference) -> Option<Reference> {
    let wire::Reference {
        device_id,
        counter,
        message_hash,
    } = wire;
    Some(Reference {
        device: DeviceId::from_slice(device_id)?,
        counter: *counter,
        hash: MessageHash::from_slice(message_hash)?,
    })
}

fn to_wire(reference: Reference) -> wire::Reference {
    wire::Reference {
        device_id: bytes(reference.device),
        counter: reference.counter,
        message_hash: bytes(reference.hash),
    }
}

fn bytes(id: impl AsRef<[u8]>) -> Bytes {
    Bytes::copy_from_slice(id.as_ref())
}

/// A payload to sign, zeroised after.
pub type Encoded = Zeroizing<Vec<u8>>;

fn encode(message: &impl Message) -> Encoded {
    Zeroizing::new(message.encode_to_vec())
}

/// Kind 1.
pub fn encode_text(body: &str, reply_to: Option<Reference>, urgency: Urgency) -> Encoded {
    let urgency = match urgency {
        Urgency::Routine => wire::Urgency::Routine,
        Urgency::Soon => wire::Urgency::Soon,
        Urgency::Urgent => wire::Urgency::Urgent,
    };
    encode(&wire::Text {
        body: body.to_owned(),
        reply_to: reply_to.map(to_wire),
        urgency: urgency.into(),
    })
}

/// Kind 2, at most [`MAX_RECEIPTS`] hashes in all.
pub fn encode_receipts(delivered: &[MessageHash], read: &[MessageHash]) -> Encoded {
    encode(&wire::Receipts {
        delivered: delivered.iter().map(bytes).collect(),
        read: read.iter().map(bytes).collect(),
    })
}

/// Kind 3.
pub fn encode_statement(statement: &[u8]) -> Encoded {
    encode(&wire::StatementUpdate {
        statement: Bytes::copy_from_slice(statement),
    })
}

/// Kind 4.
pub fn encode_delete(targets: &[Reference]) -> Encoded {
    encode(&wire::Delete {
        targets: targets.iter().copied().map(to_wire).collect(),
    })
}

/// Kind 5.
pub fn encode_profile(name: &str, profession: &str) -> Encoded {
    encode(&wire::Profile {
        name: name.to_owned(),
        profession: profession.to_owned(),
    })
}

/// Kind 6; no seed: no longer kept.
pub fn encode_keep(
    conversation: ConversationId,
    archive: ArchiveId,
    seed: Option<&Secret<32>>,
) -> Encoded {
    let seed = seed.map(|seed| Bytes::copy_from_slice(seed.expose()));
    encode(&wire::Keep {
        conversation_id: bytes(conversation),
        archive_id: bytes(archive),
        archive_seed: seed.unwrap_or_default(),
    })
}

/// Kind 7.
pub fn encode_seen(target: Reference) -> Encoded {
    encode(&wire::Seen {
        target: Some(to_wire(target)),
    })
}

/// Kind 8.
pub fn encode_edit(target: Reference, body: &str) -> Encoded {
    encode(&wire::Edit {
        target: Some(to_wire(target)),
        body: body.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some_reference(seed: u8) -> Reference {
        Reference {
            device: DeviceId::new([seed; 16]),
            counter: u64::from(seed),
            hash: MessageHash::new([seed; 32]),
        }
    }

    #[test]
    fn the_longest_text_with_a_reference_fits_a_content() {
        let body = "x".repeat(MAX_TEXT);
        let reference = Reference {
            counter: u64::MAX,
            ..some_reference(1)
        };
        let encoded = encode_text(&body, Some(reference), Urgency::Urgent);
        assert!(encoded.len() <= MAX_PAYLOAD, "{}", encoded.len());
        assert!(encode_edit(reference, &body).len() <= MAX_PAYLOAD);
    }

    #[test]
    fn a_full_batch_of_receipts_fits_a_content() {
        let hashes = vec![MessageHash::new([1; 32]); MAX_RECEIPTS];
        assert!(encode_receipts(&hashes, &[]).len() <= MAX_PAYLOAD);
        assert!(matches!(
            Payload::parse(Kind::Receipts, &encode_receipts(&hashes, &[])),
            Payload::Receipts { delivered, .. } if delivered.len() == MAX_RECEIPTS
        ));
        let more = encode_receipts(&hashes, &hashes[..1]);
        assert!(matches!(
            Payload::parse(Kind::Receipts, &more),
            Payload::Unreadable
        ));
    }

    #[test]
    fn payloads_that_break_their_form_are_unreadable() {
        let cases = [
            (Kind::Text, encode_text("", None, Urgency::Routine).to_vec()),
            (Kind::Text, vec![0xff]),
            (Kind::Seen, Vec::new()),
            (Kind::Delete, Vec::new()),
            (Kind::Edit, encode_edit(some_reference(1), "").to_vec()),
            (Kind::Profile, encode_profile(&"x".repeat(129), "").to_vec()),
            (Kind::Keep, vec![10, 1, 0]),
            (Kind::Other(900), Vec::new()),
        ];
        for (kind, bytes) in cases {
            assert!(
                matches!(Payload::parse(kind, &bytes), Payload::Unreadable),
                "{kind:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_of_any_kind_never_panic(kind in 0_u16..12, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Payload::parse(Kind::from_number(kind), &bytes);
        }

        #[test]
        fn a_text_comes_back(body in ".{1,200}", seed: u8, urgent: bool) {
            let urgency = if urgent { Urgency::Urgent } else { Urgency::Soon };
            let encoded = encode_text(&body, Some(some_reference(seed)), urgency);
            let Payload::Text { body: again, reply_to, urgency: level } = Payload::parse(Kind::Text, &encoded) else {
                return Err(TestCaseError::fail("not a text"));
            };
            prop_assert_eq!(again, body);
            prop_assert_eq!(reply_to, Some(some_reference(seed)));
            prop_assert_eq!(level, urgency);
        }
    }
}
