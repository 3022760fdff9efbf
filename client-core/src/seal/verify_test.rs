//! Each check of protocol §7.2 to 7.6, failing alone.

use consilium_proto::wire::StatementUpdate;
use consilium_statement::id::direct_conversation;
use consilium_statement::{AccountStatement, DeviceEntry};
use consilium_types::{ConversationId, StatementHash, Timestamp};
use prost::Message;

use super::fixture::{Known, NOW, Person, direct, entry, key, statement};
use super::*;

fn unverified(header: Header, payload: &[u8], key: &consilium_sodium::SigningKey) -> Unverified {
    let signed = header.sign(payload, key).unwrap();
    Unverified::parse(Plaintext::new(signed.as_bytes().to_vec())).unwrap()
}

fn judged(header: Header, from: &Person, known: &Known) -> Verdict {
    verify(unverified(header, b"text", &from.device), known.now, known)
}

fn accepted(verdict: Verdict) -> Verified {
    match verdict {
        Verdict::Accepted(verified) => *verified,
        other => panic!("{other:?}"),
    }
}

fn rejected(verdict: Verdict) -> RejectReason {
    match verdict {
        Verdict::Reject(reason) => reason,
        other => panic!("{other:?}"),
    }
}

fn held(verdict: Verdict) -> Need {
    match verdict {
        Verdict::Hold(_, need) => need,
        other => panic!("{other:?}"),
    }
}

fn two() -> (Person, Person) {
    (Person::new(1), Person::new(2))
}

#[test]
fn a_genuine_content_names_its_sender() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let header = direct(&alice, &bob);
    let verified = accepted(judged(header, &alice, &known));
    assert_eq!(verified.header(), &header);
    assert_eq!(verified.payload(), b"text");
    assert_eq!(verified.route(), Route::Direct(alice.account()));
    assert_eq!(verified.effective_time(), NOW);
    let expected = Notes {
        expired: false,
        clock_off: false,
        view: View::Current,
    };
    assert_eq!(verified.notes(), expected);
    assert!(verified.announced().is_none());
}

#[test]
fn claims_are_what_the_header_says() {
    let (alice, bob) = two();
    let header = direct(&alice, &bob);
    let claims = unverified(header, b"", &alice.device).claims();
    let expected = Claims {
        sender: header.sender,
        device: header.device,
        sender_statement: header.sender_statement,
        recipient: header.recipient,
        kind: header.kind,
    };
    assert_eq!(claims, expected);
}

#[test]
fn an_own_content_handed_back_is_refused() {
    let (alice, bob) = two();
    let known = Known::by(&alice, &[&bob]);
    let verdict = judged(direct(&alice, &bob), &alice, &known);
    assert_eq!(rejected(verdict), RejectReason::Reflected);
}

#[test]
fn a_content_of_an_unknown_account_waits_for_its_statement() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[]);
    let verdict = judged(direct(&alice, &bob), &alice, &known);
    assert_eq!(held(verdict), Need::Statement(alice.account()));
}

#[test]
fn a_content_that_names_an_unknown_statement_waits_for_it() {
    let (alice, bob) = two();
    let mut known = Known::by(&bob, &[&alice]);
    let next = alice.next(&[entry(&alice.device)]);
    let header = Header {
        sender_statement: next.hash(),
        ..direct(&alice, &bob)
    };
    let verdict = judged(header, &alice, &known);
    assert_eq!(held(verdict), Need::Statement(alice.account()));
    known.learn(&next);
    accepted(judged(header, &alice, &known));
}

#[test]
fn a_content_that_names_an_earlier_statement_is_accepted_while_its_device_is_in_the_current_one() {
    let (alice, bob) = two();
    let mut known = Known::by(&bob, &[&alice]);
    known.learn(&alice.next(&[entry(&alice.device), entry(&key(9, 3))]));
    accepted(judged(direct(&alice, &bob), &alice, &known));
    known.learn(&alice.next(&[entry(&key(9, 3))]));
    let verdict = judged(direct(&alice, &bob), &alice, &known);
    assert_eq!(rejected(verdict), RejectReason::UnknownDevice);
}

#[test]
fn the_statement_before_the_first_one_seen_is_known_by_its_hash() {
    let (alice, bob) = two();
    let mut known = Known::by(&bob, &[]);
    let next = alice.next(&[entry(&alice.device)]);
    known.current.insert(alice.account(), next);
    accepted(judged(direct(&alice, &bob), &alice, &known));
}

#[test]
fn a_statement_hash_of_zero_is_no_statement() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let header = Header {
        sender_statement: StatementHash::ZERO,
        ..direct(&alice, &bob)
    };
    let verdict = judged(header, &alice, &known);
    assert_eq!(held(verdict), Need::Statement(alice.account()));
}

#[test]
fn a_device_that_its_account_never_had_is_refused() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let stranger = key(9, 3);
    let header = Header {
        device: entry(&stranger).id,
        ..direct(&alice, &bob)
    };
    let verdict = verify(unverified(header, b"text", &stranger), NOW, &known);
    assert_eq!(rejected(verdict), RejectReason::UnknownDevice);
}

