//! The own account: registering, PIN, recovery code, profile, leaving.

use crate::app::{Answer, App};
use crate::ask::Ask;
use crate::command::{NumberAnswer, Registration, Switch};
use crate::failure::Failure;
use crate::json;
use crate::secret::Secret;
use crate::setup::PendingAttempt;
use crate::view::status;
use crate::view::style::Role;
use consilium_client::SystemEntropy;
use consilium_client::api::{Client, ClientError, ClientState, PhoneCode, Profile, Session};
use consilium_types::{Entropy, ids};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const NUMBER_REASON: &str = "Your phone number is how colleagues who have it find you, if you let \
    them, and how the relay knows a person from a robot. The relay stores it encrypted; whoever \
    runs the relay can read it.";
const PIN_RULES: &str = "At least 6 digits, or words. Nobody else can reset it.";
const CODE_RULES: &str = "Your recovery code. It brings your account back when this device is lost. \
    Write it on paper now; it is shown until you confirm it, then it is only on your paper:";

pub(crate) fn init(app: &App, relay: &Path, region: &str) -> Result<Answer, Failure> {
    let file = app.folders.init(relay, region)?;
    let lines = vec![
        format!(
            "This installation belongs to the relay {} now.",
            file.name()
        ),
        app.keystore_line(),
        "Next: consilium register".to_owned(),
    ];
    let facts = json!({
        "relay": file.name(),
        "data": app.folders.data.display().to_string(),
        "keystore": app.folders.keystore.display().to_string(),
    });
    Ok(Answer::new(lines, facts))
}

pub(crate) async fn request_code(app: &mut App, number: &str) -> Result<Answer, Failure> {
    let client = Arc::clone(&app.installation()?.client);
    let (pending, facts) = ask_for_code(&client, number).await?;
    app.folders.keep_attempt(&pending)?;
    let line = format!(
        "A code is on its way to {}. Next: register --code CODE",
        pending.number
    );
    Ok(Answer::new(vec![line], facts))
}

async fn ask_for_code(client: &Client, number: &str) -> Result<(PendingAttempt, Value), Failure> {
    let request = client.request_code(number).await?;
    let attempt = ids::to_hex(&request.attempt);
    let facts = json!({
        "attempt": attempt,
        "number": request.number,
        "expires_in_ms": request.expires_in_ms,
        "retry_after_ms": request.retry_after_ms,
    });
    Ok((
        PendingAttempt {
            attempt,
            number: request.number,
        },
        facts,
    ))
}

pub(crate) async fn register(
    app: &mut App,
    registration: Registration,
    ask: &mut dyn Ask,
) -> Result<Answer, Failure> {
    let client = Arc::clone(&app.installation()?.client);
    if client.state()? != ClientState::Empty {
        return Err(ClientError::AccountExists.into());
    }
    let (code, profile, pin) = answers(app, &client, &registration, ask).await?;
    let session = client.register(code, pin.expose(), profile).await?;
    app.folders.forget_attempt();
    app.begin(&session);
    let groups = session.recovery_code()?;
    let mut lines = vec!["You are registered.".to_owned(), app.keystore_line()];
    if ask.again() {
        ask.say(&format!(
            "{}\n\n{}\n",
            app.wrapped(CODE_RULES),
            code_lines(app, &groups)
        ));
        lines.push(confirm_by_person(&session, ask, groups.len())?);
    } else {
        lines.push(format!(
            "{}\n\n{}\n",
            app.wrapped(CODE_RULES),
            code_lines(app, &groups)
        ));
        lines.push("Confirm it: recovery-code".to_owned());
    }
    let mut facts = json::own(&session.own_account()?);
    if let Value::Object(facts) = &mut facts {
        facts.insert("recovery_code".to_owned(), json!(groups));
        let note = status::keystore_warning(&app.folders.keystore.display().to_string());
        facts.insert("keystore_note".to_owned(), json!(note));
    }
    Ok(Answer::new(lines, facts))
}

pub(crate) async fn recover(
    app: &mut App,
    registration: Registration,
    ask: &mut dyn Ask,
) -> Result<Answer, Failure> {
    let client = Arc::clone(&app.installation()?.client);
    if client.state()? != ClientState::Empty {
        return Err(ClientError::AccountExists.into());
    }
    let recovery = match &registration.recovery_code {
        Some(code) => code.clone(),
        None => Secret::from(ask.line("Recovery code, from your paper: ")?),
    };
    let (code, profile, pin) = answers(app, &client, &registration, ask).await?;
    let session = client
        .recover(recovery.expose(), code, pin.expose(), profile)
        .await?;
    app.folders.forget_attempt();
    app.begin(&session);
    let lines = vec![
        "Your account is back. Devices you had before are out; your safety numbers are as they were."
            .to_owned(),
        app.keystore_line(),
    ];
    Ok(Answer::new(lines, json::own(&session.own_account()?)))
}

