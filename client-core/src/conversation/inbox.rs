//! A verified content: what it changes (protocol §7.4 to 7.7 and the rules after them).

use super::chain::{Around, place};
use super::changes::{
    AmendmentKind, Changes, KeepChange, Marks, NewAmendment, NewLink, NewRow, Progress, Receipt,
    Shape, Standing,
};
use super::payload::{Payload, Urgency};
use crate::seal::{Kind, Route, Verified, View};
use consilium_types::{AccountId, DeviceId, MessageHash, Timestamp};
use zeroize::Zeroizing;

/// What is known about the conversation's other account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// How this account stands to it; none if it is unknown.
    pub standing: Option<Standing>,
}

/// What the database knows that matters for one content.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Own account.
    pub own: AccountId,
    /// Now.
    pub now: Timestamp,
    /// The other account.
    pub peer: Peer,
    /// Around its place in the chain.
    pub around: Around,
    /// Where the row before it in its chain is shown.
    pub sort_before: Option<Timestamp>,
    /// Where the row after it in its chain is shown.
    pub sort_after: Option<Timestamp>,
    /// Where the message that it answers is shown.
    pub sort_target: Option<Timestamp>,
    /// Messages with another hash in places that it refers to.
    pub disputed: Vec<MessageHash>,
    /// Since when the own statement is current.
    pub own_statement_since: Timestamp,
}

/// Decides what a content that was not seen before changes. Contents whose hash was seen never get
/// here: they are acknowledged and nothing else.
pub fn receive(content: &Verified, facts: &Facts) -> Changes {
    let header = content.header();
    let peer = match content.route() {
        Route::Direct(peer) => peer,
        Route::Own => facts.own,
    };
    let placement = place(&facts.around, header.counter, header.prev, content.hash());
    let payload = Payload::parse(header.kind, content.payload());
    let link = NewLink {
        conversation: header.conversation,
        peer,
        sender: header.sender,
        device: header.device,
        hash: content.hash(),
        counter: header.counter,
        prev: header.prev,
    };
    let blocked = facts.peer.standing == Some(Standing::Blocked);
    let mut changes = Changes {
        gaps_at: sort_time(content.effective_time(), facts),
        link,
        row: None,
        amendments: Vec::new(),
        standing: None,
        profile: None,
        receipts: Vec::new(),
        answer: false,
        keep: None,
        disputed: Vec::new(),
        tell_statement: false,
        request: false,
        placement,
    };
    let hidden = blocked && header.sender != facts.own;
    if content.notes().expired || hidden {
        return changes;
    }
    changes.disputed.clone_from(&facts.disputed);
    let incoming = header.sender != facts.own;
    changes.tell_statement = incoming
        && content.notes().view != View::Current
        && facts.peer.standing == Some(Standing::Accepted);
    let fork = changes.placement.fork;
    Work {
        content,
        facts,
        incoming,
        fork,
    }
    .payload(payload, &mut changes);
    changes
}

struct Work<'a> {
    content: &'a Verified,
    facts: &'a Facts,
    incoming: bool,
    fork: bool,
}

impl Work<'_> {
    fn payload(&self, payload: Payload, changes: &mut Changes) {
        let accepted = self.facts.peer.standing == Some(Standing::Accepted);
        match payload {
            Payload::Text {
                body,
                reply_to,
                urgency,
            } => {
                let reply_to = reply_to.map(|reference| reference.hash);
                let row = self.row(Shape::Text, body.into(), reply_to, urgency);
                self.show(row, changes);
                changes.answer = self.incoming && accepted;
            }
            Payload::Unreadable => self.unreadable(changes),
            // A fork is shown, and changes nothing else (protocol §7.7).
            _ if self.fork => {}
            Payload::Receipts { delivered, read } => {
                let delivered = delivered.into_iter().map(|hash| (hash, Receipt::Delivered));
                let read = read.into_iter().map(|hash| (hash, Receipt::Read));
                changes.receipts = delivered.chain(read).collect();
            }
            Payload::Delete(targets) => {
                for target in targets {
                    self.amend(target.hash, AmendmentKind::Delete, String::new(), changes);
                }
            }
            Payload::Edit { target, body } => {
                self.amend(target.hash, AmendmentKind::Edit, body, changes);
            }
            Payload::Seen(target) => {
                self.amend(target.hash, AmendmentKind::Seen, String::new(), changes);
            }
            Payload::Profile { name, profession } if self.incoming => {
                changes.profile = Some((name, profession));
            }
            Payload::Keep {
                conversation,
                archive,
                seed,
            } if self.content.route() == Route::Own => {
                changes.keep = Some(KeepChange {
                    conversation,
                    archive,
                    read_back: seed.is_some(),
                    seed,
                });
            }
            Payload::Statement | Payload::Profile { .. } | Payload::Keep { .. } => {}
        }
    }

    /// A kind that this version does not know shows as such; a known one out of its form changes
    /// nothing.
    fn unreadable(&self, changes: &mut Changes) {
        let kind = self.content.header().kind;
        if kind.is_user_visible() || matches!(kind, Kind::Other(_)) {
            let row = self.row(
                Shape::Unreadable,
                Zeroizing::default(),
                None,
                Urgency::Routine,
            );
            self.show(row, changes);
        }
    }

    fn show(&self, row: NewRow, changes: &mut Changes) {
        changes.row = Some(row);
        changes.standing = match (self.incoming, self.facts.peer.standing) {
            (true, None | Some(Standing::Found)) => Some(Standing::Requested),
            // Another own device wrote to them.
            (false, None | Some(Standing::Found | Standing::Requested)) => Some(Standing::Accepted),
            _ => None,
        };
        changes.request = changes.standing == Some(Standing::Requested);
    }

    fn row(
        &self,
        shape: Shape,
        body: Zeroizing<String>,
        reply_to: Option<MessageHash>,
        urgency: Urgency,
    ) -> NewRow {
        let notes = self.content.notes();
        let at = self.content.effective_time();
        let since = self.facts.own_statement_since;
        let stale = self.facts.now.since(since) > Timestamp::DAY_MS;
        // Written before this account's keys were made anew: what it names may be forgotten here.
        let after = self.content.header().sent > since;
        NewRow {
            shape,
            at,
            sort: sort_time(at, self.facts),
            body,
            signed: Zeroizing::new(self.content.signed().as_bytes().to_vec()),
            reply_to,
            urgency,
            progress: if self.incoming {
                Progress::Incoming
            } else {
                Progress::AtRelay
            },
            unread: self.incoming,
            marks: Marks {
                clock_off: notes.clock_off,
                fork: self.fork,
                old_view: self.incoming && notes.view == View::Older && stale,
                unknown_view: self.incoming && notes.view == View::Unknown && after,
            },
        }
    }

    fn amend(&self, target: MessageHash, kind: AmendmentKind, body: String, changes: &mut Changes) {
        changes.amendments.push(NewAmendment {
            target,
            kind,
            at: self.content.effective_time(),
            body: body.into(),
            signed: Zeroizing::new(self.content.signed().as_bytes().to_vec()),
        });
    }
}

