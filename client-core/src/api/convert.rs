//! Errors and rows of the rooms below, as an app sees them.

use super::ClientError;
use super::records::{
    Contact, ContactState, Conversation, Delivery, EarlierText, Mark, Message, MessageBody,
    MessageId, Profile, Refusal, SendingPaused, Urgency, WaitReason,
};
use crate::conversation::changes::{Progress, Shape, Standing};
use crate::conversation::{payload, retention};
use crate::db::{ContactRow, ConversationRow, DbError, MessageRow, Wait};
use crate::identity::{IdentityError, RecoveryCodeError};
use crate::net::{self, NetError};
use crate::seal::SealError;
use crate::standby::StandbyError;
use crate::vault::{BiometricError, PinRefused, VaultError};
use consilium_sodium::SodiumError;
use consilium_statement::RecordError;
use consilium_statement::id::direct_conversation;
use consilium_types::AccountId;

impl From<DbError> for ClientError {
    fn from(error: DbError) -> Self {
        tracing::warn!(%error, "the database failed");
        match error {
            DbError::Storage(_) => Self::Storage,
            DbError::Damaged | DbError::Value(_) => Self::Damaged,
            DbError::Schema => Self::NewerData,
            DbError::NoCipher => Self::Internal {
                what: "built without SQLCipher",
            },
            DbError::Bug => Self::Internal {
                what: "a database statement",
            },
        }
    }
}

impl From<NetError> for ClientError {
    fn from(error: NetError) -> Self {
        match error {
            NetError::Offline => Self::Offline,
            NetError::Pin | NetError::Certificate(_) => Self::RelayNotTrusted,
            // A login that ended is renewed; who sees this was too late by a moment.
            NetError::Unauthenticated => Self::Offline,
            NetError::Refused(refusal) => Self::RelayRefused {
                refusal: refusal.into(),
            },
            NetError::Later { retry_after_ms } => Self::RelayLater { retry_after_ms },
            NetError::Clock => Self::ClockOff { difference_ms: 0 },
            NetError::Protocol => Self::RelayProtocol,
        }
    }
}

impl From<net::Refusal> for Refusal {
    fn from(refusal: net::Refusal) -> Self {
        match refusal {
            net::Refusal::Input => Self::Input,
            net::Refusal::Denied => Self::NotAllowed,
            net::Refusal::State => Self::NotNow,
            net::Refusal::Exists => Self::Exists,
            net::Refusal::Missing => Self::Missing,
            net::Refusal::Unsupported => Self::RelayTooOld,
        }
    }
}

impl From<SodiumError> for ClientError {
    fn from(error: SodiumError) -> Self {
        match error {
            SodiumError::Memory => Self::Memory,
            _ => Self::Internal {
                what: "the cryptographic library",
            },
        }
    }
}

impl From<RecordError> for ClientError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Sodium(error) => error.into(),
            _ => Self::Damaged,
        }
    }
}

impl From<SealError> for ClientError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Sodium(error) => error.into(),
            SealError::PayloadTooLong { .. } => Self::Internal {
                what: "a payload is too long",
            },
            SealError::WrongDevice | SealError::Chain => Self::Internal { what: "a content" },
            SealError::Damaged(_) => Self::Damaged,
        }
    }
}

impl From<VaultError> for ClientError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::WrongPin {
                tries_left,
                wait_ms,
            } => Self::WrongPin {
                tries_left: tries_left.into(),
                wait_ms,
            },
            VaultError::Wait { ms } => Self::PinWait { wait_ms: ms },
            VaultError::Closed => Self::PinClosed,
            VaultError::WrongRecoveryCode => Self::RecoveryCodeWrong,
            VaultError::Memory => Self::Memory,
            VaultError::Missing => Self::NoAccount,
            VaultError::Exists => Self::AccountExists,
            VaultError::InUse => Self::InUse,
            VaultError::KeyGone | VaultError::Damaged | VaultError::BelowFloor => Self::Damaged,
            VaultError::Newer => Self::NewerData,
            VaultError::Full => Self::Internal {
                what: "the vault is full",
            },
            VaultError::PinDue => Self::PinDue,
            VaultError::Biometric(BiometricError::NotRecognised) => Self::NotRecognised,
            VaultError::Biometric(BiometricError::Unavailable) => Self::NoBiometrics,
            VaultError::Keystore(_) => Self::Keystore,
            VaultError::Storage(_) => Self::Storage,
            VaultError::Sodium(error) => error.into(),
        }
    }
}

impl From<StandbyError> for ClientError {
    fn from(error: StandbyError) -> Self {
        match error {
            StandbyError::NotSetUp => Self::NoAccount,
            StandbyError::Keystore(_) => Self::Keystore,
            StandbyError::Storage(_) => Self::Storage,
            StandbyError::Sodium(error) => error.into(),
        }
    }
}

