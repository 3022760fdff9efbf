//! Frames of the realtime socket.

use super::{ProtoError, Reason, counted, fixed};
use crate::wire;
use bytes::Bytes;
use consilium_types::limits::{ENVELOPE_SIZES, MAX_SEND_BATCH};
use consilium_types::{DeviceId, EnvelopeId, PrekeyId, Timestamp};
use prost::Message;

pub use crate::wire::SendOutcome;

const ENVELOPE_VERSION: u8 = 1;

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientEvent {
    /// Envelopes to store.
    Send(SendBatch),
    /// Everything up to this position is on the client's disk.
    Acknowledge {
        /// Position in the client's own mailbox.
        up_to: u64,
    },
}

/// Envelopes of one send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendBatch {
    /// The client's number for it.
    pub batch: u64,
    /// 1 to 64.
    pub envelopes: Vec<Outgoing>,
}

/// One envelope of a send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The sender's random id of it.
    pub envelope_id: EnvelopeId,
    /// Whose mailbox.
    pub device: DeviceId,
    /// None if it is no envelope: another size or version.
    pub sealed: Option<SealedEnvelope>,
}

/// Bytes of an envelope's size and version, and the prekey that they name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedEnvelope {
    prekey: PrekeyId,
    bytes: Bytes,
}

impl SealedEnvelope {
    /// `u8 1 ‖ prekey id 16 ‖ …`, one of the four sizes (protocol §6); nothing else can be seen
    /// from outside.
    pub fn parse(bytes: Bytes) -> Option<Self> {
        if !ENVELOPE_SIZES.contains(&bytes.len()) {
            return None;
        }
        let (version, rest) = bytes.split_first()?;
        let prekey = PrekeyId::from_slice(rest.get(..PrekeyId::LEN)?)?;
        (*version == ENVELOPE_VERSION).then_some(Self { prekey, bytes })
    }

    /// The prekey it says it is sealed to.
    pub const fn prekey(&self) -> PrekeyId {
        self.prekey
    }

    /// The bytes.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }
}

/// Parses one binary message of a client. Envelopes are slices of `frame`, not copies.
///
/// # Errors
/// [`ProtoError`]: the client is broken or hostile, and the socket is to be closed.
pub fn client_frame(frame: Bytes) -> Result<ClientEvent, ProtoError> {
    let wire::ClientFrame { frame } = wire::ClientFrame::decode(frame)
        .map_err(|_| ProtoError::new("ClientFrame", Reason::Encoding))?;
    match frame {
        Some(wire::client_frame::Frame::Send(send)) => send_batch(send).map(ClientEvent::Send),
        Some(wire::client_frame::Frame::Acknowledge(wire::Acknowledge { up_to })) => {
            Ok(ClientEvent::Acknowledge { up_to })
        }
        None => Err(ProtoError::new("ClientFrame.frame", Reason::Missing)),
    }
}

fn send_batch(send: wire::SendBatch) -> Result<SendBatch, ProtoError> {
    let wire::SendBatch { batch, envelopes } = send;
    let envelopes = counted("SendBatch.envelopes", envelopes, 1, MAX_SEND_BATCH)?
        .into_iter()
        .map(outgoing)
        .collect::<Result<_, _>>()?;
    Ok(SendBatch { batch, envelopes })
}

fn outgoing(envelope: wire::OutgoingEnvelope) -> Result<Outgoing, ProtoError> {
    let wire::OutgoingEnvelope {
        envelope_id,
        device_id,
        envelope,
    } = envelope;
    Ok(Outgoing {
        envelope_id: EnvelopeId::new(fixed("OutgoingEnvelope.envelope_id", &envelope_id)?),
        device: DeviceId::new(fixed("OutgoingEnvelope.device_id", &device_id)?),
        sealed: SealedEnvelope::parse(envelope),
    })
}

/// What the relay says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayEvent {
    /// The first frame of a socket.
    Ready {
        /// The relay's clock.
        relay_time: Timestamp,
        /// The device's cursor.
        acknowledged: u64,
    },
    /// Answers to one send, in its order.
    Results {
        /// The client's number for it.
        batch: u64,
        /// One for each envelope.
        outcomes: Vec<SendOutcome>,
        /// For those answered `Later`; 0 if there are none.
        retry_after_ms: u64,
    },
    /// Envelopes of the device's mailbox, in their order.
    Deliver(Vec<Delivered>),
    /// The relay is shutting down.
    Draining,
    /// Another account asked for this account's number.
    NumberMove {
        /// When it moves unless refused.
        moves_at: Timestamp,
    },
}

/// One stored envelope on its way to its device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// Position in the mailbox.
    pub sequence: u64,
    /// To the hour.
    pub arrived: Timestamp,
    /// The ciphertext.
    pub envelope: Bytes,
}

impl From<Delivered> for wire::StoredEnvelope {
    fn from(stored: Delivered) -> Self {
        let Delivered {
            sequence,
            arrived,
            envelope,
        } = stored;
        Self {
            sequence,
            arrived: arrived.as_millis(),
            envelope,
        }
    }
}

