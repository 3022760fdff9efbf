//! The checks of protocol §7.2 to 7.4 and 7.6, in their order. What passes is [`Verified`].

use consilium_proto::wire::StatementUpdate;
use consilium_statement::id::direct_conversation;
use consilium_statement::{AccountStatement, Succession};
use consilium_types::limits::{CLOCK_MARK_MS, RETENTION_MS, SENT_GRACE_MS};
use consilium_types::{AccountId, DeviceId, MessageHash, StatementHash, Timestamp};
use prost::Message;

use super::content::{GROUP_RECIPIENT, Header, Signed};
use super::envelope::Unverified;
use super::error::RejectReason;
use super::kind::Kind;

/// What this device knows when a content arrives.
pub trait Knowledge {
    /// Own account.
    fn own_account(&self) -> AccountId;
    /// This device.
    fn own_device(&self) -> DeviceId;
    /// The current statement of an account, the own one among them.
    fn statement(&self, account: AccountId) -> Option<&AccountStatement>;
    /// Whether `hash` is a statement of `account` that was current once.
    fn knows_statement(&self, account: AccountId, hash: StatementHash) -> bool;
    /// This device's clock.
    fn now(&self) -> Timestamp;
}

/// What a content says about itself before anything of it was checked: enough to load what
/// [`verify`] needs to know. Never to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Whose statement to load.
    pub sender: AccountId,
    /// The device that claims to have signed.
    pub device: DeviceId,
    /// The statement it names.
    pub sender_statement: StatementHash,
    /// Whose statement [`Header::view`] names, in a direct conversation.
    pub recipient: AccountId,
    /// What its payload claims to be.
    pub kind: Kind,
}

impl Claims {
    pub(super) const fn of(header: &Header) -> Self {
        Self {
            sender: header.sender,
            device: header.device,
            sender_statement: header.sender_statement,
            recipient: header.recipient,
            kind: header.kind,
        }
    }
}

/// What the checks came to.
#[derive(Debug)]
pub enum Verdict {
    /// May be stored and shown.
    Accepted(Box<Verified>),
    /// Cannot be judged yet. Keep it 30 days at most, fetch what is needed, verify again.
    Hold(Box<Unverified>, Need),
    /// Quarantine, acknowledge, count.
    Reject(RejectReason),
    /// Quarantine as [`RejectReason::StatementFork`]. The statement it brings is genuine and
    /// contradicts the one known: keep that, stop sending to the account, tell the user.
    Fork(Box<AccountStatement>),
}

/// What to fetch before a held content can be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The current statement of this account.
    Statement(AccountId),
}

/// Where a verified content belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The direct conversation with this account, whichever of the two sent it.
    Direct(AccountId),
    /// The self conversation.
    Own,
}

/// The recipient's statement that the sender named, as this device knows the recipient
/// (protocol §7.6). The recipient is this account, or the other one in a content of an own device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The current one.
    Current,
    /// An older one: shown, marked after a day, own statement sent.
    Older,
    /// None that this device knows. Unknown even after a fetch: alarm.
    Unknown,
}

/// What protocol §7.4 and 7.6 note about a verified content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notes {
    /// Sent over 30 days and an hour ago: nothing is shown or receipted, the chain goes on.
    pub expired: bool,
    /// Sent over five minutes in the future: shown with a mark.
    pub clock_off: bool,
    /// Which statement of the recipient the sender knows.
    pub view: View,
}

/// A content whose sender, signature and conversation were checked: the only one that can be
/// stored or shown.
#[derive(Debug)]
pub struct Verified {
    signed: Signed,
    route: Route,
    effective: Timestamp,
    notes: Notes,
    announced: Option<AccountStatement>,
}

impl Verified {
    /// Opened from an own archive: nothing is left to note.
    pub(super) fn archived(
        signed: Signed,
        own: AccountId,
        now: Timestamp,
    ) -> Result<Self, RejectReason> {
        Ok(Self {
            route: route(signed.header(), own)?,
            effective: signed.header().sent.min(now),
            notes: Notes {
                expired: false,
                clock_off: false,
                view: View::Current,
            },
            announced: None,
            signed,
        })
    }

    /// The content, as signed.
    #[must_use]
    pub const fn signed(&self) -> &Signed {
        &self.signed
    }

    /// Sender, kind, conversation, counter and the rest.
    #[must_use]
    pub const fn header(&self) -> &Header {
        self.signed.header()
    }

    /// The payload of the header's kind.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        self.signed.payload()
    }

    /// The message's id.
    #[must_use]
    pub const fn hash(&self) -> MessageHash {
        self.signed.hash()
    }

    /// Where it belongs.
    #[must_use]
    pub const fn route(&self) -> Route {
        self.route
    }

    /// `min(sent, received)`: what it is ordered by, and what its 30 days count from.
    #[must_use]
    pub const fn effective_time(&self) -> Timestamp {
        self.effective
    }

    /// What was noted.
    #[must_use]
    pub const fn notes(&self) -> Notes {
        self.notes
    }

    /// A statement of the sender that this device did not know and that the content brought with
    /// it: remember it, as current if it succeeds the one that was.
    #[must_use]
    pub const fn announced(&self) -> Option<&AccountStatement> {
        self.announced.as_ref()
    }
}

