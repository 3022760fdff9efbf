//! A conversation: facts on top, rows by day, marks for how far each message has come.

use super::marks::{delivery_note, mark, mark_note};
use super::safe;
use super::style::{Role, Style};
use super::when::When;
use super::wrap::{cut, pad, width, wrap};
use consilium_client::api::{
    Connection, Contact, Conversation, Delivery, Message, MessageBody, SendingPaused, Status,
    Urgency,
};

/// Columns of a name before its text.
const NAME_COLUMNS: usize = 14;
/// Columns of mark and number after it.
const TAIL_COLUMNS: usize = 9;

/// What a conversation's top shows.
pub(crate) struct Head<'a> {
    /// The conversation.
    pub(crate) conversation: &'a Conversation,
    /// The other one; none for notes to oneself.
    pub(crate) contact: Option<&'a Contact>,
    /// The line to the relay.
    pub(crate) status: &'a Status,
}

/// Lays conversations out.
pub(crate) struct ChatView<'a> {
    pub(crate) style: &'a Style,
    pub(crate) when: &'a When,
}

impl ChatView<'_> {
    /// Who, whether that is proved, to whom it goes, when it disappears, and what stands in the way.
    pub(crate) fn head(&self, head: &Head<'_>) -> Vec<String> {
        let name = safe::line(&head.conversation.name);
        let mut lines = self.title(&name, head.contact);
        lines.push(self.facts(head, &name));
        lines.extend(
            head.contact
                .map(|contact| self.warning(contact))
                .unwrap_or_default(),
        );
        lines.extend(self.line(head.status));
        if head.status.quarantined > 0 {
            let text = match head.status.quarantined {
                1 => "1 message could not be verified and is not shown.".to_owned(),
                more => format!("{more} messages could not be verified and are not shown."),
            };
            lines.extend(self.prose(Role::Warn, &format!("{text} Details: diagnostics")));
        }
        lines.push(self.style.rule());
        lines
    }

    fn title(&self, name: &str, contact: Option<&Contact>) -> Vec<String> {
        let name = cut(name, self.style.width);
        let mut parts = vec![self.style.paint(Role::Strong, &name)];
        let Some(contact) = contact else { return parts };
        if !contact.profile.profession.is_empty() {
            let profession = cut(&safe::line(&contact.profile.profession), self.style.width);
            parts.push(self.style.paint(Role::Quiet, &profession));
        }
        let (role, proof) = if contact.compared {
            (Role::Ok, "safety number compared")
        } else {
            (Role::Warn, "safety number not compared")
        };
        parts.push(self.style.paint(role, proof));
        let whole = parts.join(" · ");
        if visible(&whole) <= self.style.width {
            vec![whole]
        } else {
            parts
        }
    }

    fn facts(&self, head: &Head<'_>, name: &str) -> String {
        let to = cut(
            &format!("To: {name} (1)"),
            self.style.width.saturating_sub(30),
        );
        let expiry = match (head.conversation.kept, head.conversation.kept_since) {
            (true, Some(since)) => self.style.paint(
                Role::Kept,
                &format!("∞ Kept since {}, by you", self.when.date(since)),
            ),
            (true, None) => self.style.paint(Role::Kept, "∞ Kept, by you"),
            (false, _) => self.style.paint(Role::Quiet, "Deleted after 30 days"),
        };
        format!("{} · {expiry}", self.style.paint(Role::Quiet, &to))
    }

    fn warning(&self, contact: &Contact) -> Vec<String> {
        let name = safe::line(&contact.name);
        let (role, text) = match (contact.paused, contact.new_key_since, contact.unreachable) {
            (Some(SendingPaused::NewKey), _, _) => (
                Role::Danger,
                format!(
                    "{name} has a new key. Is it really them? Nothing is sent until you compare: verify"
                ),
            ),
            (Some(SendingPaused::Fork), _, _) => (
                Role::Danger,
                format!(
                    "{name}'s keys were copied or forged. Nothing is sent. Talk to them another way."
                ),
            ),
            (None, Some(since), _) => (
                Role::Warn,
                format!(
                    "{name} has a new key since {}. Compare again: verify",
                    self.when.date(since)
                ),
            ),
            (None, None, true) => (
                Role::Warn,
                format!("{name} was not reachable for over a month. What you write waits here."),
            ),
            (None, None, false) => return Vec::new(),
        };
        self.prose(role, &text)
    }

    fn prose(&self, role: Role, text: &str) -> Vec<String> {
        let lines = wrap(text, self.style.width);
        lines
            .iter()
            .map(|line| self.style.paint(role, line))
            .collect()
    }

    /// The strip that shows only when something stands in the way.
    pub(crate) fn line(&self, status: &Status) -> Vec<String> {
        let waiting = match status.waiting {
            0 => String::new(),
            1 => " 1 message waits here.".to_owned(),
            more => format!(" {more} messages wait here."),
        };
        let (role, text) = match status.connection {
            _ if status.clock_refused => (
                Role::Danger,
                format!(
                    "This device's clock is over a day off. Nothing is sent until it is set right.{waiting}"
                ),
            ),
            Connection::NotTrusted => (
                Role::Danger,
                "The relay's certificate is not the pinned one. Nothing was sent. Try another \
                 network, or tell your admin: code TLS-PIN"
                    .to_owned(),
            ),
            Connection::Replaced => (
                Role::Danger,
                format!("Another copy of this device is connected.{waiting}"),
            ),
            Connection::Offline { since } => (
                Role::Warn,
                format!("Offline since {}.{waiting}", self.when.time(since)),
            ),
            Connection::Connecting => (Role::Quiet, format!("Connecting…{waiting}")),
            Connection::Stopped => (Role::Quiet, format!("Not connected.{waiting}")),
            Connection::Online => return Vec::new(),
        };
        self.prose(role, &text)
    }

    /// The rows, oldest first, with a line before each new day.
    pub(crate) fn rows(&self, messages: &[Message], name: &str) -> Vec<String> {
        if messages.is_empty() {
            let empty = "No messages yet. Write a line and press Enter.";
            return vec![self.style.paint(Role::Quiet, empty)];
        }
        let mut lines = Vec::new();
        let mut day = String::new();
        for message in messages {
            let this = self.when.day(message.at);
            if this != day {
                lines.push(self.separator(&this));
                day = this;
            }
            lines.extend(self.row(message, name, messages));
        }
        lines
    }

    fn separator(&self, day: &str) -> String {
        let dashes = self
            .style
            .width
            .saturating_sub(width(day))
            .saturating_sub(2)
            / 2;
        let side = "─".repeat(dashes);
        self.style
            .paint(Role::Quiet, &format!("{side} {day} {side}"))
    }

    /// One message: time, sender, text, and at the end of its last line mark and number.
    pub(crate) fn row(&self, message: &Message, name: &str, around: &[Message]) -> Vec<String> {
        if let Some(notice) = self.notice(message, name) {
            return vec![notice];
        }
        let columns = self
            .style
            .width
            .saturating_sub(7 + NAME_COLUMNS + TAIL_COLUMNS);
        let text = match &message.body {
            MessageBody::Text { text } => safe::text(text),
            MessageBody::Deleted => "Deleted by its sender".to_owned(),
            _ => "Needs a newer app".to_owned(),
        };
        let quiet = !matches!(message.body, MessageBody::Text { .. });
        let mut lines = Vec::new();
        for (at, line) in self.before(message, around).into_iter().enumerate() {
            lines.push(self.lay(message, name, (at == 0).then_some(()), &line));
        }
        for line in wrap(&text, columns) {
            let first = lines.is_empty().then_some(());
            let line = if quiet {
                self.style.paint(Role::Quiet, &line)
            } else {
                line
            };
            lines.push(self.lay(message, name, first, &line));
        }
        if let Some(last) = lines.last_mut() {
            let tail = self.tail(message);
            let gap = self
                .style
                .width
                .saturating_sub(visible(last))
                .saturating_sub(visible(&tail));
            last.push_str(&" ".repeat(gap));
            last.push_str(&tail);
        }
        for note in self.after(message) {
            lines.push(self.lay(message, name, None, &note));
        }
        lines
    }

    fn lay(&self, message: &Message, name: &str, first: Option<()>, text: &str) -> String {
        if first.is_none() {
            return format!("{}{text}", " ".repeat(7 + NAME_COLUMNS));
        }
        let time = self.style.paint(Role::Quiet, &self.when.time(message.at));
        let who = if message.own {
            "You".to_owned()
        } else {
            safe::line(name)
        };
        let who = pad(&cut(&who, NAME_COLUMNS - 2), NAME_COLUMNS);
        let role = if message.own {
            Role::Accent
        } else {
            Role::Strong
        };
        format!("{time}  {}{text}", self.style.paint(role, &who))
    }

    /// A row that is no message: gaps and new keys.
    fn notice(&self, message: &Message, name: &str) -> Option<String> {
        let name = safe::line(name);
        let text = match message.body {
            MessageBody::Gap { missing: 1 } => {
                format!("┄┄ A message of {name} may be missing. It was asked for again. ┄┄")
            }
            MessageBody::Gap { missing } => {
                format!(
                    "┄┄ {missing} messages of {name} may be missing. They were asked for again. ┄┄"
                )
            }
            MessageBody::NewKey => {
                format!("┄┄ {name} made new keys here. Compare again: verify ┄┄")
            }
            _ => return None,
        };
        Some(self.style.paint(Role::Warn, &text))
    }

    /// What stands above the text: urgency, and what it answers.
    fn before(&self, message: &Message, around: &[Message]) -> Vec<String> {
        let mut lines = Vec::new();
        match message.urgency {
            Urgency::Routine => {}
            Urgency::Soon => lines.push(self.style.paint(Role::Warn, "Soon")),
            Urgency::Urgent => lines.push(self.style.paint(Role::Danger, "! Urgent")),
        }
        if let Some(answered) = message.reply_to {
            let quote = around.iter().find(|other| other.id == answered);
            let quote = quote.map_or_else(
                || format!("#{}", answered.0),
                |quote| match &quote.body {
                    MessageBody::Text { text } => cut(&safe::line(text), 40),
                    _ => format!("#{}", answered.0),
                },
            );
            lines.push(self.style.paint(Role::Quiet, &format!("↳ {quote}")));
        }
        lines
    }

    /// What stands below it: edited, seen, marks, and why it waits.
    fn after(&self, message: &Message) -> Vec<String> {
        let mut notes: Vec<(Role, String)> = Vec::new();
        if let Some(first) = message.earlier.first() {
            let earlier = cut(&safe::line(&first.text), 40);
            notes.push((Role::Quiet, format!("Edited. Before: {earlier}")));
        }
        if !message.seen_by.is_empty() {
            notes.push((Role::Ok, "Seen".to_owned()));
        } else if message.urgency == Urgency::Urgent && !message.own {
            notes.push((
                Role::Danger,
                format!("Say that you have seen this: seen {}", message.id.0),
            ));
        }
        notes.extend(message.marks.iter().map(|mark| mark_note(*mark)));
        notes.extend(delivery_note(message));
        let columns = self.style.width.saturating_sub(7 + NAME_COLUMNS);
        let paint = |(role, note): (Role, String)| {
            wrap(&note, columns)
                .into_iter()
                .map(|line| self.style.paint(role, &line))
                .collect::<Vec<_>>()
        };
        notes.into_iter().flat_map(paint).collect()
    }

    fn tail(&self, message: &Message) -> String {
        let mark = mark(message.delivery);
        let role = match message.delivery {
            Delivery::NotSent => Role::Danger,
            Delivery::Read => Role::Accent,
            _ => Role::Quiet,
        };
        let number = self.style.paint(Role::Quiet, &format!("#{}", message.id.0));
        format!("  {} {number}", self.style.paint(role, mark))
    }

    /// What the marks mean.
    pub(crate) fn legend(&self) -> String {
        let legend = "· waiting  ○ at the relay  ◐ delivered  ● read  ! not sent";
        self.style.paint(Role::Quiet, legend)
    }
}

/// Columns that a painted line takes.
fn visible(line: &str) -> usize {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    width(&plain)
}

/// One line about the newest message, for lists.
pub(crate) fn preview(message: &Message) -> String {
    let text = match &message.body {
        MessageBody::Text { text } => safe::line(text),
        MessageBody::Deleted => "Deleted by its sender".to_owned(),
        MessageBody::NeedsNewerApp => "Needs a newer app".to_owned(),
        MessageBody::Gap { .. } => "A message may be missing".to_owned(),
        MessageBody::NewKey => "New key".to_owned(),
    };
    if message.own {
        format!("You: {text}")
    } else {
        text
    }
}

#[cfg(test)]
#[path = "chat_tests.rs"]
mod tests;
