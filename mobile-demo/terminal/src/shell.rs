//! The shell for a person: stays unlocked, takes commands as lines, shows what happens live.

use crate::app::{Answer, App};
use crate::chat;
use crate::command::Command;
use crate::console::{Console, Typed};
use crate::failure::Failure;
use crate::help;
use crate::line;
use crate::live::Told;
use crate::view::chat::preview;
use crate::view::people::name_of;
use crate::view::style::Role;
use consilium_client::api::{ClientState, Connection, Event, Session};
use consilium_types::AccountId;

/// More new messages at once than are told one by one.
const TOLD_ONE_BY_ONE: usize = 8;

/// Until the person leaves.
pub(crate) async fn run(
    app: &mut App,
    console: &mut Console,
    first: Option<Command>,
) -> Result<(), Failure> {
    greet(app, console).await?;
    if let Some(Command::Chat { who }) = first {
        carry_out(app, console, Command::Chat { who }).await;
    }
    loop {
        let prompt = if app.open_session().is_some() {
            "consilium> "
        } else {
            "consilium (locked)> "
        };
        tokio::select! {
            typed = console.next_line(prompt) => match typed {
                Typed::Line(line) if matches!(line.trim(), "quit" | "exit") => break,
                Typed::Line(line) => line_typed(app, console, line.trim()).await,
                Typed::Interrupted => console.show("Leave with: quit"),
                Typed::Secret(_) => {}
                Typed::End => break,
            },
            told = app.live.next() => {
                if told == Told::Tick {
                    app.tick();
                    continue;
                }
                for line in announce(app, told) {
                    console.show(&line);
                }
            }
        }
    }
    app.lock();
    console.show("Locked.");
    Ok(())
}

async fn greet(app: &mut App, console: &mut Console) -> Result<(), Failure> {
    let client = std::sync::Arc::clone(&app.installation()?.client);
    if client.state()? == ClientState::Empty {
        console.show("No account on this device yet. Make one: register · get yours back: recover");
        return Ok(());
    }
    match app.session(console).await {
        Ok(session) => {
            console.show(&welcome(app, &session));
            Ok(())
        }
        Err(failure) => {
            console.show(&complaint(app, &failure));
            Ok(())
        }
    }
}

fn welcome(app: &App, session: &Session) -> String {
    let list = session.conversations().unwrap_or_default();
    let lines = crate::view::people::conversations(&app.style, &app.when, &list, app.now());
    let hint = app.style.paint(Role::Quiet, "What there is: help");
    format!("{}\n{hint}", lines.join("\n"))
}

async fn line_typed(app: &mut App, console: &mut Console, text: &str) {
    match text {
        "" => {}
        "help" | "?" => console.show(&help::text(&app.style)),
        text => match line::parse(text) {
            Ok(command) => carry_out(app, console, command).await,
            Err(failure) => {
                let text = complaint(app, &failure);
                console.show(&text);
            }
        },
    }
}

async fn carry_out(app: &mut App, console: &mut Console, command: Command) {
    let locks = matches!(
        command,
        Command::Lock | Command::Erase { .. } | Command::DeleteAccount { .. }
    );
    let outcome = match command {
        Command::Chat { who } => chat::run(app, console, &who).await,
        command => app.run(command, console).await,
    };
    if locks && app.open_session().is_none() {
        console.forget();
        // Said by the answer already.
        while app.live.try_next().is_some() {}
    }
    show(app, console, outcome);
}

fn show(app: &App, console: &mut Console, outcome: Result<Answer, Failure>) {
    match outcome {
        Ok(answer) if answer.lines.is_empty() => {}
        Ok(answer) => console.show(&answer.lines.join("\n")),
        Err(failure) => {
            let text = complaint(app, &failure);
            console.show(&text);
        }
    }
}

/// What went wrong, wrapped, in its colour.
pub(crate) fn complaint(app: &App, failure: &Failure) -> String {
    let lines = crate::view::wrap::wrap(&failure.message, app.style.width);
    app.style.paint(Role::Danger, &lines.join("\n"))
}

