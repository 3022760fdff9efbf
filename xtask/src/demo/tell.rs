//! How the story looks: chapters, lines, marks, and colours when a terminal reads it.

use super::Outcome;
use std::io::IsTerminal;
use std::path::Path;

/// What a line is about; a colour has one meaning.
#[derive(Clone, Copy)]
pub enum Tone {
    Accent,
    Good,
    Look,
    Bad,
    Kept,
    Dim,
}

/// Colours `text` if a terminal reads it.
pub fn paint(tone: Tone, text: &str) -> String {
    let code = match tone {
        Tone::Accent => "36",
        Tone::Good => "32",
        Tone::Look => "33",
        Tone::Bad => "31",
        Tone::Kept => "35",
        Tone::Dim => "2",
    };
    let wanted = std::env::var_os("CLICOLOR_FORCE").is_some()
        || (std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none());
    if wanted {
        format!("\x1b[{code}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

/// A new chapter.
pub fn chapter(title: &str) {
    println!(
        "\n{}",
        paint(Tone::Accent, &format!("── {title} ").to_string())
    );
}

/// A line of the story.
pub fn line(text: &str) {
    println!("   {text}");
}

/// Something checked.
pub fn check(holds: bool, text: &str) {
    let mark = if holds {
        paint(Tone::Good, "✓")
    } else {
        paint(Tone::Bad, "✗")
    };
    println!(" {mark} {text}");
}

/// A message as its recipient has it.
pub fn message(from: &str, to: &str, text: &str, dial: &str) {
    let name = paint(Tone::Accent, &format!("{from} → {to}"));
    println!("   {name}  {text}  {}", paint(Tone::Dim, dial));
}

/// The end, and where to go from here.
pub fn ending(outcome: &Outcome, seconds: f64, kept: Option<&Path>) {
    chapter("In the end");
    let sent = outcome.messages_sent;
    let arrived = outcome.messages_delivered;
    check(
        arrived == sent && outcome.duplicated == 0,
        &format!(
            "{sent} messages sent, {arrived} arrived, {} lost, {} shown twice; kills of the relay: {}",
            outcome.lost, outcome.duplicated, outcome.relay_kills
        ),
    );
    check(
        outcome.plaintext_hits_in_relay_files == 0,
        &format!(
            "{} readable words, names or numbers in the relay's files; {} in a clinician's own database",
            outcome.plaintext_hits_in_relay_files, outcome.plaintext_hits_in_client_database
        ),
    );
    check(
        outcome.expired_removed,
        "after 31 days everything is gone, on phones and relay",
    );
    check(
        outcome.kept_present,
        "but the conversation that was kept is there",
    );
    line(&paint(Tone::Dim, &format!("{seconds:.0} seconds")));
    if let Some(folder) = kept {
        line(&format!("Everybody's files: {}", folder.display()));
    }
    println!();
    line("The app, two people in two windows:");
    line("  ./dev app --as Amina");
    line("  ./dev app --as Jörg");
    line("Your own relay, and the terminal client:");
    line("  ./dev relay serve --dev relay-data");
    line("  ./dev run --help");
}
