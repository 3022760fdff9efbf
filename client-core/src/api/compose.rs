//! Own contents: place, signature, row and envelopes to make, in one transaction.

use super::Result;
use super::core::{Core, Open};
use super::error::ClientError;
use crate::conversation::changes::{Marks, NewAmendment, NewLink, NewRow, Progress, Shape};
use crate::conversation::outbox::recipients;
use crate::conversation::payload::{self, Urgency};
use crate::db::{Key, Outgoing, Touched, Tx};
use crate::seal::{Header, Kind, Signed};
use consilium_statement::id::direct_conversation;
use consilium_types::{AccountId, MessageHash, Timestamp};
use zeroize::Zeroizing;

/// What the owner sees of a content.
pub(super) struct RowDraft {
    pub(super) body: String,
    pub(super) reply_to: Option<MessageHash>,
    pub(super) urgency: Urgency,
}

/// What a content changes.
pub(super) struct AmendmentDraft {
    pub(super) target: MessageHash,
    pub(super) kind: crate::conversation::changes::AmendmentKind,
    pub(super) body: String,
}

/// A content to make.
pub(super) struct Draft<'a> {
    pub(super) peer: AccountId,
    pub(super) kind: Kind,
    pub(super) payload: &'a [u8],
    pub(super) row: Option<RowDraft>,
    pub(super) amendments: Vec<AmendmentDraft>,
}

impl<'a> Draft<'a> {
    /// A content that shows nothing of its own.
    pub(super) const fn control(peer: AccountId, kind: Kind, payload: &'a [u8]) -> Self {
        Self {
            peer,
            kind,
            payload,
            row: None,
            amendments: Vec::new(),
        }
    }
}

/// One transaction's worth of composing.
pub(super) struct Composer<'a> {
    pub(super) core: &'a Core,
    pub(super) open: &'a Open,
    pub(super) tx: &'a Tx<'a>,
    pub(super) now: Timestamp,
}

impl Composer<'_> {
    /// Gives a content its place, signs it and queues it for every device of the conversation.
    pub(super) fn queue(
        &self,
        draft: Draft<'_>,
        touched: &mut Vec<Touched>,
    ) -> Result<Option<i64>> {
        let open = self.open;
        let own = self.statement(open.own)?;
        let peer = self.statement(draft.peer)?;
        let conversation = direct_conversation(open.own, draft.peer);
        let (counter, prev) = self.tx.next_place(conversation, open.device)?;
        let header = Header {
            kind: draft.kind,
            sender: open.own,
            device: open.device,
            sender_statement: own.statement.hash(),
            conversation,
            recipient: draft.peer,
            view: *peer.statement.hash().as_bytes(),
            sent: self.now,
            counter,
            prev,
        };
        let signed = header.sign(draft.payload, &open.device_key)?;
        let link = NewLink {
            conversation,
            peer: draft.peer,
            sender: open.own,
            device: open.device,
            hash: signed.hash(),
            counter,
            prev,
        };
        let devices = recipients(&own.statement, open.device, &peer.statement);
        let envelopes: Vec<_> = devices
            .into_iter()
            .map(|(account, device)| (account, device, self.core.envelope_id()))
            .collect();
        let outgoing = Outgoing {
            link,
            recipients: &envelopes,
            row: match draft.row {
                Some(row) => Some(self.row(row, &signed, !envelopes.is_empty())?),
                None => None,
            },
            amendments: self.amendments(draft.amendments, &signed),
            signed: &signed,
        };
        Ok(self.tx.queue(open.own, &outgoing, self.now, touched)?)
    }

    /// The own profile goes before the first content to somebody, and after it changed.
    pub(super) fn introduce(&self, peer: AccountId, touched: &mut Vec<Touched>) -> Result<()> {
        let version = self.tx.meta_number(Key::ProfileVersion)?;
        let contact = self.tx.contact(self.open.own, peer)?;
        if contact.is_none_or(|contact| contact.profile_sent >= version) {
            return Ok(());
        }
        let name = self.tx.meta_text(Key::Name)?;
        let profession = self.tx.meta_text(Key::Profession)?;
        let payload = payload::encode_profile(&name, &profession);
        self.queue(Draft::control(peer, Kind::Profile, &payload), touched)?;
        self.tx.set_profile_sent(peer, version)?;
        Ok(())
    }

    /// Sends the own statement to somebody who knows an older one, once.
    pub(super) fn tell_statement(&self, peer: AccountId, touched: &mut Vec<Touched>) -> Result<()> {
        let own = self.statement(self.open.own)?;
        let contact = self.tx.contact(self.open.own, peer)?;
        let told =
            contact.is_none_or(|contact| contact.statement_sent == Some(own.statement.hash()));
        if told {
            return Ok(());
        }
        let payload = payload::encode_statement(own.statement.as_bytes());
        self.queue(Draft::control(peer, Kind::Statement, &payload), touched)?;
        self.tx.set_statement_sent(peer, own.statement.hash())?;
        Ok(())
    }

    fn statement(&self, account: AccountId) -> Result<std::sync::Arc<crate::db::StoredStatement>> {
        let stored = self.open.book.get(self.tx, account)?;
        stored.ok_or(ClientError::UnknownContact)
    }

    /// An own row is shown below everything that its writer has seen.
    fn row(&self, draft: RowDraft, signed: &Signed, leaves: bool) -> Result<NewRow> {
        let newest = self.tx.newest_sort(signed.header().conversation)?;
        Ok(NewRow {
            shape: Shape::Text,
            at: self.now,
            sort: self.now.max(newest),
            body: draft.body.into(),
            signed: Zeroizing::new(signed.as_bytes().to_vec()),
            reply_to: draft.reply_to,
            urgency: draft.urgency,
            progress: if leaves {
                Progress::Waiting
            } else {
                Progress::Delivered
            },
            unread: false,
            marks: Marks::default(),
        })
    }

    fn amendments(&self, drafts: Vec<AmendmentDraft>, signed: &Signed) -> Vec<NewAmendment> {
        let amendment = |draft: AmendmentDraft| NewAmendment {
            target: draft.target,
            kind: draft.kind,
            at: self.now,
            body: draft.body.into(),
            signed: Zeroizing::new(signed.as_bytes().to_vec()),
        };
        drafts.into_iter().map(amendment).collect()
    }
}
