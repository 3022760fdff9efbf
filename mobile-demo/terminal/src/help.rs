//! What a person can type, with an example's shape for each command.

use crate::view::style::{Role, Style};
use crate::view::wrap::pad;

/// Columns of the commands.
const COLUMNS: usize = 32;

/// Section, then how to write each command and what it does.
const SECTIONS: &[(&str, &[(&str, &str)])] = &[
    (
        "Messages",
        &[
            (
                "chat NAME",
                "a conversation, live; chat me for notes to yourself",
            ),
            ("conversations", "all of them, newest first"),
            ("history NAME", "the last messages"),
            ("send NAME TEXT", "also: send NAME --urgency urgent TEXT"),
            ("edit NUMBER TEXT", "change what you sent, for everyone"),
            ("delete NUMBER", "on this device; --everyone for everyone"),
            ("retry NUMBER", "try to send again"),
            ("seen NUMBER", "say that you have seen an urgent message"),
            ("read NAME", "mark as read"),
            ("keep NAME on", "beyond 30 days; off ends it"),
            ("search WORDS", "in the texts on this device"),
        ],
    ),
    (
        "People",
        &[
            (
                "import FILE",
                "an exported address book; nothing leaves this device",
            ),
            ("find", "ask the relay which of them use Consilium"),
            ("contacts", "everybody you know here"),
            ("requests", "people unknown who wrote"),
            ("accept NAME", "and decline NAME"),
            ("block NAME", "and unblock NAME"),
            ("decline NAME", "they are not told"),
            ("unblock NAME", "they can write again"),
            ("verify NAME", "compare safety numbers"),
        ],
    ),
    (
        "You",
        &[
            ("me", "your account"),
            ("name NAME PROFESSION", "as others are told"),
            (
                "discoverable on",
                "who has your number can find you; off ends it",
            ),
            ("recovery-code", "show it, and confirm that it is on paper"),
            ("pin change", "another PIN"),
            ("lock", "keys and database are closed at once"),
            ("unlock", "with your PIN"),
            (
                "number refuse",
                "or allow: somebody asked for your phone number",
            ),
        ],
    ),
    (
        "This device",
        &[
            ("status", "how things stand"),
            (
                "diagnostics",
                "a report for support; holds nothing personal",
            ),
            ("sync", "receive and send everything now"),
            ("connect", "and disconnect"),
            ("disconnect", "what you write waits here"),
            ("register", "make an account"),
            ("request-code NUMBER", "the SMS code alone, for scripts"),
            ("recover", "get your account back with the recovery code"),
            ("reopen", "PIN entry, after ten wrong PINs"),
            ("erase", "this installation; the account stays"),
            ("delete-account", "at the relay, and this installation"),
            ("quit", "lock and leave"),
        ],
    ),
];

/// Named beside another command, and not listed again.
const BESIDE: [&str; 3] = ["decline", "unblock", "disconnect"];

/// All of it.
pub(crate) fn text(style: &Style) -> String {
    let mut lines = Vec::new();
    for (title, commands) in SECTIONS {
        lines.push(style.paint(Role::Strong, title));
        let listed = commands
            .iter()
            .filter(|(usage, _)| !BESIDE.contains(&verb(usage)));
        lines.extend(listed.map(|(usage, about)| {
            format!(
                "  {}{}",
                pad(usage, COLUMNS.min(style.width / 3)),
                style.paint(Role::Quiet, about)
            )
        }));
    }
    lines.join("\n")
}

/// How a command is written.
pub(crate) fn usage(command: &str) -> Option<&'static str> {
    let mut commands = SECTIONS.iter().flat_map(|(_, commands)| commands.iter());
    commands
        .find(|(usage, _)| verb(usage) == command)
        .map(|(usage, _)| *usage)
}

fn verb(usage: &str) -> &str {
    usage.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use clap::Subcommand;

    #[test]
    fn every_command_a_person_can_type_is_explained() {
        let commands = Command::augment_subcommands(clap::Command::new("x"));
        for command in commands
            .get_subcommands()
            .filter(|command| !command.is_hide_set())
        {
            let name = command.get_name();
            let outside = matches!(name, "shell" | "init");
            assert_eq!(usage(name).is_some(), !outside, "{name}");
        }
    }
}