/// Checks a content that arrived at `received` (protocol §7.2 to 7.4 and 7.6): not this device's
/// own, the named statement known, the device in the current one, signature; then the conversation;
/// then time and view, which are only noted.
pub fn verify(content: Unverified, received: Timestamp, known: &dyn Knowledge) -> Verdict {
    let header = *content.signed().header();
    if header.device == known.own_device() {
        return Verdict::Reject(RejectReason::Reflected);
    }
    let sender = match sender_statement(&content, known) {
        Ok(sender) => sender,
        Err(Unsettled::Unknown) => {
            return Verdict::Hold(Box::new(content), Need::Statement(header.sender));
        }
        Err(Unsettled::Fork(statement)) => return Verdict::Fork(statement),
    };
    let Some(device) = sender.current(&header, known) else {
        return Verdict::Reject(RejectReason::UnknownDevice);
    };
    if !content.signed().is_signed_by(&device.key) {
        return Verdict::Reject(RejectReason::Signature);
    }
    let route = match route(&header, known.own_account()) {
        Ok(route) => route,
        Err(reason) => return Verdict::Reject(reason),
    };
    Verdict::Accepted(Box::new(Verified {
        route,
        effective: header.sent.min(received),
        notes: notes(&header, received, known),
        announced: sender.announced,
        signed: content.into_signed(),
    }))
}

/// The sender's statements, as far as this content needs them.
struct Sender {
    /// A statement that this device did not know.
    announced: Option<AccountStatement>,
    /// Whether that is the current one.
    replaces: bool,
}

impl Sender {
    fn current<'a>(
        &'a self,
        header: &Header,
        known: &'a dyn Knowledge,
    ) -> Option<&'a consilium_statement::DeviceEntry> {
        let current = match &self.announced {
            Some(announced) if self.replaces => Some(announced),
            _ => known.statement(header.sender),
        };
        current.and_then(|statement| statement.device(header.device))
    }
}

enum Unsettled {
    Unknown,
    Fork(Box<AccountStatement>),
}

/// The named statement is the sender's current one, an earlier one known, or the one that the
/// content brings.
fn sender_statement(content: &Unverified, known: &dyn Knowledge) -> Result<Sender, Unsettled> {
    let header = content.signed().header();
    let current = known.statement(header.sender);
    let named = header.sender_statement;
    if current.is_some() && view_of(header.sender, named, known) != View::Unknown {
        return Ok(Sender {
            announced: None,
            replaces: false,
        });
    }
    let brought = brought_statement(content.signed()).ok_or(Unsettled::Unknown)?;
    let replaces = match current.map(|current| brought.succession(current)) {
        None | Some(Succession::Newer) => true,
        Some(Succession::Older) => false,
        Some(Succession::Fork) => return Err(Unsettled::Fork(Box::new(brought))),
        Some(Succession::Same | Succession::Foreign) => return Err(Unsettled::Unknown),
    };
    Ok(Sender {
        announced: Some(brought),
        replaces,
    })
}

/// The statement in the payload of kind `statement`, if it is the one that the header names.
fn brought_statement(signed: &Signed) -> Option<AccountStatement> {
    let header = signed.header();
    if header.kind != Kind::Statement {
        return None;
    }
    let update = StatementUpdate::decode(signed.payload()).ok()?;
    let statement = AccountStatement::parse(&update.statement).ok()?;
    let named = statement.account() == header.sender && statement.hash() == header.sender_statement;
    named.then_some(statement)
}

/// How this device knows the statement `hash` of `account`. A statement names the one before it,
/// so that one more is known than was ever seen.
fn view_of(account: AccountId, hash: StatementHash, known: &dyn Knowledge) -> View {
    let current = known.statement(account);
    if current.is_some_and(|current| current.hash() == hash) {
        return View::Current;
    }
    let before =
        hash != StatementHash::ZERO && current.is_some_and(|current| current.prev() == hash);
    if before || known.knows_statement(account, hash) {
        return View::Older;
    }
    View::Unknown
}

fn route(header: &Header, own: AccountId) -> Result<Route, RejectReason> {
    if header.recipient == GROUP_RECIPIENT {
        return Err(RejectReason::UnknownGroup);
    }
    let route = match (header.sender == own, header.recipient == own) {
        (true, true) => Route::Own,
        (true, false) => Route::Direct(header.recipient),
        (false, true) => Route::Direct(header.sender),
        (false, false) => return Err(RejectReason::NotForMe),
    };
    if header.conversation != direct_conversation(header.sender, header.recipient) {
        return Err(RejectReason::Conversation);
    }
    Ok(route)
}

fn notes(header: &Header, received: Timestamp, known: &dyn Knowledge) -> Notes {
    let oldest = known.now().minus(RETENTION_MS + SENT_GRACE_MS);
    let view = StatementHash::new(header.view);
    Notes {
        expired: header.sent < oldest,
        clock_off: header.sent > received.plus(CLOCK_MARK_MS),
        view: view_of(header.recipient, view, known),
    }
}