/// Causal order first, then time (threats L13): not before what it answers, never across its
/// neighbours in its own chain.
pub fn sort_time(at: Timestamp, facts: &Facts) -> Timestamp {
    let lower = facts.sort_before.max(facts.sort_target);
    let raised = at.max(lower.unwrap_or_default());
    let bounded = facts.sort_after.map_or(raised, |after| raised.min(after));
    bounded.max(facts.sort_before.unwrap_or_default())
}

/// Whether an amendment by `amender` may change a message that `author` wrote in the same
/// conversation (threats L21): only its own account edits and deletes, only others acknowledge.
pub fn may_amend(kind: AmendmentKind, amender: AccountId, author: AccountId) -> bool {
    match kind {
        AmendmentKind::Edit | AmendmentKind::Delete => amender == author,
        AmendmentKind::Seen => true,
    }
}

/// Which of two edits shows: within a device the later counter, between devices the later time.
pub fn later_edit(one: (DeviceId, u64, Timestamp), other: (DeviceId, u64, Timestamp)) -> bool {
    if one.0 == other.0 {
        one.1 > other.1
    } else {
        (one.2, one.1) > (other.2, other.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::DeviceId;
    use proptest::prelude::*;

    fn facts(before: Option<u64>, after: Option<u64>, target: Option<u64>) -> Facts {
        Facts {
            own: AccountId::new([1; 16]),
            now: Timestamp(1_000),
            peer: Peer { standing: None },
            around: Around::default(),
            sort_before: before.map(Timestamp),
            sort_after: after.map(Timestamp),
            sort_target: target.map(Timestamp),
            disputed: Vec::new(),
            own_statement_since: Timestamp(0),
        }
    }

    #[test]
    fn only_the_author_s_account_edits_and_deletes() {
        let (author, other) = (AccountId::new([1; 16]), AccountId::new([2; 16]));
        for (kind, by_author, by_other) in [
            (AmendmentKind::Edit, true, false),
            (AmendmentKind::Delete, true, false),
            (AmendmentKind::Seen, true, true),
        ] {
            assert_eq!(may_amend(kind, author, author), by_author);
            assert_eq!(may_amend(kind, other, author), by_other);
        }
    }

    proptest! {
        #[test]
        fn a_row_is_never_shown_across_its_neighbours_nor_before_what_it_answers(
            at in 0_u64..100,
            before in prop::option::of(0_u64..100),
            gap in 0_u64..50,
            has_after: bool,
            target in prop::option::of(0_u64..100),
        ) {
            let after = has_after.then(|| before.unwrap_or(0) + gap);
            let sort = sort_time(Timestamp(at), &facts(before, after, target)).0;
            prop_assert!(before.is_none_or(|before| before <= sort));
            prop_assert!(after.is_none_or(|after| sort <= after));
            if after.is_none() {
                prop_assert!(target.is_none_or(|target| target <= sort));
            }
            if before.is_none_or(|before| before <= at) && after.is_none() && target.is_none() {
                prop_assert_eq!(sort, at);
            }
        }

        #[test]
        fn of_two_edits_exactly_one_is_later(
            one in (0_u8..2, 1_u64..5, 0_u64..5),
            other in (0_u8..2, 1_u64..5, 0_u64..5),
        ) {
            let place = |(device, counter, at): (u8, u64, u64)| {
                (DeviceId::new([device; 16]), counter, Timestamp(at))
            };
            let (one, other) = (place(one), place(other));
            let different = (one.0 == other.0 && one.1 != other.1)
                || (one.0 != other.0 && (one.2, one.1) != (other.2, other.1));
            if different {
                prop_assert!(later_edit(one, other) != later_edit(other, one));
            }
        }
    }
}
