//! What leaves the relay for other services. Behind a trait each, chosen by configuration (R48).

pub mod sms_gateway;
pub mod sms_outbox;

use async_trait::async_trait;
use consilium_types::{LogSafe, PhoneNumber};

/// Why a text message was not handed over. The texts hold no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// Nobody is configured to send them.
    #[error("this relay sends no text messages: its operator has to set [sms]")]
    NotConfigured,
    /// The gateway did not answer in time or refused the connection.
    #[error("the text message could not be sent now: retry in a minute")]
    Unreachable,
    /// The gateway answered with this status.
    #[error(
        "the text message was refused by the provider (status {0}): retry, or tell the operator"
    )]
    Refused(u16),
    /// The outbox file cannot be written.
    #[error("the development outbox cannot be written: check sms.outbox_file")]
    Outbox,
}

impl LogSafe for SmsError {}

/// One text message with a code.
pub struct CodeMessage<'a> {
    /// To whom.
    pub phone: &'a PhoneNumber,
    /// Six digits.
    pub code: &'a str,
    /// The whole text, with the code in it.
    pub text: &'a str,
}

/// Sends text messages.
#[async_trait]
pub trait SmsSender: Send + Sync {
    /// Hands one over; returns when the provider has it.
    ///
    /// # Errors
    /// [`SmsError`].
    async fn send(&self, message: CodeMessage<'_>) -> Result<(), SmsError>;
}

/// Sends none.
pub struct NoSms;

#[async_trait]
impl SmsSender for NoSms {
    async fn send(&self, _: CodeMessage<'_>) -> Result<(), SmsError> {
        Err(SmsError::NotConfigured)
    }
}
