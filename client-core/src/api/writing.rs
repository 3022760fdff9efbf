//! Messages written, changed, deleted; conversations kept.

use super::compose::{AmendmentDraft, Composer, Draft, RowDraft};
use super::people::accept;
use super::records::{MessageId, Urgency};
use super::session::Session;
use super::{ClientError, Result, checks, convert};
use crate::conversation::changes::{AmendmentKind, KeepChange, Progress, Receipt, Shape, Standing};
use crate::conversation::outbox::{expired, recipients};
use crate::conversation::payload::{self, Reference};
use crate::db::{MessageRow, Target, Touched};
use crate::seal::{ArchiveKeys, Kind, Plaintext, Signed};
use consilium_sodium::Secret;
use consilium_statement::id::direct_conversation;
use consilium_types::{AccountId, ArchiveId, ConversationId};

impl Session {
    /// Queues a text for a contact, or for oneself. It is on disk when this returns, and leaves
    /// with the next contact to the relay. Writing to somebody accepts them.
    ///
    /// # Errors
    /// [`ClientError::TextLength`], [`ClientError::UnknownContact`], [`ClientError::Blocked`],
    /// [`ClientError::NewKey`], [`ClientError::Fork`], [`ClientError::UnknownMessage`] for a reply
    /// to what is gone.
    pub fn send_text(
        &self,
        account: AccountId,
        body: &str,
        reply_to: Option<MessageId>,
        urgency: Urgency,
    ) -> Result<MessageId> {
        checks::text(body)?;
        let id = self.compose(|composer, touched| {
            let reply_to = reply_to.map(|id| self.reply_reference(composer, account, id));
            let reply_to = reply_to.transpose()?;
            self.may_write(composer, account)?;
            composer.introduce(account, touched)?;
            let urgency = convert::urgency(urgency);
            let payload = payload::encode_text(body, reply_to, urgency);
            let row = RowDraft {
                body: body.to_owned(),
                reply_to: reply_to.map(|reference| reference.hash),
                urgency,
            };
            let draft = Draft {
                row: Some(row),
                ..Draft::control(account, Kind::Text, &payload)
            };
            composer.queue(draft, touched)
        })?;
        self.core().probe.step("send.queued");
        id.map(MessageId).ok_or(ClientError::Internal {
            what: "a text without a row",
        })
    }

    /// Changes an own text for everyone; the earlier texts stay viewable until they expire.
    ///
    /// # Errors
    /// [`ClientError::NotYours`], [`ClientError::UnknownMessage`], [`ClientError::TextLength`].
    pub fn edit(&self, id: MessageId, body: &str) -> Result<()> {
        checks::text(body)?;
        self.compose(|composer, touched| {
            let (account, reference) = self.own_text(composer, id)?;
            self.may_write(composer, account)?;
            let payload = payload::encode_edit(reference, body);
            let amendment = AmendmentDraft {
                target: reference.hash,
                kind: AmendmentKind::Edit,
                body: body.to_owned(),
            };
            amend(composer, account, Kind::Edit, &payload, amendment, touched)
        })
    }

    /// Deletes an own text for everyone: here it is erased, others see that it was deleted.
    ///
    /// # Errors
    /// [`ClientError::NotYours`], [`ClientError::UnknownMessage`].
    pub fn delete_for_everyone(&self, id: MessageId) -> Result<()> {
        self.compose(|composer, touched| {
            let (account, reference) = self.own_text(composer, id)?;
            let payload = payload::encode_delete(&[reference]);
            let amendment = AmendmentDraft {
                target: reference.hash,
                kind: AmendmentKind::Delete,
                body: String::new(),
            };
            unarchive(composer, account, reference)?;
            amend(
                composer,
                account,
                Kind::Delete,
                &payload,
                amendment,
                touched,
            )?;
            let conversation = direct_conversation(composer.open.own, account);
            Ok(composer.tx.erase_text(Target {
                conversation,
                id: id.0,
            })?)
        })?;
        self.with(|open| Ok(open.db.checkpoint()?))
    }

    /// Deletes a message or notice on this device (and its kept copy at the relay).
    ///
    /// # Errors
    /// [`ClientError::UnknownMessage`]; [`ClientError::NothingToDo`] for a gap, which goes when
    /// what is missing comes, or with time.
    pub fn delete_here(&self, id: MessageId) -> Result<()> {
        self.compose(|composer, touched| {
            let row = find(composer, id)?;
            if row.shape == Shape::Gap {
                return Err(ClientError::NothingToDo {
                    what: "a gap is no message".into(),
                });
            }
            if let Some((_, _, reference)) = composer.tx.reference(id.0)? {
                let conversation = composer.tx.conversation(row.conversation, composer.now)?;
                if let Some(conversation) = conversation {
                    unarchive(composer, conversation.account, reference)?;
                }
            }
            composer.tx.remove_message(id.0)?;
            touched.push(Touched::Removed(row.conversation, id.0));
            Ok(())
        })?;
        self.with(|open| Ok(open.db.checkpoint()?))
    }

