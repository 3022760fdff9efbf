//! What went wrong, for a person and for a script: what happened, what is safe, what to do.

use consilium_client::api::ClientError;
use consilium_client::import::ImportError;
use serde_json::{Value, json};

/// A command that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Stable name of the case.
    pub(crate) code: &'static str,
    /// For a person.
    pub(crate) message: String,
    /// Facts for a script, if the case has some.
    pub(crate) facts: Value,
}

impl Failure {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            facts: Value::Null,
        }
    }

    /// A command that is written wrongly.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new("USAGE", message)
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut object = json!({"code": self.code, "message": self.message});
        if let (Value::Object(object), Value::Object(facts)) = (&mut object, &self.facts) {
            object.extend(facts.clone());
        }
        object
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let facts = match &error {
            ClientError::WrongPin {
                tries_left,
                wait_ms,
            } => {
                json!({"tries_left": tries_left, "wait_ms": wait_ms})
            }
            ClientError::PinWait { wait_ms } => json!({"wait_ms": wait_ms}),
            ClientError::RelayLater { retry_after_ms } => json!({"retry_after_ms": retry_after_ms}),
            ClientError::ClockOff { difference_ms } => json!({"difference_ms": difference_ms}),
            _ => Value::Null,
        };
        Self {
            code: error.code(),
            message: error.to_string(),
            facts,
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        let code = match error {
            ImportError::TooLarge => "IMPORT-TOO-LARGE",
            ImportError::NotAnAddressBook => "IMPORT-NOT-AN-ADDRESS-BOOK",
            ImportError::NoNumbers => "IMPORT-NO-NUMBERS",
        };
        Self::new(code, error.to_string())
    }
}
