use super::super::style::PLAIN;
use super::*;
use consilium_client::api::{EarlierText, MessageId};
use consilium_client::api::{Mark, WaitReason};
use consilium_types::{AccountId, ConversationId, Timestamp};

fn message(id: i64, own: bool, body: MessageBody) -> Message {
    Message {
        id: MessageId(id),
        conversation: ConversationId::new([1; 16]),
        sender: AccountId::new([2; 16]),
        own,
        body,
        at: Timestamp(1_795_356_120_000),
        expires: None,
        reply_to: None,
        urgency: Urgency::Routine,
        delivery: if own {
            Delivery::AtRelay
        } else {
            Delivery::Incoming
        },
        read: true,
        earlier: Vec::new(),
        seen_by: Vec::new(),
        marks: Vec::new(),
    }
}

fn text(id: i64, own: bool, text: &str) -> Message {
    message(
        id,
        own,
        MessageBody::Text {
            text: text.to_owned(),
        },
    )
}

fn rows(messages: &[Message]) -> Vec<String> {
    let when = When::utc();
    let view = ChatView {
        style: &PLAIN,
        when: &when,
    };
    view.rows(messages, "Amina el Idrissi")
}

#[test]
fn a_message_shows_time_sender_text_mark_and_number() {
    let lines = rows(&[text(11, false, "Dag Bram"), text(12, true, "Ik kom")]);
    assert_eq!(
        lines,
        [
            "─────────────────────── Sunday 22 November 2026 ───────────────────────",
            "14:02  Amina el Id…  Dag Bram                                        #11",
            "14:02  You           Ik kom                                        ○ #12",
        ]
    );
}

#[test]
fn every_line_fits_the_terminal() {
    let long =
        "A long text that has to be broken, with averyveryveryveryveryveryveryveryveryverylongword";
    let mut edited = text(14, true, &long.repeat(3));
    edited.delivery = Delivery::NotSent;
    edited.urgency = Urgency::Urgent;
    edited.reply_to = Some(MessageId(11));
    edited.earlier = vec![EarlierText {
        text: long.to_owned(),
        at: Timestamp(0),
    }];
    edited.marks = vec![Mark::ClockOff, Mark::Fork, Mark::OldView, Mark::UnknownView];
    for line in rows(&[text(11, false, long), edited]) {
        assert!(width(&line) <= PLAIN.width, "{line}");
    }
}

#[test]
fn each_step_of_delivery_has_its_own_mark() {
    let waiting = Delivery::Waiting {
        reason: WaitReason::Queued,
    };
    let marks = [
        waiting,
        Delivery::AtRelay,
        Delivery::Delivered,
        Delivery::Read,
        Delivery::NotSent,
    ];
    assert_eq!(marks.map(mark), ["·", "○", "◐", "●", "!"]);
}

#[test]
fn a_gap_names_the_sender_and_says_what_is_done() {
    let lines = rows(&[message(3, false, MessageBody::Gap { missing: 2 })]);
    assert!(lines[1].contains("2 messages of Amina el Idrissi may be missing"));
}

#[test]
fn an_escape_sequence_of_a_sender_is_shown_as_harmless_text() {
    let lines = rows(&[text(3, false, "\u{1b}[2J\u{1b}]0;owned\u{7}")]);
    assert!(!lines.concat().contains('\u{1b}'));
}

#[test]
fn what_stands_in_the_way_of_sending_is_said_with_what_is_safe() {
    let when = When::utc();
    let view = ChatView {
        style: &PLAIN,
        when: &when,
    };
    let mut status = Status {
        connection: Connection::Offline {
            since: Timestamp(1_795_356_120_000),
        },
        waiting: 2,
        clock_difference_ms: 0,
        clock_refused: false,
        erasure_waits: false,
        quarantined: 0,
        held: 0,
        number_leaves_at: None,
        number_arrives_at: None,
    };
    assert_eq!(
        view.line(&status).concat(),
        "Offline since 14:02. 2 messages wait here."
    );
    status.connection = Connection::NotTrusted;
    assert!(view.line(&status).join(" ").contains("TLS-PIN"));
    status.connection = Connection::Online;
    assert!(view.line(&status).is_empty());
}

#[test]
fn a_painted_line_is_measured_without_its_colours() {
    let colour = Style {
        colour: true,
        ..PLAIN
    };
    assert_eq!(visible(&colour.paint(Role::Danger, "漢字!")), 5);
}

#[test]
fn the_top_of_a_conversation_fits_a_narrow_terminal() {
    let when = When::utc();
    let narrow = Style { width: 40, ..PLAIN };
    let view = ChatView {
        style: &narrow,
        when: &when,
    };
    let contact = Contact {
        account: AccountId::new([2; 16]),
        conversation: ConversationId::new([1; 16]),
        name: "Amina Fatima el Idrissi van der Wetering-Jansen".to_owned(),
        profile: consilium_client::api::Profile {
            name: "Amina".to_owned(),
            profession: "cardiologist at the hospital of the east of the city".to_owned(),
        },
        in_address_book: true,
        state: consilium_client::api::ContactState::Accepted,
        compared: false,
        new_key_since: None,
        paused: Some(SendingPaused::Fork),
        replaces: None,
        unreachable: false,
    };
    let conversation = Conversation {
        id: contact.conversation,
        account: contact.account,
        name: contact.name.clone(),
        request: false,
        kept: true,
        kept_since: Some(Timestamp(1_795_356_120_000)),
        unread: 0,
        urgent: 0,
        last: None,
        draft: String::new(),
    };
    let status = Status {
        connection: Connection::NotTrusted,
        waiting: 1,
        clock_difference_ms: 0,
        clock_refused: false,
        erasure_waits: false,
        quarantined: 2,
        held: 0,
        number_leaves_at: None,
        number_arrives_at: None,
    };
    let head = Head {
        conversation: &conversation,
        contact: Some(&contact),
        status: &status,
    };
    let lines = view.head(&head);
    assert!(lines.iter().all(|line| width(line) <= 40), "{lines:#?}");
    let text = lines.join(" ");
    for fact in [
        "∞ Kept since 22 Nov",
        "not compared",
        "copied or forged",
        "TLS-PIN",
        "2 messages could",
    ] {
        assert!(text.contains(fact), "{fact} in {text}");
    }
}
