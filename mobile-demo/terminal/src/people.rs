//! Address book, contacts, requests, safety numbers.

use crate::app::{Answer, App};
use crate::ask::Ask;
use crate::command::Command;
use crate::failure::Failure;
use crate::json;
use crate::setup::storage;
use crate::view::style::Role;
use crate::view::wrap::wrap;
use crate::view::{people, verify};
use crate::whom::contact;
use consilium_client::api::{ClientError, Contact, ContactState, QrCheck, Scheme, Session};
use consilium_client::import;
use consilium_types::AccountId;
use serde_json::json;
use std::path::Path;

pub(crate) async fn run(
    app: &App,
    session: &Session,
    command: Command,
    ask: &mut dyn Ask,
) -> Result<Answer, Failure> {
    match command {
        Command::Import { file } => import_file(app, session, &file),
        Command::Find { yes, scheme } => find(app, session, yes, scheme, ask).await,
        Command::Contacts => contacts(app, session),
        Command::Requests => requests(app, session),
        Command::Verify {
            who,
            compared,
            code,
            without_checking,
            dismiss,
        } => {
            let contact = contact(session, &who)?;
            match (compared, code, without_checking, dismiss) {
                (true, ..) => mark_compared(app, session, &contact),
                (_, Some(code), ..) => check_code(app, session, &contact, &code),
                (.., true, _) => {
                    session.send_without_checking(contact.account)?;
                    Ok(Answer::done(
                        "Sending goes on. The new key is not compared.",
                    ))
                }
                (.., true) => {
                    session.dismiss_new_key(contact.account)?;
                    Ok(Answer::done("The notice is put away."))
                }
                _ => show_number(app, session, &contact),
            }
        }
        command => decide(session, command),
    }
}

/// Who may write.
fn decide(session: &Session, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Accept { who } => {
            let contact = contact(session, &who)?;
            session.accept_request(contact.account)?;
            Ok(Answer::done(format!(
                "{} is a contact now.",
                people::name_of(&contact)
            )))
        }
        Command::Decline { who } => {
            let contact = contact(session, &who)?;
            session.decline_request(contact.account)?;
            Ok(Answer::done("Declined. They are not told."))
        }
        Command::Block { who } => {
            let contact = contact(session, &who)?;
            session.block(contact.account)?;
            let name = people::name_of(&contact);
            Ok(Answer::done(format!(
                "{name} is blocked. They are not told. Undo: unblock"
            )))
        }
        Command::Unblock { who } => {
            let contact = contact(session, &who)?;
            session.unblock(contact.account)?;
            Ok(Answer::done(format!(
                "{} can write to you again.",
                people::name_of(&contact)
            )))
        }
        _ => Err(Failure::usage(
            "There is no such command. What there is: help",
        )),
    }
}

fn contacts(app: &App, session: &Session) -> Result<Answer, Failure> {
    let contacts = session.contacts()?;
    let facts: Vec<_> = contacts.iter().map(json::contact).collect();
    let lines = people::contacts(&app.style, &contacts);
    Ok(Answer::new(lines, json!({"contacts": facts})))
}

fn requests(app: &App, session: &Session) -> Result<Answer, Failure> {
    let mut requests = session.contacts()?;
    requests.retain(|contact| contact.state == ContactState::Requested);
    let facts: Vec<_> = requests.iter().map(json::contact).collect();
    let lines = people::requests(&app.style, &requests);
    Ok(Answer::new(lines, json!({"requests": facts})))
}

fn import_file(app: &App, session: &Session, file: &Path) -> Result<Answer, Failure> {
    let bytes = std::fs::read(file).map_err(|error| storage(file, &error))?;
    let book = import::parse(&bytes)?;
    let summary = session.import_address_book(&book.entries)?;
    let skipped = book.skipped;
    let mut lines = vec![format!(
        "{} contacts with {} numbers are on this device. Nothing of them has left it.",
        summary.entries, summary.numbers
    )];
    let mut note = |count: u32, what: &str| {
        if count > 0 {
            lines.push(app.style.paint(Role::Warn, &format!("{count} {what}")));
        }
    };
    note(
        summary.not_understood,
        "numbers were not understood. With their country code they are.",
    );
    note(
        skipped.malformed,
        "entries could not be read and were left out.",
    );
    note(
        skipped.beyond_limit,
        "entries or numbers are more than are taken from one file.",
    );
    if skipped.without_number > 0 {
        let text = format!("{} entries have no number.", skipped.without_number);
        lines.push(app.style.paint(Role::Quiet, &text));
    }
    if skipped.not_telephone > 0 {
        let text = format!(
            "{} fax, pager and other numbers were left out.",
            skipped.not_telephone
        );
        lines.push(app.style.paint(Role::Quiet, &text));
    }
    lines.push("Who of them uses Consilium: find".to_owned());
    let facts = json!({
        "entries": summary.entries,
        "numbers": summary.numbers,
        "not_understood": summary.not_understood,
        "without_number": skipped.without_number,
        "not_telephone": skipped.not_telephone,
        "malformed": skipped.malformed,
        "beyond_limit": skipped.beyond_limit,
    });
    Ok(Answer::new(lines, facts))
}

