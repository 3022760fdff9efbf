//! A conversation, live: redrawn as it changes, a line typed is sent.

use crate::app::{Answer, App};
use crate::command::Command;
use crate::console::{Console, Typed};
use crate::failure::Failure;
use crate::line;
use crate::live::Told;
use crate::message::page;
use crate::shell::{complaint, line_of};
use crate::view::chat::{ChatView, Head};
use crate::view::style::{Role, Style};
use crate::whom::{Who, who};
use consilium_client::api::{ClientError, ContactState, Event, Session, Urgency};
use serde_json::json;
use std::sync::Arc;

/// Rows read for a screen; more than any screen shows.
const ROWS: u32 = 100;
/// Commands that are about the person one talks to.
const ABOUT: [&str; 9] = [
    "keep", "verify", "block", "unblock", "accept", "decline", "history", "read", "send",
];
const HELP: &str = "A line is sent as it is. /keep on · /verify · /delete 12 · /edit 12 TEXT · \
    /block · /back, and every other command after a slash";

/// Until `/back`.
pub(crate) async fn run(
    app: &mut App,
    console: &mut Console,
    name: &str,
) -> Result<Answer, Failure> {
    let session = app.session(console).await?;
    let who = who(&session, name)?;
    let mut screen = Screen {
        session,
        account: who.account(),
        notes: vec![quiet(app, HELP)],
    };
    loop {
        screen.draw(app, console)?;
        if !screen.until_something(app, console).await? {
            return Ok(Answer::new(vec![clear()], json!({})));
        }
    }
}

struct Screen {
    session: Arc<Session>,
    account: consilium_types::AccountId,
    /// Shown below the rows until the next line is typed.
    notes: Vec<String>,
}

impl Screen {
    /// Waits for a line or for something to redraw; false to leave.
    async fn until_something(
        &mut self,
        app: &mut App,
        console: &mut Console,
    ) -> Result<bool, Failure> {
        loop {
            tokio::select! {
                typed = console.next_line("> ") => {
                    app.used_now();
                    return match typed {
                    Typed::Line(line) => self.typed(app, console, line.trim()).await,
                    Typed::Interrupted | Typed::End => Ok(false),
                    Typed::Secret(_) => Ok(true),
                    };
                },
                told = app.live.next() => {
                    if self.matters(app, told) {
                        return Ok(true);
                    }
                }
            }
        }
    }

    async fn typed(
        &mut self,
        app: &mut App,
        console: &mut Console,
        text: &str,
    ) -> Result<bool, Failure> {
        self.notes.clear();
        let Some(command) = text.strip_prefix('/') else {
            if !text.is_empty() {
                let sent = self
                    .session
                    .send_text(self.account, text, None, Urgency::Routine);
                self.notes
                    .extend(sent.err().map(|error| complaint(app, &error.into())));
            }
            return Ok(true);
        };
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        match verb {
            "back" | "quit" | "exit" | "b" => return Ok(false),
            "help" | "?" => {
                self.notes.push(quiet(app, HELP));
                return Ok(true);
            }
            _ => {}
        }
        let whole = if ABOUT.contains(&verb) {
            format!("{verb} {} {rest}", self.account.to_hex())
        } else {
            command.to_owned()
        };
        let outcome = match line::parse(&whole) {
            Ok(Command::Chat { .. }) => Err(Failure::usage("Leave this conversation first: /back")),
            Ok(command) => app.run(command, console).await,
            Err(failure) => Err(failure),
        };
        match outcome {
            Ok(answer) => self.notes = answer.lines,
            Err(failure) => self.notes.push(complaint(app, &failure)),
        }
        Ok(!self.session.is_locked())
    }

    /// Whether an event, or one of those that wait with it, changes what is seen here.
    fn matters(&mut self, app: &mut App, told: Told) -> bool {
        let mut events = Vec::new();
        let mut matters = false;
        match told {
            Told::Event(event) => events.push(event),
            Told::Missed => matters = true,
            Told::Tick => matters = app.tick(),
        }
        while let Some(event) = app.live.try_next() {
            events.push(event);
        }
        let here = who(&self.session, &self.account.to_hex()).map(|who| who.conversation());
        for event in events {
            let elsewhere = match &event {
                Event::MessageAdded { conversation, .. }
                | Event::MessageChanged { conversation, .. }
                | Event::MessageRemoved { conversation, .. }
                | Event::ConversationChanged { conversation } => {
                    here.as_ref().is_ok_and(|here| here != conversation)
                }
                _ => false,
            };
            if elsewhere {
                if let Some(line) = line_of(app, &event) {
                    self.notes.push(line);
                    matters = true;
                }
            } else {
                matters = true;
            }
        }
        matters
    }

    fn draw(&self, app: &mut App, console: &mut Console) -> Result<(), Failure> {
        // The window may have another size by now.
        app.style = Style::of_stdout();
        if self.session.is_locked() {
            return Err(ClientError::Locked.into());
        }
        let who = who(&self.session, &self.account.to_hex())?;
        let page = page(&self.session, &who, ROWS, None)?;
        if page.conversation.unread > 0 && answers(&who) {
            self.session.mark_read(who.conversation())?;
        }
        let status = self.session.status()?;
        let view = ChatView {
            style: &app.style,
            when: &app.when,
        };
        let head = Head {
            conversation: &page.conversation,
            contact: who.contact(),
            status: &status,
        };
        let top = view.head(&head);
        let rows = view.rows(&page.messages, &who.name());
        let mut below = vec![String::new()];
        below.extend(
            self.notes
                .iter()
                .flat_map(|note| note.lines())
                .map(str::to_owned),
        );
        below.push(view.legend());
        let room = app
            .style
            .height
            .saturating_sub(top.len())
            .saturating_sub(below.len() + 1);
        let skip = rows.len().saturating_sub(room.max(3));
        let lines: Vec<String> = top
            .into_iter()
            .chain(rows.into_iter().skip(skip))
            .chain(below)
            .collect();
        console.show(&format!("{}{}", clear(), lines.join("\n")));
        Ok(())
    }
}

/// A request shows its messages and answers nothing, not even that they were read.
fn answers(who: &Who) -> bool {
    who.contact()
        .is_none_or(|contact| contact.state == ContactState::Accepted)
}

fn quiet(app: &App, text: &str) -> String {
    app.style.paint(
        Role::Quiet,
        &crate::view::wrap::wrap(text, app.style.width).join("\n"),
    )
}

/// Empties the screen, its memory of earlier lines left as it is.
fn clear() -> String {
    "\u{1b}[2J\u{1b}[H".to_owned()
}