/// Number and code, name and profession, PIN: given, or asked for.
async fn answers(
    app: &App,
    client: &Client,
    given: &Registration,
    ask: &mut dyn Ask,
) -> Result<(PhoneCode, Profile, Secret), Failure> {
    let (pending, code) = number_and_code(app, client, given, ask).await?;
    let name = match &given.name {
        Some(name) => name.clone(),
        None => ask.line("Your name, as colleagues know you: ")?,
    };
    let profession = match (&given.profession, &given.name) {
        (Some(profession), _) => profession.clone(),
        (None, Some(_)) => String::new(),
        (None, None) => ask.line("Your profession (may stay empty): ")?,
    };
    let pin = match &given.pin {
        Some(pin) => pin.clone(),
        None => new_pin(client, ask)?,
    };
    let attempt = data_encoding::HEXLOWER_PERMISSIVE.decode(pending.attempt.as_bytes());
    let code = PhoneCode {
        attempt: attempt.unwrap_or_default(),
        code: code.trim().to_owned(),
        number: pending.number,
    };
    let profile = Profile {
        name: name.trim().to_owned(),
        profession: profession.trim().to_owned(),
    };
    Ok((code, profile, pin))
}

async fn number_and_code(
    app: &App,
    client: &Client,
    given: &Registration,
    ask: &mut dyn Ask,
) -> Result<(PendingAttempt, String), Failure> {
    if let Some(code) = &given.code {
        let pending = app
            .folders
            .attempt()
            .ok_or_else(|| Failure::usage("No code was asked for yet: request-code NUMBER"))?;
        return Ok((pending, code.clone()));
    }
    ask.say(&app.wrapped(NUMBER_REASON));
    let number = match &given.number {
        Some(number) => number.clone(),
        None => ask.line("Your phone number: ")?,
    };
    let (pending, _) = ask_for_code(client, &number).await?;
    app.folders.keep_attempt(&pending)?;
    let code = ask.line(&format!("The code that was sent to {}: ", pending.number))?;
    Ok((pending, code))
}

fn new_pin(client: &Client, ask: &mut dyn Ask) -> Result<Secret, Failure> {
    ask.say(PIN_RULES);
    loop {
        let pin = ask.secret("New PIN: ")?;
        if let Err(refused) = client.check_new_pin(pin.expose()) {
            if !ask.again() {
                return Err(refused.into());
            }
            ask.say(&refused.to_string());
            continue;
        }
        if ask.secret("The same again: ")? == pin {
            return Ok(pin);
        }
        if !ask.again() {
            return Err(Failure::usage("The two PINs differ."));
        }
        ask.say("The two differ. Once more.");
    }
}