async fn find(
    app: &App,
    session: &Session,
    yes: bool,
    scheme: u8,
    ask: &mut dyn Ask,
) -> Result<Answer, Failure> {
    let scheme = match scheme {
        0 => Scheme::Sha1,
        1 => Scheme::HmacSha1,
        _ => return Err(Failure::usage("There are the schemes 1 and 0.")),
    };
    if !yes && !consents(app, ask)? {
        return Ok(Answer::new(
            vec!["Not now. Nothing was sent.".to_owned()],
            json!({"asked": 0, "found": [], "new": []}),
        ));
    }
    let summary = session.find_contacts(scheme).await?;
    let found: Vec<Contact> = summary
        .found
        .iter()
        .map(|account| session.contact(*account))
        .collect::<Result<_, ClientError>>()?;
    let mut lines = vec![format!(
        "{} of {} numbers use Consilium, {} new to you.",
        found.len(),
        summary.asked,
        summary.new.len()
    )];
    if !found.is_empty() {
        lines.extend(people::contacts(&app.style, &found));
        let hint =
            "Found by number only: compare safety numbers before you rely on it: verify NAME";
        lines.push(app.style.paint(Role::Quiet, hint));
    }
    let hex = |list: &[AccountId]| list.iter().map(AccountId::to_hex).collect::<Vec<_>>();
    let facts = json!({
        "asked": summary.asked,
        "found": hex(&summary.found),
        "new": hex(&summary.new),
        "contacts": found.iter().map(json::contact).collect::<Vec<_>>(),
    });
    Ok(Answer::new(lines, facts))
}

/// Asks whether fingerprints of numbers may leave this device.
fn consents(app: &App, ask: &mut dyn Ask) -> Result<bool, Failure> {
    if !ask.again() {
        let text = format!("{} Yes to that: find --yes", people::FIND_SENTENCE);
        return Err(Failure::new("CONSENT", text));
    }
    ask.say(&wrap(people::FIND_SENTENCE, app.style.width).join("\n"));
    ask.yes("Find colleagues?")
}

fn show_number(app: &App, session: &Session, contact: &Contact) -> Result<Answer, Failure> {
    let groups = session.safety_number(contact.account)?.groups;
    let payload = session.qr_payload(contact.account)?;
    let name = people::name_of(contact);
    let style = &app.style;
    let mut lines = vec![style.paint(Role::Strong, &format!("Safety number with {name}"))];
    lines.push(String::new());
    lines.extend(verify::qr(style, &payload));
    lines.push(String::new());
    lines.extend(verify::safety_number(style, &groups));
    lines.push(String::new());
    lines.push(if contact.compared {
        style.paint(Role::Ok, "Compared already.")
    } else {
        style.paint(Role::Warn, "Not compared yet.")
    });
    let how = format!(
        "Read it to each other in person or by telephone. The same on both sides: verify \"{name}\" \
         --compared. Not the same: do not send, and tell your admin."
    );
    lines.extend(wrap(&how, style.width));
    let facts = json!({
        "groups": groups,
        "code": consilium_types::ids::to_hex(&payload),
        "contact": json::contact(contact),
    });
    Ok(Answer::new(lines, facts))
}

fn mark_compared(app: &App, session: &Session, contact: &Contact) -> Result<Answer, Failure> {
    session.mark_compared(contact.account)?;
    let line = format!(
        "Compared today: the key of {} is theirs.",
        people::name_of(contact)
    );
    Ok(Answer::done(app.style.paint(Role::Ok, &line)))
}

fn check_code(
    app: &App,
    session: &Session,
    contact: &Contact,
    code: &str,
) -> Result<Answer, Failure> {
    let scanned = data_encoding::HEXLOWER_PERMISSIVE
        .decode(code.trim().as_bytes())
        .map_err(|_| Failure::usage("A scanned code is hexadecimal."))?;
    let check = session.check_qr(contact.account, &scanned)?;
    let name = people::name_of(contact);
    let (word, line) = match check {
        QrCheck::Match => (
            "match",
            app.style.paint(
                Role::Ok,
                &format!("Compared today: the key of {name} is theirs."),
            ),
        ),
        QrCheck::Mismatch => (
            "mismatch",
            app.style.paint(
                Role::Danger,
                &format!("Not the same. Do not send to {name}. Tell your admin."),
            ),
        ),
        QrCheck::NotACode => ("not_a_code", "This is not a code of Consilium.".to_owned()),
    };
    Ok(Answer::new(vec![line], json!({"check": word})))
}