impl From<PinRefused> for ClientError {
    fn from(rule: PinRefused) -> Self {
        Self::PinRefused { rule }
    }
}

impl From<IdentityError> for ClientError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::OtherAccount | IdentityError::OtherIdentity => Self::RecoveryCodeWrong,
            IdentityError::Record(error) => error.into(),
            IdentityError::Sodium(error) => error.into(),
        }
    }
}

impl From<RecoveryCodeError> for ClientError {
    fn from(error: RecoveryCodeError) -> Self {
        match error {
            RecoveryCodeError::Sodium(error) => error.into(),
            _ => Self::RecoveryCodeMistyped,
        }
    }
}

pub(super) fn contact(own: AccountId, row: ContactRow) -> Contact {
    let paused = if row.forked {
        Some(SendingPaused::Fork)
    } else {
        row.paused.then_some(SendingPaused::NewKey)
    };
    let in_address_book = !row.address_name.is_empty();
    Contact {
        account: row.account,
        conversation: direct_conversation(own, row.account),
        name: if in_address_book {
            row.address_name
        } else {
            row.name.clone()
        },
        profile: Profile {
            name: row.name,
            profession: row.profession,
        },
        in_address_book,
        state: match row.standing {
            Standing::Found => ContactState::Found,
            Standing::Requested => ContactState::Requested,
            Standing::Accepted => ContactState::Accepted,
            Standing::Blocked => ContactState::Blocked,
        },
        compared: row.compared,
        new_key_since: row.new_key,
        paused,
        replaces: row.replaces,
        unreachable: row.unreachable,
    }
}

pub(super) fn conversation(
    row: ConversationRow,
    contact: Option<&Contact>,
    last: Option<Message>,
) -> Conversation {
    Conversation {
        id: row.conversation,
        account: row.account,
        name: contact
            .map(|contact| contact.name.clone())
            .unwrap_or_default(),
        request: contact.is_some_and(|contact| contact.state == ContactState::Requested),
        kept: row.kept.is_some(),
        kept_since: row.kept,
        unread: row.unread,
        urgent: row.urgent,
        last,
        draft: row.draft,
    }
}

/// `stopped`: why nothing leaves for this conversation, whatever the envelope's own reason.
pub(super) fn message(row: MessageRow, stopped: Option<WaitReason>) -> Message {
    let body = match row.shape {
        Shape::Text => MessageBody::Text { text: row.body },
        Shape::Gap => MessageBody::Gap {
            missing: row.missing,
        },
        Shape::Deleted => MessageBody::Deleted,
        Shape::Unreadable => MessageBody::NeedsNewerApp,
        Shape::NewKey => MessageBody::NewKey,
    };
    let reason = stopped.unwrap_or(match Wait::of(row.wait) {
        Wait::Queued => WaitReason::Queued,
        Wait::NoPrekey => WaitReason::NoPrekey,
        Wait::Full => WaitReason::MailboxFull,
        Wait::Locked => WaitReason::DeviceLocked,
        Wait::Slowed => WaitReason::Slowed,
    });
    let delivery = match row.progress {
        Progress::Incoming => Delivery::Incoming,
        Progress::Waiting => Delivery::Waiting { reason },
        Progress::AtRelay => Delivery::AtRelay,
        Progress::Delivered => Delivery::Delivered,
        Progress::Read => Delivery::Read,
        Progress::NotSent => Delivery::NotSent,
    };
    let marks = [
        (row.marks.clock_off, Mark::ClockOff),
        (row.marks.fork, Mark::Fork),
        (row.marks.old_view, Mark::OldView),
        (row.marks.unknown_view, Mark::UnknownView),
    ];
    Message {
        id: MessageId(row.id),
        conversation: row.conversation,
        sender: row.sender,
        own: row.own,
        body,
        at: row.at,
        expires: (!row.kept).then(|| retention::expires(row.at)),
        reply_to: row.reply_to.map(MessageId),
        urgency: match row.urgency {
            payload::Urgency::Routine => Urgency::Routine,
            payload::Urgency::Soon => Urgency::Soon,
            payload::Urgency::Urgent => Urgency::Urgent,
        },
        delivery,
        read: !row.unread,
        earlier: row
            .earlier
            .into_iter()
            .map(|earlier| EarlierText {
                text: earlier.text,
                at: earlier.at,
            })
            .collect(),
        seen_by: row.seen_by,
        marks: marks
            .into_iter()
            .filter_map(|(set, mark)| set.then_some(mark))
            .collect(),
    }
}

pub(super) const fn urgency(urgency: Urgency) -> payload::Urgency {
    match urgency {
        Urgency::Routine => payload::Urgency::Routine,
        Urgency::Soon => payload::Urgency::Soon,
        Urgency::Urgent => payload::Urgency::Urgent,
    }
}
