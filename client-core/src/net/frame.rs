//! Frames of the realtime socket (relay.proto) → events, and commands → frames.

use super::NetError;
use super::answer::stored_envelopes;
use super::realtime::{Command, RealtimeEvent, SendOutcome};
use super::status::bounded_wait;
use bytes::Bytes;
use consilium_proto::wire;
use consilium_types::Timestamp;
use consilium_types::limits::MAX_SEND_BATCH;
use prost::Message;

/// Envelopes a relay may have delivered and unacknowledged (relay.proto), hence in one frame.
const MAX_DELIVER: usize = 512;

/// The event of a frame; `None` for one that this version does not know.
///
/// # Errors
/// [`NetError::Protocol`] for bytes that are no frame, or one beyond its limits.
pub fn event(bytes: Bytes) -> Result<Option<RealtimeEvent>, NetError> {
    use wire::relay_frame::Frame;
    let wire::RelayFrame { frame } =
        wire::RelayFrame::decode(bytes).map_err(|_| NetError::Protocol)?;
    let event = match frame {
        None => return Ok(None),
        Some(Frame::Ready(ready)) => {
            let wire::Ready {
                relay_time,
                acknowledged,
            } = ready;
            RealtimeEvent::Ready {
                relay_time: Timestamp(relay_time),
                acknowledged,
            }
        }
        Some(Frame::Results(answers)) => results(answers)?,
        Some(Frame::Deliver(deliver)) => {
            let wire::Deliver { envelopes } = deliver;
            if envelopes.is_empty() || envelopes.len() > MAX_DELIVER {
                return Err(NetError::Protocol);
            }
            RealtimeEvent::Deliver(stored_envelopes(envelopes)?)
        }
        Some(Frame::Notice(notice)) => return Ok(self::notice(notice)),
    };
    Ok(Some(event))
}

fn results(answers: wire::SendResults) -> Result<RealtimeEvent, NetError> {
    let wire::SendResults {
        batch,
        outcomes,
        retry_after_ms,
    } = answers;
    if outcomes.len() > MAX_SEND_BATCH {
        return Err(NetError::Protocol);
    }
    let outcomes = outcomes
        .into_iter()
        .map(|number| outcome(number, retry_after_ms))
        .collect::<Result<_, _>>()?;
    Ok(RealtimeEvent::Results { batch, outcomes })
}

fn outcome(number: i32, retry_after_ms: u64) -> Result<SendOutcome, NetError> {
    use wire::SendOutcome as Wire;
    let outcome = Wire::try_from(number).map_err(|_| NetError::Protocol)?;
    Ok(match outcome {
        Wire::Unspecified => return Err(NetError::Protocol),
        Wire::Stored => SendOutcome::Stored,
        Wire::Duplicate => SendOutcome::Duplicate,
        Wire::UnknownDevice => SendOutcome::UnknownDevice,
        Wire::StalePrekey => SendOutcome::StalePrekey,
        Wire::Full => SendOutcome::Full,
        Wire::Locked => SendOutcome::Locked,
        Wire::Later => SendOutcome::Later {
            retry_after_ms: bounded_wait(retry_after_ms),
        },
        Wire::Refused => SendOutcome::Refused,
    })
}

fn notice(notice: wire::Notice) -> Option<RealtimeEvent> {
    use wire::notice::Notice;
    let wire::Notice { notice } = notice;
    Some(match notice? {
        Notice::Draining(wire::Draining {}) => RealtimeEvent::Draining,
        Notice::NumberMove(wire::NumberMove { moves_at }) => RealtimeEvent::NumberMove {
            moves_at: Timestamp(moves_at),
        },
    })
}

/// A command as its frame.
pub(super) fn encode(command: Command) -> Bytes {
    use wire::client_frame::Frame;
    let frame = match command {
        Command::Acknowledge(up_to) => Frame::Acknowledge(wire::Acknowledge { up_to }),
        Command::Send(batch) => {
            let envelopes = batch
                .envelopes
                .into_iter()
                .map(|out| wire::OutgoingEnvelope {
                    envelope_id: Bytes::copy_from_slice(out.id.as_bytes()),
                    device_id: Bytes::copy_from_slice(out.device.as_bytes()),
                    envelope: out.envelope,
                });
            Frame::Send(wire::SendBatch {
                batch: batch.batch,
                envelopes: envelopes.collect(),
            })
        }
    };
    wire::ClientFrame { frame: Some(frame) }
        .encode_to_vec()
        .into()
}

#[cfg(test)]
mod tests {
    use super::super::realtime::{OutgoingEnvelope, SendBatch};
    use super::*;
    use consilium_types::{DeviceId, EnvelopeId};
    use proptest::prelude::*;
    use wire::relay_frame::Frame;

    fn read(frame: Frame) -> Result<Option<RealtimeEvent>, NetError> {
        event(
            wire::RelayFrame { frame: Some(frame) }
                .encode_to_vec()
                .into(),
        )
    }

    #[test]
    fn more_outcomes_or_envelopes_than_allowed_are_refused() {
        let results = |count, number| {
            Frame::Results(wire::SendResults {
                outcomes: vec![number; count],
                ..wire::SendResults::default()
            })
        };
        assert!(read(results(64, 1)).is_ok());
        assert_eq!(read(results(65, 1)), Err(NetError::Protocol));
        assert_eq!(read(results(1, 0)), Err(NetError::Protocol));
        assert_eq!(read(results(1, 99)), Err(NetError::Protocol));
        let deliver = |count| {
            Frame::Deliver(wire::Deliver {
                envelopes: vec![wire::StoredEnvelope::default(); count],
            })
        };
        assert!(read(deliver(512)).is_ok());
        assert_eq!(read(deliver(513)), Err(NetError::Protocol));
        assert_eq!(read(deliver(0)), Err(NetError::Protocol));
    }

    #[test]
    fn a_wait_is_taken_from_the_frame_and_bounded() {
        let later = |retry_after_ms| {
            read(Frame::Results(wire::SendResults {
                batch: 1,
                outcomes: vec![7],
                retry_after_ms,
            }))
        };
        let expected = |retry_after_ms| {
            Ok(Some(RealtimeEvent::Results {
                batch: 1,
                outcomes: vec![SendOutcome::Later { retry_after_ms }],
            }))
        };
        assert_eq!(later(250), expected(250));
        assert_eq!(later(0), expected(bounded_wait(0)));
        assert_eq!(later(u64::MAX), expected(Timestamp::DAY_MS));
    }

    #[test]
    fn a_frame_of_a_newer_relay_is_passed_over() {
        assert_eq!(event(Bytes::from_static(&[0x7a, 0x01, 0x00])), Ok(None));
        assert_eq!(read(Frame::Notice(wire::Notice { notice: None })), Ok(None));
    }

    #[test]
    fn a_batch_reads_back_as_it_was_sent() {
        let batch = SendBatch {
            batch: 7,
            envelopes: vec![OutgoingEnvelope {
                id: EnvelopeId::new([1; 16]),
                device: DeviceId::new([2; 16]),
                envelope: Bytes::from_static(b"sealed"),
            }],
        };
        let bytes = encode(Command::Send(batch));
        let Some(wire::client_frame::Frame::Send(sent)) =
            wire::ClientFrame::decode(bytes).unwrap().frame
        else {
            panic!("not a batch");
        };
        assert_eq!(sent.batch, 7);
        assert_eq!(sent.envelopes[0].envelope_id, vec![1; 16]);
        assert_eq!(sent.envelopes[0].device_id, vec![2; 16]);
        assert_eq!(sent.envelopes[0].envelope, "sealed");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = event(bytes.into());
        }
    }
}