    /// Sends an own text again, to every device that the contact has now: for one that waits, was
    /// given up, or went to a phone that was lost. The same message, shown once.
    ///
    /// # Errors
    /// [`ClientError::NothingToDo`] if it arrived or is over 30 days old.
    pub fn retry(&self, id: MessageId) -> Result<()> {
        self.compose(|composer, touched| {
            let (account, reference) = self.own_text(composer, id)?;
            self.may_write(composer, account)?;
            let row = find(composer, id)?;
            let bytes = composer
                .tx
                .signed(reference.hash)?
                .ok_or(ClientError::UnknownMessage)?;
            let signed = Signed::load(Plaintext::from_zeroizing(bytes))?;
            let arrived = matches!(row.progress, Progress::Delivered | Progress::Read);
            if arrived || expired(signed.header().sent, composer.now) {
                let what = if arrived {
                    "it arrived"
                } else {
                    "it is over 30 days old"
                };
                return Err(ClientError::NothingToDo { what: what.into() });
            }
            requeue(composer, account, &signed)?;
            touched.push(Touched::Changed(row.conversation, id.0));
            Ok(())
        })
    }

    /// "I have seen this", for an urgent message: everyone in the conversation is told.
    ///
    /// # Errors
    /// [`ClientError::NothingToDo`] for an own or ordinary message, or one acknowledged before.
    pub fn acknowledge_seen(&self, id: MessageId) -> Result<()> {
        self.compose(|composer, touched| {
            let row = find(composer, id)?;
            let own = composer.open.own;
            let asks = row.urgency == payload::Urgency::Urgent
                && row.shape == Shape::Text
                && !row.own
                && !row.seen_by.contains(&own);
            let reference = composer.tx.reference(id.0)?;
            let (true, Some((_, sender, reference))) = (asks, reference) else {
                return Err(ClientError::NothingToDo {
                    what: "it asks for no acknowledgement".into(),
                });
            };
            self.may_write(composer, sender)?;
            let payload = payload::encode_seen(reference);
            let amendment = AmendmentDraft {
                target: reference.hash,
                kind: AmendmentKind::Seen,
                body: String::new(),
            };
            amend(composer, sender, Kind::Seen, &payload, amendment, touched)
        })
    }

    /// Everything in the conversation was read. Accepted contacts are told, in batches.
    ///
    /// # Errors
    /// [`ClientError::UnknownConversation`].
    pub fn mark_read(&self, conversation: ConversationId) -> Result<()> {
        self.compose(|composer, touched| {
            let row = composer.tx.conversation(conversation, composer.now)?;
            let account = row.ok_or(ClientError::UnknownConversation)?.account;
            let read = composer.tx.mark_read(conversation)?;
            if !read.is_empty() {
                touched.push(Touched::Conversation(conversation));
            }
            if composer.tx.standing(account)? == Some(Standing::Accepted) {
                for hash in read {
                    composer
                        .tx
                        .owe_receipt(hash, Receipt::Read, account, composer.now)?;
                }
            }
            Ok(())
        })
    }

    /// Keeps a conversation (its contents no longer expire, and sealed copies go to the relay) or
    /// no longer (the copies are deleted, and the 30 days count from each message's own time).
    ///
    /// # Errors
    /// [`ClientError::UnknownConversation`].
    pub fn keep(&self, conversation: ConversationId, on: bool) -> Result<()> {
        self.compose(|composer, touched| {
            let row = composer.tx.conversation(conversation, composer.now)?;
            let row = row.ok_or(ClientError::UnknownConversation)?;
            if row.kept.is_some() == on {
                return Ok(());
            }
            let change = match composer.tx.archive_key(conversation)? {
                Some(key) => KeepChange {
                    conversation,
                    archive: key.archive,
                    seed: None,
                    read_back: false,
                },
                None => KeepChange {
                    conversation,
                    archive: ArchiveId::new(composer.core.entropy.array()),
                    seed: Some(Secret::generate(&*composer.core.entropy)?),
                    read_back: false,
                },
            };
            composer.tx.apply_keep(&change, composer.now, touched)?;
            let payload = payload::encode_keep(conversation, change.archive, change.seed.as_ref());
            composer.queue(
                Draft::control(composer.open.own, Kind::Keep, &payload),
                touched,
            )?;
            Ok(())
        })?;
        // What was past its time only because it was kept goes at once.
        self.tick()
    }