#[test]
fn a_flip_in_any_byte_of_a_signed_content_is_never_accepted() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let signed = direct(&alice, &bob).sign(b"text", &alice.device).unwrap();
    for index in 0..signed.as_bytes().len() {
        let mut bytes = signed.as_bytes().to_vec();
        bytes[index] ^= 1 << (index % 8);
        if let Ok(content) = Unverified::parse(Plaintext::new(bytes)) {
            let verdict = verify(content, NOW, &known);
            assert!(!matches!(verdict, Verdict::Accepted(_)), "byte {index}");
        }
    }
}

#[test]
fn a_changed_payload_is_refused_by_its_signature() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let signed = direct(&alice, &bob).sign(b"text", &alice.device).unwrap();
    let mut bytes = signed.as_bytes().to_vec();
    bytes[183] ^= 1;
    let content = Unverified::parse(Plaintext::new(bytes)).unwrap();
    assert_eq!(
        rejected(verify(content, NOW, &known)),
        RejectReason::Signature
    );
}

#[test]
fn a_content_for_somebody_else_that_was_sealed_anew_is_refused() {
    let (alice, bob, carol) = (Person::new(1), Person::new(2), Person::new(3));
    let known = Known::by(&carol, &[&alice, &bob]);
    let verdict = judged(direct(&alice, &bob), &alice, &known);
    assert_eq!(rejected(verdict), RejectReason::NotForMe);
}

#[test]
fn a_conversation_that_does_not_follow_from_the_two_accounts_is_refused() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let others = direct_conversation(alice.account(), alice.account());
    for conversation in [ConversationId::new([7; 16]), others] {
        let header = Header {
            conversation,
            ..direct(&alice, &bob)
        };
        let verdict = judged(header, &alice, &known);
        assert_eq!(rejected(verdict), RejectReason::Conversation);
    }
}

#[test]
fn a_group_that_is_not_known_is_refused() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let header = Header {
        recipient: GROUP_RECIPIENT,
        ..direct(&alice, &bob)
    };
    let verdict = judged(header, &alice, &known);
    assert_eq!(rejected(verdict), RejectReason::UnknownGroup);
}

/// Alice has a second device, which judges what her first one sends.
fn second_device() -> (Person, Known) {
    let mut alice = Person::new(1);
    let second = key(9, 3);
    alice.statement = alice.next(&[entry(&alice.device), entry(&second)]);
    let mut known = Known::by(&alice, &[]);
    known.device = entry(&second).id;
    (alice, known)
}

#[test]
fn an_own_other_device_s_content_goes_where_it_was_sent() {
    let (alice, mut known) = second_device();
    let bob = Person::new(2);
    let verified = accepted(judged(direct(&alice, &bob), &alice, &known));
    assert_eq!(verified.route(), Route::Direct(bob.account()));
    assert_eq!(verified.notes().view, View::Unknown);
    known.current.insert(bob.account(), bob.statement.clone());
    let verified = accepted(judged(direct(&alice, &bob), &alice, &known));
    assert_eq!(verified.notes().view, View::Current);
    let verified = accepted(judged(direct(&alice, &alice), &alice, &known));
    assert_eq!(verified.route(), Route::Own);
}

#[test]
fn a_content_older_than_30_days_and_an_hour_is_expired_and_one_from_the_future_is_not() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let at = |sent| {
        let header = Header {
            sent,
            ..direct(&alice, &bob)
        };
        accepted(judged(header, &alice, &known))
    };
    let oldest = NOW.minus(30 * Timestamp::DAY_MS + Timestamp::HOUR_MS);
    assert!(!at(oldest).notes().expired);
    assert_eq!(at(oldest).effective_time(), oldest);
    assert!(at(oldest.minus(1)).notes().expired);
    assert!(at(Timestamp(0)).notes().expired);
    for (ahead, marked) in [(300_000, false), (300_001, true), (u64::MAX, true)] {
        let verified = at(NOW.plus(ahead));
        assert_eq!(verified.notes().clock_off, marked);
        assert!(!verified.notes().expired);
        assert_eq!(verified.effective_time(), NOW);
    }
}

#[test]
fn the_effective_time_of_a_held_content_is_that_of_its_arrival() {
    let (alice, bob) = two();
    let mut known = Known::by(&bob, &[&alice]);
    known.now = NOW.plus(5 * Timestamp::DAY_MS);
    let header = Header {
        sent: NOW.plus(Timestamp::DAY_MS),
        ..direct(&alice, &bob)
    };
    let verdict = verify(unverified(header, b"", &alice.device), NOW, &known);
    assert_eq!(accepted(verdict).effective_time(), NOW);
}

#[test]
fn a_sender_who_knows_an_older_or_no_statement_of_the_recipient_is_noted() {
    let (alice, bob) = two();
    let mut known = Known::by(&bob, &[&alice]);
    let unknown = Header {
        view: [9; 32],
        ..direct(&alice, &bob)
    };
    let notes = |header, known: &Known| accepted(judged(header, &alice, known)).notes();
    assert_eq!(notes(unknown, &known).view, View::Unknown);
    known.learn(&bob.next(&[entry(&bob.device), entry(&key(9, 3))]));
    assert_eq!(notes(direct(&alice, &bob), &known).view, View::Older);
}

