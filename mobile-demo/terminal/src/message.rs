//! Conversations and messages.

use crate::app::{Answer, App};
use crate::command::{Command, Switch, UrgencyWord};
use crate::failure::Failure;
use crate::json;
use crate::view::chat::{ChatView, Head};
use crate::view::marks::{mark, word};
use crate::view::people;
use crate::view::style::Role;
use crate::whom::{Who, who};
use consilium_client::api::{Conversation, Message, MessageId, Session, Urgency};
use serde_json::json;

/// Found texts shown.
const SEARCH_LIMIT: u32 = 50;

pub(crate) fn run(app: &App, session: &Session, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Conversations => conversations(app, session),
        Command::History {
            who: name,
            limit,
            before,
        } => {
            let who = who(session, &name)?;
            history(app, session, &who, limit, before.map(MessageId))
        }
        Command::Send {
            to,
            text,
            reply_to,
            urgency,
        } => {
            let who = who(session, &to)?;
            send(app, session, &who, &text.join(" "), reply_to, urgency)
        }
        Command::Edit { message, text } => {
            session.edit(MessageId(message), &text.join(" "))?;
            Ok(Answer::done(
                "Changed. The earlier text stays viewable until it expires.",
            ))
        }
        Command::Delete { message, everyone } => delete(session, MessageId(message), everyone),
        Command::Retry { message } => {
            session.retry(MessageId(message))?;
            Ok(Answer::done(
                "It leaves with the next contact to the relay.",
            ))
        }
        command => mark_or_find(app, session, command),
    }
}

fn mark_or_find(app: &App, session: &Session, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Seen { message } => {
            session.acknowledge_seen(MessageId(message))?;
            Ok(Answer::done(
                "Everyone in the conversation is told that you have seen it.",
            ))
        }
        Command::Read { who: name } => {
            session.mark_read(who(session, &name)?.conversation())?;
            Ok(Answer::done("Read."))
        }
        Command::Keep { who: name, on } => keep(app, session, &who(session, &name)?, on),
        Command::Search { text } => search(app, session, &text.join(" ")),
        Command::Chat { .. } => Err(Failure::usage(
            "A live conversation needs a terminal. In scripts: history and send",
        )),
        _ => Err(Failure::usage(
            "There is no such command. What there is: help",
        )),
    }
}

fn conversations(app: &App, session: &Session) -> Result<Answer, Failure> {
    let list = session.conversations()?;
    let facts: Vec<_> = list.iter().map(json::conversation).collect();
    let lines = people::conversations(&app.style, &app.when, &list, app.now());
    Ok(Answer::new(lines, json!({"conversations": facts})))
}

fn delete(session: &Session, id: MessageId, everyone: bool) -> Result<Answer, Failure> {
    if everyone {
        session.delete_for_everyone(id)?;
        return Ok(Answer::done(
            "Deleted here; for everyone else when they connect.",
        ));
    }
    session.delete_here(id)?;
    Ok(Answer::done("Deleted on this device."))
}

fn search(app: &App, session: &Session, text: &str) -> Result<Answer, Failure> {
    let hits = session.search(text, SEARCH_LIMIT)?;
    let facts = hits
        .iter()
        .map(|hit| json!({"row": json::message(&hit.message), "excerpt": hit.excerpt}));
    let facts = json!({"hits": facts.collect::<Vec<_>>()});
    let lines = people::hits(&app.style, &app.when, &hits, app.now());
    Ok(Answer::new(lines, facts))
}

fn send(
    app: &App,
    session: &Session,
    who: &Who,
    text: &str,
    reply_to: Option<i64>,
    urgency: UrgencyWord,
) -> Result<Answer, Failure> {
    let urgency = match urgency {
        UrgencyWord::Routine => Urgency::Routine,
        UrgencyWord::Soon => Urgency::Soon,
        UrgencyWord::Urgent => Urgency::Urgent,
    };
    let id = session.send_text(who.account(), text, reply_to.map(MessageId), urgency)?;
    let message = session.message(id)?;
    let facts = json!({"message": id.0, "row": json::message(&message)});
    Ok(Answer::new(vec![sent(app, &message)], facts))
}

/// How far a message of one's own has come, in a line.
pub(crate) fn sent(app: &App, message: &Message) -> String {
    let (mark, word) = (mark(message.delivery), word(message.delivery));
    app.style
        .paint(Role::Quiet, &format!("{mark} #{} {word}", message.id.0))
}

fn keep(app: &App, session: &Session, who: &Who, on: Switch) -> Result<Answer, Failure> {
    session.keep(who.conversation(), on == Switch::On)?;
    Ok(Answer::done(match on {
        Switch::On => app.style.paint(
            Role::Kept,
            "∞ Kept: what is here stays until you switch it off. Only for you; others are not told.",
        ),
        Switch::Off => "No longer kept. Each message goes 30 days after it was written.".to_owned(),
    }))
}

pub(crate) fn history(
    app: &App,
    session: &Session,
    who: &Who,
    limit: u32,
    before: Option<MessageId>,
) -> Result<Answer, Failure> {
    let shown = page(session, who, limit, before)?;
    let view = ChatView {
        style: &app.style,
        when: &app.when,
    };
    let status = session.status()?;
    let head = Head {
        conversation: &shown.conversation,
        contact: who.contact(),
        status: &status,
    };
    let mut lines = view.head(&head);
    lines.extend(view.rows(&shown.messages, &who.name()));
    let facts = json!({
        "conversation": json::conversation(&shown.conversation),
        "messages": shown.messages.iter().map(json::message).collect::<Vec<_>>(),
    });
    Ok(Answer::new(lines, facts))
}

/// A conversation as it stands.
pub(crate) struct Page {
    pub(crate) conversation: Conversation,
    pub(crate) messages: Vec<Message>,
}

/// The last messages, also of a conversation in which nobody has written yet.
pub(crate) fn page(
    session: &Session,
    who: &Who,
    limit: u32,
    before: Option<MessageId>,
) -> Result<Page, Failure> {
    use consilium_client::api::ClientError;
    let mut conversation = match session.conversation(who.conversation()) {
        Ok(conversation) => conversation,
        Err(ClientError::UnknownConversation) => Conversation {
            id: who.conversation(),
            account: who.account(),
            name: String::new(),
            request: false,
            kept: false,
            kept_since: None,
            unread: 0,
            urgent: 0,
            last: None,
            draft: String::new(),
        },
        Err(error) => return Err(error.into()),
    };
    conversation.name = who.name();
    let messages = match session.messages(who.conversation(), before, limit) {
        Err(ClientError::UnknownConversation) => Vec::new(),
        other => other?,
    };
    Ok(Page {
        conversation,
        messages,
    })
}
