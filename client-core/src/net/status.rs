//! The one table from a relay's gRPC status or HTTP answer to [`NetError`]. Status texts are the
//! relay's and untrusted: nothing of them goes further.

use super::{NetError, Refusal};
use consilium_types::Timestamp;
use tonic::{Code, Status};

/// Milliseconds to wait, in a status' metadata.
const RETRY_AFTER: &str = "retry-after-ms";
/// When a relay asks to wait and does not say how long.
const DEFAULT_WAIT_MS: u64 = 1_000;
/// A relay may not silence a client for longer.
const LONGEST_WAIT_MS: u64 = Timestamp::DAY_MS;

/// What a status means. An error of the connection, found below it, counts first.
pub(super) fn net_error(status: &Status) -> NetError {
    if let Some(error) = connection_error(status) {
        return error;
    }
    let retry = status
        .metadata()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse().ok());
    match status.code() {
        Code::Ok => NetError::Protocol,
        Code::Unauthenticated => NetError::Unauthenticated,
        Code::PermissionDenied => NetError::Refused(Refusal::Denied),
        Code::InvalidArgument => NetError::Refused(Refusal::Input),
        Code::FailedPrecondition => NetError::Refused(Refusal::State),
        Code::AlreadyExists => NetError::Refused(Refusal::Exists),
        Code::NotFound => NetError::Refused(Refusal::Missing),
        Code::Unimplemented => NetError::Refused(Refusal::Unsupported),
        Code::ResourceExhausted => later(retry),
        Code::Unavailable if retry.is_some() => later(retry),
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled | Code::Aborted => {
            NetError::Offline
        }
        // "Out of range" is what the transport says of an answer that is too large.
        Code::OutOfRange | Code::Unknown | Code::Internal | Code::DataLoss => NetError::Protocol,
    }
}

/// A wait that is bounded whatever the relay says.
pub(super) fn later(retry_after_ms: Option<u64>) -> NetError {
    NetError::Later {
        retry_after_ms: bounded_wait(retry_after_ms.unwrap_or_default()),
    }
}

/// Between a second (for 0, "not said") and a day.
pub(super) fn bounded_wait(retry_after_ms: u64) -> u64 {
    if retry_after_ms == 0 {
        DEFAULT_WAIT_MS
    } else {
        retry_after_ms.min(LONGEST_WAIT_MS)
    }
}

/// The verdict of the dialer or of the transport, from the chain of causes.
fn connection_error(status: &Status) -> Option<NetError> {
    let mut cause = std::error::Error::source(status);
    let mut transport = false;
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<NetError>() {
            return Some(*error);
        }
        transport |= error.is::<tonic::transport::Error>() || error.is::<std::io::Error>();
        cause = error.source();
    }
    transport.then_some(NetError::Offline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with_retry(code: Code, retry: &str) -> NetError {
        let mut status = Status::new(code, "text of the relay");
        status
            .metadata_mut()
            .insert(RETRY_AFTER, retry.parse().unwrap());
        net_error(&status)
    }

    #[test]
    fn each_status_has_its_meaning() {
        let cases = [
            (Code::Unauthenticated, NetError::Unauthenticated),
            (Code::PermissionDenied, NetError::Refused(Refusal::Denied)),
            (Code::InvalidArgument, NetError::Refused(Refusal::Input)),
            (Code::FailedPrecondition, NetError::Refused(Refusal::State)),
            (Code::AlreadyExists, NetError::Refused(Refusal::Exists)),
            (Code::NotFound, NetError::Refused(Refusal::Missing)),
            (Code::Unimplemented, NetError::Refused(Refusal::Unsupported)),
            (
                Code::ResourceExhausted,
                NetError::Later {
                    retry_after_ms: 1_000,
                },
            ),
            (Code::Unavailable, NetError::Offline),
            (Code::Internal, NetError::Protocol),
            (Code::OutOfRange, NetError::Protocol),
        ];
        for (code, error) in cases {
            assert_eq!(net_error(&Status::new(code, "x")), error);
        }
    }

    #[test]
    fn a_wait_is_taken_from_the_metadata_and_bounded() {
        let later = |retry_after_ms| NetError::Later { retry_after_ms };
        assert_eq!(with_retry(Code::ResourceExhausted, "2500"), later(2_500));
        assert_eq!(with_retry(Code::Unavailable, "2500"), later(2_500));
        let year = (365 * Timestamp::DAY_MS).to_string();
        assert_eq!(
            with_retry(Code::ResourceExhausted, &year),
            later(LONGEST_WAIT_MS)
        );
        assert_eq!(
            with_retry(Code::ResourceExhausted, "-1"),
            later(DEFAULT_WAIT_MS)
        );
    }

    proptest! {
        #[test]
        fn no_word_of_the_relay_reaches_an_error(text in "[a-zA-Z]{12,30}", code in 0_i32..17) {
            let error = net_error(&Status::new(Code::from(code), text.clone()));
            let shown = format!("{error} {error:?}");
            prop_assert!(!shown.contains(&text));
        }
    }
}