fn announcing(from: &Person, to: &Person, statement: &AccountStatement) -> Unverified {
    let header = Header {
        kind: Kind::Statement,
        sender_statement: statement.hash(),
        ..direct(from, to)
    };
    let update = StatementUpdate {
        statement: statement.as_bytes().to_vec().into(),
    };
    unverified(header, &update.encode_to_vec(), &from.device)
}

fn with(person: &Person, serial: u64, prev: StatementHash, more: DeviceEntry) -> AccountStatement {
    let devices = [entry(&person.device), more];
    statement(&person.root, &person.identity, serial, prev, &devices)
}

#[test]
fn a_content_brings_its_own_statement() {
    let (alice, bob) = two();
    let verdict = verify(
        announcing(&alice, &bob, &alice.statement),
        NOW,
        &Known::by(&bob, &[]),
    );
    let first = accepted(verdict);
    assert_eq!(first.announced(), Some(&alice.statement));
    let next = alice.next(&[entry(&alice.device), entry(&key(9, 3))]);
    let known = Known::by(&bob, &[&alice]);
    let verified = accepted(verify(announcing(&alice, &bob, &next), NOW, &known));
    assert_eq!(verified.announced(), Some(&next));
}

#[test]
fn a_brought_statement_that_leaves_its_own_sender_out_proves_nothing() {
    let (alice, bob) = two();
    let next = alice.next(&[entry(&key(9, 3))]);
    let known = Known::by(&bob, &[&alice]);
    let verdict = verify(announcing(&alice, &bob, &next), NOW, &known);
    assert_eq!(rejected(verdict), RejectReason::UnknownDevice);
}

#[test]
fn a_brought_statement_older_than_the_current_one_does_not_bring_a_device_back() {
    let (alice, bob) = two();
    let hidden = with(&alice, 2, alice.statement.hash(), entry(&key(9, 3)));
    let current = with(&alice, 4, StatementHash::new([3; 32]), entry(&key(8, 3)));
    let mut known = Known::by(&bob, &[]);
    known.current.insert(alice.account(), current);
    let verified = accepted(verify(announcing(&alice, &bob, &hidden), NOW, &known));
    assert_eq!(verified.announced(), Some(&hidden));
    let removed = statement(
        &alice.root,
        &alice.identity,
        5,
        StatementHash::new([3; 32]),
        &[entry(&key(8, 3))],
    );
    known.current.insert(alice.account(), removed);
    let verdict = verify(announcing(&alice, &bob, &hidden), NOW, &known);
    assert_eq!(rejected(verdict), RejectReason::UnknownDevice);
}

#[test]
fn a_brought_statement_that_contradicts_the_known_one_is_a_fork_with_evidence() {
    let (alice, bob) = two();
    let forked = with(&alice, 1, StatementHash::ZERO, entry(&key(9, 3)));
    let known = Known::by(&bob, &[&alice]);
    match verify(announcing(&alice, &bob, &forked), NOW, &known) {
        Verdict::Fork(evidence) => assert_eq!(*evidence, forked),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_statement_of_somebody_else_or_another_than_named_is_not_taken() {
    let (alice, bob) = two();
    let carol = Person::new(3);
    let known = Known::by(&bob, &[]);
    for brought in [&carol.statement, &alice.next(&[entry(&alice.device)])] {
        let header = Header {
            kind: Kind::Statement,
            ..direct(&alice, &bob)
        };
        let update = StatementUpdate {
            statement: brought.as_bytes().to_vec().into(),
        };
        let content = unverified(header, &update.encode_to_vec(), &alice.device);
        let verdict = verify(content, NOW, &known);
        assert_eq!(held(verdict), Need::Statement(alice.account()));
    }
    let named = Header {
        kind: Kind::Statement,
        ..direct(&alice, &bob)
    };
    let verdict = verify(unverified(named, b"\xff", &alice.device), NOW, &known);
    assert_eq!(held(verdict), Need::Statement(alice.account()));
}

#[test]
fn a_statement_in_a_content_of_another_kind_is_not_taken() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[]);
    let update = StatementUpdate {
        statement: alice.statement.as_bytes().to_vec().into(),
    };
    let header = direct(&alice, &bob);
    let content = unverified(header, &update.encode_to_vec(), &alice.device);
    let verdict = verify(content, NOW, &known);
    assert_eq!(held(verdict), Need::Statement(alice.account()));
}

#[test]
fn an_unknown_kind_is_accepted_for_the_app_to_say_so() {
    let (alice, bob) = two();
    let known = Known::by(&bob, &[&alice]);
    let header = Header {
        kind: Kind::Other(999),
        ..direct(&alice, &bob)
    };
    let verified = accepted(judged(header, &alice, &known));
    assert_eq!(verified.header().kind, Kind::Other(999));
}
