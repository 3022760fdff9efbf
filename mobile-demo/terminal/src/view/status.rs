//! How things stand: the line to the relay, what waits, the own account.

use super::safe;
use super::style::{Role, Style};
use super::when::When;
use consilium_client::api::{Connection, OwnAccount, PinStatus, Status};

/// Said where keys are made and on every status: what this program's keystore is.
pub(crate) fn keystore_warning(folder: &str) -> String {
    format!(
        "The keystore of this terminal client is the folder {folder}, and no phone's hardware: \
         whoever copies it together with the data can try PINs as fast as their computers allow."
    )
}

/// The status of an unlocked session.
pub(crate) fn status(style: &Style, when: &When, status: &Status) -> Vec<String> {
    let mut lines = vec![connection(style, when, status)];
    let mut say = |role, text: String| lines.push(style.paint(role, &text));
    match status.waiting {
        0 => say(Role::Quiet, "Nothing waits to be sent.".to_owned()),
        1 => say(Role::Warn, "1 message waits to be sent.".to_owned()),
        more => say(Role::Warn, format!("{more} messages wait to be sent.")),
    }
    if status.clock_refused {
        let text =
            "This device's clock is over a day off. Set it right; nothing is sent until then.";
        say(Role::Danger, text.to_owned());
    }
    if status.erasure_waits {
        let text =
            "Erasure waits: this device's clock jumped. It goes on when the relay's clock agrees.";
        say(Role::Warn, text.to_owned());
    }
    if status.held > 0 {
        let text = format!("{} messages wait for their sender's keys.", status.held);
        say(Role::Quiet, text);
    }
    if status.quarantined > 0 {
        let text = format!(
            "{} could not be verified and are not shown: diagnostics",
            status.quarantined
        );
        say(Role::Warn, text);
    }
    if let Some(at) = status.number_leaves_at {
        let text = format!(
            "Somebody asked for your phone number. It leaves you on {} at {}. Not you? number refuse",
            when.date(at),
            when.time(at)
        );
        say(Role::Danger, text);
    }
    if let Some(at) = status.number_arrives_at {
        let text = format!(
            "Your phone number arrives on {} at {}.",
            when.date(at),
            when.time(at)
        );
        say(Role::Quiet, text);
    }
    lines
}

fn connection(style: &Style, when: &When, status: &Status) -> String {
    match status.connection {
        Connection::Online => style.paint(Role::Ok, "● Online. You can be reached."),
        Connection::Connecting => style.paint(Role::Quiet, "○ Connecting…"),
        Connection::Stopped => style.paint(Role::Quiet, "○ Not connected: connect"),
        Connection::Offline { since } => {
            let text = format!(
                "! Offline since {}. It tries again by itself.",
                when.time(since)
            );
            style.paint(Role::Warn, &text)
        }
        Connection::NotTrusted => style.paint(
            Role::Danger,
            "! The relay's certificate is not the pinned one. Nothing was sent. Try another \
             network, or tell your admin: code TLS-PIN",
        ),
        Connection::Replaced => style.paint(
            Role::Danger,
            "! Another copy of this device is connected. Do you know of none? Recover the account. \
             To take the line back: connect",
        ),
    }
}

/// The own account.
pub(crate) fn own(style: &Style, own: &OwnAccount) -> Vec<String> {
    let name = style.paint(Role::Strong, &safe::line(&own.profile.name));
    let profession = safe::line(&own.profile.profession);
    let mut lines = vec![if profession.is_empty() {
        name
    } else {
        format!("{name}, {profession}")
    }];
    lines.push(format!(
        "{} · account {}",
        safe::line(&own.number),
        own.account.to_hex()
    ));
    lines.push(if own.discoverable {
        "Others who have your number can find you.".to_owned()
    } else {
        style.paint(
            Role::Quiet,
            "Nobody finds you by your number: discoverable on",
        )
    });
    if !own.recovery_confirmed {
        let text = "Your recovery code is not confirmed yet. Write it down: recovery-code";
        lines.push(style.paint(Role::Warn, text));
    }
    lines
}

/// What may be shown while locked: nothing about the owner.
pub(crate) fn pin(style: &Style, status: PinStatus) -> Vec<String> {
    if status.closed {
        let text = "PIN entry is closed after ten wrong PINs. Enter your recovery code: reopen";
        return vec![style.paint(Role::Danger, text)];
    }
    let mut lines = vec!["Locked. Enter your PIN: unlock".to_owned()];
    if status.wait_ms > 0 {
        let text = format!(
            "Wait {} s before the next try.",
            status.wait_ms.div_ceil(1000)
        );
        lines.push(style.paint(Role::Warn, &text));
    }
    if status.tries_left < 10 {
        let text = format!("{} tries are left.", status.tries_left);
        lines.push(style.paint(Role::Warn, &text));
    }
    lines
}