/// One binary message for a client.
pub fn relay_frame(event: RelayEvent) -> Bytes {
    use wire::relay_frame::Frame;
    let frame = match event {
        RelayEvent::Ready {
            relay_time,
            acknowledged,
        } => Frame::Ready(wire::Ready {
            relay_time: relay_time.as_millis(),
            acknowledged,
        }),
        RelayEvent::Results {
            batch,
            outcomes,
            retry_after_ms,
        } => Frame::Results(wire::SendResults {
            batch,
            outcomes: outcomes.into_iter().map(i32::from).collect(),
            retry_after_ms,
        }),
        RelayEvent::Deliver(envelopes) => Frame::Deliver(wire::Deliver {
            envelopes: envelopes.into_iter().map(Into::into).collect(),
        }),
        RelayEvent::Draining => notice(wire::notice::Notice::Draining(wire::Draining {})),
        RelayEvent::NumberMove { moves_at } => {
            notice(wire::notice::Notice::NumberMove(wire::NumberMove {
                moves_at: moves_at.as_millis(),
            }))
        }
    };
    wire::RelayFrame { frame: Some(frame) }
        .encode_to_vec()
        .into()
}

fn notice(notice: wire::notice::Notice) -> wire::relay_frame::Frame {
    wire::relay_frame::Frame::Notice(wire::Notice {
        notice: Some(notice),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(envelopes: Vec<wire::OutgoingEnvelope>) -> Bytes {
        let send = wire::SendBatch {
            batch: 7,
            envelopes,
        };
        let frame = Some(wire::client_frame::Frame::Send(send));
        wire::ClientFrame { frame }.encode_to_vec().into()
    }

    fn envelope(id: usize, device: usize, bytes: Vec<u8>) -> wire::OutgoingEnvelope {
        wire::OutgoingEnvelope {
            envelope_id: vec![1; id].into(),
            device_id: vec![2; device].into(),
            envelope: bytes.into(),
        }
    }

    fn sealed(size: usize, version: u8) -> Vec<u8> {
        let mut bytes = vec![9; size];
        bytes[0] = version;
        bytes
    }

    #[test]
    fn envelopes_are_slices_of_the_frame() {
        let bytes = frame(vec![envelope(16, 16, sealed(1713, 1))]);
        let range = bytes.as_ptr() as usize..bytes.as_ptr() as usize + bytes.len();
        let ClientEvent::Send(send) = client_frame(bytes).unwrap() else {
            panic!("a send");
        };
        let sealed = send.envelopes[0].sealed.clone().unwrap();
        assert_eq!(sealed.prekey(), PrekeyId::new([9; 16]));
        assert!(range.contains(&(sealed.into_bytes().as_ptr() as usize)));
    }

    #[test]
    fn only_the_four_sizes_of_version_1_are_envelopes() {
        for size in 0..6000 {
            let parsed = SealedEnvelope::parse(sealed(size.max(1), 1).into());
            assert_eq!(parsed.is_some(), ENVELOPE_SIZES.contains(&size), "{size}");
        }
        assert_eq!(SealedEnvelope::parse(sealed(1713, 2).into()), None);
        assert_eq!(SealedEnvelope::parse(Bytes::new()), None);
    }

    #[test]
    fn a_wrong_envelope_leaves_its_neighbours_but_a_wrong_id_ends_the_frame() {
        let good = || envelope(16, 16, sealed(1713, 1));
        let bad = envelope(16, 16, sealed(1714, 1));
        let ClientEvent::Send(send) = client_frame(frame(vec![good(), bad, good()])).unwrap()
        else {
            panic!("a send");
        };
        let kept: Vec<_> = send.envelopes.iter().map(|e| e.sealed.is_some()).collect();
        assert_eq!(kept, [true, false, true]);
        for (id, device) in [(15, 16), (17, 16), (16, 0), (16, 17)] {
            let hostile = frame(vec![good(), envelope(id, device, sealed(1713, 1))]);
            assert_eq!(client_frame(hostile).unwrap_err().reason, Reason::Length);
        }
    }

    #[test]
    fn a_batch_has_one_to_64_envelopes() {
        let of = |count| client_frame(frame(vec![envelope(16, 16, sealed(1713, 1)); count]));
        assert_eq!(of(0).unwrap_err().reason, Reason::Count);
        assert!(of(64).is_ok());
        assert_eq!(of(65).unwrap_err().reason, Reason::Count);
    }

    proptest! {
        #[test]
        fn any_bytes_are_parsed_or_refused_without_a_panic(bytes: Vec<u8>) {
            let _ = client_frame(bytes.into());
        }

        #[test]
        fn a_flipped_byte_never_panics(at in 0_usize..1800, flip: u8) {
            let mut bytes = frame(vec![envelope(16, 16, sealed(1713, 1))]).to_vec();
            let index = at % bytes.len();
            bytes[index] ^= flip;
            let _ = client_frame(bytes.into());
        }
    }

    #[test]
    fn what_the_relay_says_can_be_read() {
        let bytes = relay_frame(RelayEvent::Results {
            batch: 3,
            outcomes: vec![SendOutcome::Stored, SendOutcome::Later],
            retry_after_ms: 250,
        });
        let read = wire::RelayFrame::decode(bytes).unwrap().frame;
        let Some(wire::relay_frame::Frame::Results(results)) = read else {
            panic!("results");
        };
        assert_eq!((results.batch, results.retry_after_ms), (3, 250));
        assert_eq!(results.outcomes, [1, 7]);
    }
}