    /// What is typed and not sent; it expires like a message.
    ///
    /// # Errors
    /// [`ClientError::UnknownConversation`], [`ClientError::TextLength`].
    pub fn set_draft(&self, account: AccountId, draft: &str) -> Result<()> {
        if !draft.is_empty() {
            checks::text(draft)?;
        }
        self.compose(|composer, touched| {
            let own = composer.open.own;
            if account != own && composer.tx.standing(account)?.is_none() {
                return Err(ClientError::UnknownContact);
            }
            let conversation = direct_conversation(own, account);
            composer.tx.open_conversation(conversation, account)?;
            composer.tx.set_draft(conversation, draft, composer.now)?;
            touched.push(Touched::Conversation(conversation));
            Ok(())
        })
    }

    /// Queues contents and what goes with them, in one transaction; then tells app and line.
    fn compose<T>(
        &self,
        work: impl FnOnce(&Composer<'_>, &mut Vec<Touched>) -> Result<T>,
    ) -> Result<T> {
        let core = self.core();
        let mut touched = Vec::new();
        let result = self.with(|open| {
            open.db.write(|tx| {
                let composer = Composer {
                    core,
                    open,
                    tx,
                    now: core.now(),
                };
                work(&composer, &mut touched)
            })
        })?;
        core.announce(touched);
        core.wake.notify_one();
        core.owing.notify_one();
        Ok(result)
    }

    /// Checks that the owner may write to an account, and accepts it by writing.
    fn may_write(&self, composer: &Composer<'_>, account: AccountId) -> Result<()> {
        let own = composer.open.own;
        if account == own {
            return Ok(());
        }
        let contact = composer
            .tx
            .contact(own, account)?
            .ok_or(ClientError::UnknownContact)?;
        if contact.forked {
            return Err(ClientError::Fork);
        }
        if contact.paused {
            return Err(ClientError::NewKey);
        }
        match contact.standing {
            Standing::Blocked => Err(ClientError::Blocked),
            Standing::Accepted => Ok(()),
            Standing::Found | Standing::Requested => accept(composer, account),
        }
    }

    fn reply_reference(
        &self,
        composer: &Composer<'_>,
        account: AccountId,
        id: MessageId,
    ) -> Result<Reference> {
        let (conversation, _, reference) = composer
            .tx
            .reference(id.0)?
            .ok_or(ClientError::UnknownMessage)?;
        let here = direct_conversation(composer.open.own, account);
        (conversation == here)
            .then_some(reference)
            .ok_or(ClientError::UnknownMessage)
    }

    /// The conversation's other account and the reference of an own text.
    fn own_text(&self, composer: &Composer<'_>, id: MessageId) -> Result<(AccountId, Reference)> {
        let row = find(composer, id)?;
        let (_, sender, reference) = composer
            .tx
            .reference(id.0)?
            .ok_or(ClientError::UnknownMessage)?;
        if sender != composer.open.own || row.shape != Shape::Text {
            return Err(ClientError::NotYours);
        }
        let conversation = composer.tx.conversation(row.conversation, composer.now)?;
        let account = conversation
            .ok_or(ClientError::UnknownConversation)?
            .account;
        Ok((account, reference))
    }
}

fn find(composer: &Composer<'_>, id: MessageId) -> Result<MessageRow> {
    let row = composer.tx.message(id.0, composer.now)?;
    row.ok_or(ClientError::UnknownMessage)
}

fn amend(
    composer: &Composer<'_>,
    account: AccountId,
    kind: Kind,
    payload: &[u8],
    amendment: AmendmentDraft,
    touched: &mut Vec<Touched>,
) -> Result<()> {
    let draft = Draft {
        amendments: vec![amendment],
        ..Draft::control(account, kind, payload)
    };
    composer.queue(draft, touched)?;
    Ok(())
}

/// The kept copy of a message goes too.
fn unarchive(composer: &Composer<'_>, account: AccountId, reference: Reference) -> Result<()> {
    let conversation = direct_conversation(composer.open.own, account);
    let Some(key) = composer.tx.archive_key(conversation)? else {
        return Ok(());
    };
    let keys = ArchiveKeys::from_seed(&key.seed, key.archive)?;
    let record = keys.record_id(&reference.hash)?;
    Ok(composer
        .tx
        .unarchive(conversation, record.as_bytes(), reference.hash)?)
}

fn requeue(composer: &Composer<'_>, account: AccountId, signed: &Signed) -> Result<()> {
    let open = composer.open;
    let statement = |account| -> Result<_> {
        open.book
            .get(composer.tx, account)?
            .ok_or(ClientError::UnknownContact)
    };
    let (own, theirs) = (statement(open.own)?, statement(account)?);
    let devices = recipients(&own.statement, open.device, &theirs.statement);
    let envelopes: Vec<_> = devices
        .into_iter()
        .map(|(account, device)| (account, device, composer.core.envelope_id()))
        .collect();
    Ok(composer.tx.requeue(signed, &envelopes)?)
}