/// Asks until the PIN is right or must wait.
pub(crate) async fn unlock(
    app: &mut App,
    given: Option<Secret>,
    ask: &mut dyn Ask,
) -> Result<Arc<Session>, Failure> {
    if let Some(session) = app.open_session() {
        return Ok(Arc::clone(session));
    }
    let client = Arc::clone(&app.installation()?.client);
    if client.state()? == ClientState::Empty {
        return Err(ClientError::NoAccount.into());
    }
    let given = given.or_else(|| app.pin.clone());
    loop {
        let pin = match &given {
            Some(pin) => pin.clone(),
            None => ask.secret("PIN: ")?,
        };
        // The check takes half a second and 256 MiB on purpose.
        match tokio::task::block_in_place(|| client.unlock(pin.expose())) {
            Ok(session) => {
                app.begin(&session);
                return Ok(session);
            }
            Err(error @ ClientError::WrongPin { .. }) if given.is_none() && ask.again() => {
                ask.say(&app.style.paint(Role::Warn, &error.to_string()));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

pub(crate) fn reopen(
    app: &mut App,
    given: Option<Secret>,
    ask: &mut dyn Ask,
) -> Result<Answer, Failure> {
    let client = Arc::clone(&app.installation()?.client);
    let code = match given {
        Some(code) => code,
        None => Secret::from(ask.line("Recovery code, from your paper: ")?),
    };
    client.reopen_pin_with_recovery_code(code.expose())?;
    Ok(Answer::done(
        "PIN entry is open again. Ten more tries: unlock",
    ))
}

pub(crate) fn change_pin(
    app: &mut App,
    session: &Session,
    old: Option<Secret>,
    new: Option<Secret>,
    ask: &mut dyn Ask,
) -> Result<Answer, Failure> {
    let client = Arc::clone(&app.installation()?.client);
    let old = old.map_or_else(|| ask.secret("PIN as it is: "), Ok)?;
    let new = new.map_or_else(|| new_pin(&client, ask), Ok)?;
    tokio::task::block_in_place(|| session.change_pin(old.expose(), new.expose()))?;
    Ok(Answer::done("The PIN is changed."))
}

pub(crate) fn recovery_code(
    app: &App,
    session: &Session,
    confirm: Option<Vec<(u32, Secret)>>,
    ask: &mut dyn Ask,
) -> Result<Answer, Failure> {
    if let Some(confirm) = confirm {
        let groups: Vec<(u32, String)> = confirm
            .iter()
            .map(|(index, group)| (*index, group.expose().to_owned()))
            .collect();
        session.confirm_recovery_code(&groups)?;
        return Ok(Answer::done(
            "Confirmed. The code is only on your paper now.",
        ));
    }
    let groups = session.recovery_code()?;
    let shown = format!(
        "{}\n\n{}\n",
        app.wrapped(CODE_RULES),
        code_lines(app, &groups)
    );
    let facts = json!({"groups": groups});
    if !ask.again() {
        return Ok(Answer::new(vec![shown], facts));
    }
    ask.say(&shown);
    let line = confirm_by_person(session, ask, groups.len())?;
    Ok(Answer::new(vec![line], facts))
}

/// Two groups, drawn anew each time, typed back; an empty line puts it off.
fn confirm_by_person(
    session: &Session,
    ask: &mut dyn Ask,
    groups: usize,
) -> Result<String, Failure> {
    let entropy: &dyn Entropy = &SystemEntropy;
    let count = u32::try_from(groups).unwrap_or(u32::MAX).max(2);
    let first = entropy.below(count);
    let step = entropy.below(count.saturating_sub(1)).saturating_add(1);
    let second = first
        .saturating_add(step)
        .checked_rem(count)
        .unwrap_or_default();
    loop {
        let mut typed = Vec::new();
        for index in [first, second] {
            let prompt = format!(
                "Group {} of your paper (empty: later): ",
                index.saturating_add(1)
            );
            let group = ask.line(&prompt)?;
            if group.trim().is_empty() {
                return Ok("Not confirmed yet. Do it soon: recovery-code".to_owned());
            }
            typed.push((index, group));
        }
        match session.confirm_recovery_code(&typed) {
            Ok(()) => return Ok("Confirmed. The code is only on your paper now.".to_owned()),
            Err(error @ ClientError::RecoveryGroupsWrong) => ask.say(&error.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
}

fn code_lines(app: &App, groups: &[String]) -> String {
    let lines = groups
        .chunks(5)
        .map(|groups| format!("    {}", groups.join("  ")));
    let lines: Vec<String> = lines
        .map(|line| app.style.paint(Role::Strong, &line))
        .collect();
    lines.join("\n")
}

pub(crate) fn me(app: &App, session: &Session) -> Result<Answer, Failure> {
    let own = session.own_account()?;
    Ok(Answer::new(status::own(&app.style, &own), json::own(&own)))
}

pub(crate) fn name(session: &Session, name: String, profession: String) -> Result<Answer, Failure> {
    session.set_profile(&Profile { name, profession })?;
    Ok(Answer::done(
        "Changed. Each contact is told with your next message to them.",
    ))
}

pub(crate) async fn discoverable(session: &Session, on: Switch) -> Result<Answer, Failure> {
    session.set_discoverable(on == Switch::On).await?;
    Ok(Answer::done(match on {
        Switch::On => "People who have your number can find you now.",
        Switch::Off => "Nobody finds you by your number any more. Contacts stay.",
    }))
}

pub(crate) async fn number(session: &Session, answer: NumberAnswer) -> Result<Answer, Failure> {
    session
        .answer_number_move(answer == NumberAnswer::Allow)
        .await?;
    Ok(Answer::done(match answer {
        NumberAnswer::Allow => "Your number moved to the other account.",
        NumberAnswer::Refuse => "Refused. The number stays yours.",
    }))
}

pub(crate) async fn delete(
    app: &mut App,
    session: &Session,
    yes: bool,
    ask: &mut dyn Ask,
) -> Result<Answer, Failure> {
    ask.say(&app.wrapped(
        "Gone for good: your account, what waits for you at the relay, what you kept, and everything \
         on this device. Stays: what you sent, with those you sent it to.",
    ));
    if !yes && !ask.yes("Delete the account?")? {
        return Ok(Answer::done("Nothing was deleted."));
    }
    session.delete_account().await?;
    app.lock();
    app.installation()?.client.erase()?;
    Ok(Answer::done(
        "Deleted: the account at the relay, and everything on this device.",
    ))
}

pub(crate) fn erase(app: &mut App, yes: bool, ask: &mut dyn Ask) -> Result<Answer, Failure> {
    ask.say(&app.wrapped(
        "Gone for good: keys and messages on this device. Stays: your account at the relay, which \
         your recovery code brings back.",
    ));
    if !yes && !ask.yes("Erase this installation?")? {
        return Ok(Answer::done("Nothing was erased."));
    }
    app.lock();
    app.installation()?.client.erase()?;
    Ok(Answer::done(
        "Erased. Keys went first, so that the rest could not have been read.",
    ))
}
