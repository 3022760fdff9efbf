//! The one table from what a service says to what a client sees.

use consilium_store::StoreError;
use tonic::metadata::MetadataValue;
use tonic::{Code, Status};

use crate::service::ServiceError;
use crate::telemetry::{Metrics, Rejection};

/// Milliseconds after which a busy store may be asked again.
const STORE_RETRY_MS: u64 = 1000;

/// Counts the refusal and says it in gRPC.
pub fn status(error: &ServiceError, metrics: &Metrics) -> Status {
    if let Some(reason) = rejection(error) {
        metrics.rejected.count(reason);
    }
    if let ServiceError::Store(failure) = error {
        tracing::error!(error = %failure, "the store failed");
    }
    let status = Status::new(code(error), text(error));
    match retry_after_ms(error) {
        Some(ms) => with_retry(status, ms),
        None => status,
    }
}

fn code(error: &ServiceError) -> Code {
    match error {
        ServiceError::Unauthenticated | ServiceError::LoginRefused => Code::Unauthenticated,
        ServiceError::Scope | ServiceError::Locked => Code::PermissionDenied,
        ServiceError::Invalid(_)
        | ServiceError::CodeRefused
        | ServiceError::Record(_)
        | ServiceError::Foreign => Code::InvalidArgument,
        ServiceError::Later(_) => Code::ResourceExhausted,
        ServiceError::Precondition(_) => Code::FailedPrecondition,
        ServiceError::DuplicateKey => Code::AlreadyExists,
        ServiceError::Draining
        | ServiceError::Sms(_)
        | ServiceError::Store(StoreError::Unavailable(_)) => Code::Unavailable,
        ServiceError::Store(_) => Code::Internal,
    }
}

/// The inside of a failed store is for the log, not for clients.
fn text(error: &ServiceError) -> String {
    match error {
        ServiceError::Store(StoreError::Unavailable(_)) => {
            "the relay is busy: retry in a moment".to_owned()
        }
        ServiceError::Store(_) => "the relay failed: tell its operator".to_owned(),
        other => other.to_string(),
    }
}

const fn retry_after_ms(error: &ServiceError) -> Option<u64> {
    match error {
        ServiceError::Later(wait) => Some(wait.ms),
        ServiceError::Store(StoreError::Unavailable(_)) | ServiceError::Draining => {
            Some(STORE_RETRY_MS)
        }
        _ => None,
    }
}

const fn rejection(error: &ServiceError) -> Option<Rejection> {
    match error {
        ServiceError::Unauthenticated => Some(Rejection::Unauthenticated),
        ServiceError::LoginRefused => Some(Rejection::Login),
        ServiceError::CodeRefused => Some(Rejection::Code),
        ServiceError::Scope | ServiceError::Locked => Some(Rejection::Scope),
        ServiceError::Invalid(_) => Some(Rejection::Field),
        ServiceError::Record(_) | ServiceError::Foreign | ServiceError::DuplicateKey => {
            Some(Rejection::Record)
        }
        ServiceError::Later(_) => Some(Rejection::Rate),
        ServiceError::Precondition(_)
        | ServiceError::Draining
        | ServiceError::Sms(_)
        | ServiceError::Store(_) => None,
    }
}

fn with_retry(mut status: Status, ms: u64) -> Status {
    let value = MetadataValue::from(ms);
    status.metadata_mut().insert("retry-after-ms", value);
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Wait;

    #[test]
    fn too_much_says_when_to_come_back() {
        let error = ServiceError::Later(Wait { ms: 1234 });
        let status = status(&error, &Metrics::new());
        assert_eq!(status.code(), Code::ResourceExhausted);
        assert_eq!(status.metadata().get("retry-after-ms").unwrap(), "1234");
    }

    #[test]
    fn the_inside_of_the_store_stays_inside() {
        let error = ServiceError::Store(StoreError::Corrupt { table: "device" });
        let status = status(&error, &Metrics::new());
        assert_eq!(status.code(), Code::Internal);
        assert!(!status.message().contains("device"));
    }
}