/// Lines about what just happened, with all that waits already.
pub(crate) fn announce(app: &mut App, told: Told) -> Vec<String> {
    let mut events = Vec::new();
    if let Told::Event(event) = told {
        events.push(event);
    }
    while let Some(event) = app.live.try_next() {
        events.push(event);
    }
    let is_new = |event: &&Event| matches!(event, Event::MessageAdded { own: false, .. });
    let new = events.iter().filter(is_new).count();
    if new > TOLD_ONE_BY_ONE {
        let mut lines = vec![
            app.style
                .paint(Role::Accent, &format!("{new} new messages: conversations")),
        ];
        let others = events.iter().filter(|event| !is_new(event));
        lines.extend(others.filter_map(|event| line_of(app, event)));
        return lines;
    }
    events
        .iter()
        .filter_map(|event| line_of(app, event))
        .collect()
}

/// A line for events that a person should know of outside a conversation.
pub(crate) fn line_of(app: &App, event: &Event) -> Option<String> {
    let (role, text) = match event {
        Event::MessageAdded {
            message,
            own: false,
            ..
        } => {
            let session = app.open_session()?;
            let message = session.message(*message).ok()?;
            let name = name(session, message.sender);
            (Role::Accent, format!("{name}: {}", preview(&message)))
        }
        Event::Connection {
            state: Connection::Online,
        } => (Role::Ok, "● Online".to_owned()),
        Event::Connection {
            state: Connection::Offline { .. },
        } => (
            Role::Warn,
            "! Offline. What you write waits here.".to_owned(),
        ),
        Event::Connection {
            state: Connection::NotTrusted,
        } => (
            Role::Danger,
            "! The relay's certificate is not the pinned one. Nothing was sent. Try another \
             network, or tell your admin: code TLS-PIN"
                .to_owned(),
        ),
        Event::Connection {
            state: Connection::Replaced,
        } => (
            Role::Danger,
            "! Another copy of this device is connected. Do you know of none? Recover the account. \
             To take the line back: connect"
                .to_owned(),
        ),
        other => of_others(app, other).or_else(|| of_oneself(app, other))?,
    };
    Some(app.style.paint(role, &text))
}

/// About somebody else's keys or messages.
fn of_others(app: &App, event: &Event) -> Option<(Role, String)> {
    let who = |account: &AccountId| {
        app.open_session()
            .map_or_else(|| "Somebody".to_owned(), |session| name(session, *account))
    };
    Some(match event {
        Event::RequestArrived { .. } => (
            Role::Warn,
            "Somebody unknown wrote to you: requests".to_owned(),
        ),
        Event::NewKey { account } => (
            Role::Warn,
            format!("{} has a new key. Is it really them? verify", who(account)),
        ),
        Event::NewAccountForNumber { before, .. } => (
            Role::Warn,
            format!(
                "The number of {} belongs to another account now. It is a new contact.",
                who(before)
            ),
        ),
        Event::Fork { account } => (
            Role::Danger,
            format!(
                "The keys of {} were copied or forged. Nothing is sent to them. Talk to them another way.",
                who(account)
            ),
        ),
        Event::Quarantined { count } => (
            Role::Warn,
            format!("{count} could not be verified and are not shown. Details: diagnostics"),
        ),
        _ => return None,
    })
}

/// About this device and its account.
fn of_oneself(app: &App, event: &Event) -> Option<(Role, String)> {
    Some(match event {
        Event::ClockOff { .. } => (
            Role::Danger,
            "This device's clock is over a day off. Nothing is sent until it is set right."
                .to_owned(),
        ),
        Event::ForeignPrekey => (
            Role::Danger,
            "The relay shows keys for this device that it did not make: they were copied. Recover \
             the account with the recovery code, and tell your admin."
                .to_owned(),
        ),
        Event::NumberMove { moves_at } => (
            Role::Danger,
            format!(
                "Somebody asked for your phone number. It leaves you on {}. Not you? number refuse",
                app.when.date(*moves_at)
            ),
        ),
        Event::SignedOut => (
            Role::Danger,
            "This device is no longer part of the account. Recover the account to go on."
                .to_owned(),
        ),
        Event::NotRegistered => (
            Role::Danger,
            "The registration did not reach the relay, which does not know this account. Erase \
             this installation and register again: erase"
                .to_owned(),
        ),
        Event::Locked => (Role::Quiet, "Locked.".to_owned()),
        _ => return None,
    })
}

/// The name of an account, as far as it is known.
pub(crate) fn name(session: &Session, account: AccountId) -> String {
    session
        .contact(account)
        .map_or_else(|_| "Somebody".to_owned(), |contact| name_of(&contact))
}
