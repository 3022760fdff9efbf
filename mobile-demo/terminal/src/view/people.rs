//! Contacts, conversations and requests as lists.

use super::chat::preview;
use super::marks::mark;
use super::safe;
use super::style::{Role, Style};
use super::when::When;
use super::wrap::{cut, pad};
use consilium_client::api::{Contact, ContactState, Conversation, SearchHit};
use consilium_types::Timestamp;

/// Columns of names.
const NAME_COLUMNS: usize = 26;

/// The sentence before anything of an address book leaves, however little.
pub(crate) const FIND_SENTENCE: &str = "Consilium sends a short fingerprint of each number to \
    your relay, which compares and forgets it. Whoever runs the relay could work out numbers from \
    it. Names never leave your phone.";

/// Everybody known, by name.
pub(crate) fn contacts(style: &Style, contacts: &[Contact]) -> Vec<String> {
    if contacts.is_empty() {
        return vec![
            "No contacts yet. Import an address book (import FILE), then: find".to_owned(),
        ];
    }
    contacts.iter().map(|contact| row(style, contact)).collect()
}

fn row(style: &Style, contact: &Contact) -> String {
    let name = pad(&cut(&name_of(contact), NAME_COLUMNS - 2), NAME_COLUMNS);
    let proof = if contact.compared {
        style.paint(Role::Ok, "compared")
    } else {
        style.paint(Role::Quiet, "not compared")
    };
    let state = match contact.state {
        ContactState::Found => style.paint(Role::Quiet, "found by number"),
        ContactState::Requested => style.paint(Role::Warn, "request: accept, decline or block"),
        ContactState::Accepted => "contact".to_owned(),
        ContactState::Blocked => style.paint(Role::Danger, "blocked"),
    };
    let mut line = format!("{}{state} · {proof}", style.paint(Role::Strong, &name));
    if contact.paused.is_some() {
        line.push_str(&style.paint(Role::Danger, " · sending paused: verify"));
    } else if contact.new_key_since.is_some() {
        line.push_str(&style.paint(Role::Warn, " · new key"));
    }
    line
}

/// The name to show, or the account's short id for somebody without one.
pub(crate) fn name_of(contact: &Contact) -> String {
    let name = safe::line(&contact.name);
    if !name.trim().is_empty() {
        return name;
    }
    let id = contact.account.to_hex();
    let short: String = id.chars().take(8).collect();
    format!("unnamed {short}")
}

/// Conversations, newest first, requests on top.
pub(crate) fn conversations(
    style: &Style,
    when: &When,
    list: &[Conversation],
    now: Timestamp,
) -> Vec<String> {
    if list.is_empty() {
        return vec!["No conversations yet. Write to a contact: chat NAME".to_owned()];
    }
    let (requests, others): (Vec<_>, Vec<_>) = list.iter().partition(|item| item.request);
    let mut lines = Vec::new();
    if !requests.is_empty() {
        let text = match requests.len() {
            1 => "1 request from somebody unknown: requests".to_owned(),
            more => format!("{more} requests from people unknown: requests"),
        };
        lines.push(style.paint(Role::Warn, &text));
    }
    lines.extend(
        others
            .iter()
            .map(|item| conversation(style, when, item, now)),
    );
    lines
}

fn conversation(style: &Style, when: &When, item: &Conversation, now: Timestamp) -> String {
    let name = pad(
        &cut(&safe::line(&item.name), NAME_COLUMNS - 2),
        NAME_COLUMNS,
    );
    let mut line = style.paint(Role::Strong, &name);
    if item.urgent > 0 {
        line.push_str(&style.paint(Role::Danger, "! urgent  "));
    }
    if item.unread > 0 {
        let unread = format!("{} new  ", item.unread);
        line.push_str(&style.paint(Role::Accent, &unread));
    }
    if item.kept {
        line.push_str(&style.paint(Role::Kept, "∞ kept  "));
    }
    if let Some(last) = &item.last {
        let time = format!("{} {} ", when.short(last.at, now), mark(last.delivery));
        line.push_str(&style.paint(Role::Quiet, &time));
        line.push_str(&cut(
            &preview(last),
            style.width.saturating_sub(NAME_COLUMNS + 16),
        ));
    }
    line.trim_end().to_owned()
}

/// People who wrote and wait for an answer.
pub(crate) fn requests(style: &Style, list: &[Contact]) -> Vec<String> {
    if list.is_empty() {
        return vec!["No requests.".to_owned()];
    }
    let mut lines = vec![style.paint(
        Role::Quiet,
        "They see nothing of you until you accept. accept NAME · decline NAME · block NAME",
    )];
    lines.extend(list.iter().map(|contact| {
        let claim = if contact.in_address_book {
            ""
        } else {
            " (says so themselves)"
        };
        let profession = safe::line(&contact.profile.profession);
        let profession = if profession.is_empty() {
            profession
        } else {
            format!(", {profession}")
        };
        let name = style.paint(Role::Strong, &name_of(contact));
        format!(
            "{name}{}",
            style.paint(Role::Quiet, &format!("{profession}{claim}"))
        )
    }));
    lines
}

/// Found texts.
pub(crate) fn hits(style: &Style, when: &When, hits: &[SearchHit], now: Timestamp) -> Vec<String> {
    if hits.is_empty() {
        return vec!["Nothing found on this device.".to_owned()];
    }
    let line = |hit: &SearchHit| {
        let time = pad(&when.short(hit.message.at, now), 8);
        let number = format!("  #{}", hit.message.id.0);
        let excerpt = cut(&safe::line(&hit.excerpt), style.width.saturating_sub(18));
        let (time, number) = (
            style.paint(Role::Quiet, &time),
            style.paint(Role::Quiet, &number),
        );
        format!("{time}{excerpt}{number}")
    };
    hits.iter().map(line).collect()
}
