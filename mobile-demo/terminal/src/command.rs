//! Every command, once: as words on the command line and in the shell, and as JSON
//! (`{"cmd": "send", "to": "…", "text": "…"}`).

use crate::secret::Secret;
use clap::{Subcommand, ValueEnum};
use serde::{Deserialize, Deserializer};
use std::path::PathBuf;

/// What a person or a script can ask for.
#[derive(Clone, Debug, Subcommand, Deserialize)]
#[serde(tag = "cmd", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Command {
    /// Make this installation known to a relay: the relay file its operator gave you
    Init {
        /// The relay file
        #[arg(long)]
        relay: PathBuf,
        /// Country where numbers without a country code belong, two letters
        #[arg(long, default_value = "NL")]
        #[serde(default = "netherlands")]
        region: String,
    },
    /// Ask for the SMS code that proves your phone number
    RequestCode {
        /// Your number
        number: String,
    },
    /// Make an account: number, SMS code, name, PIN, recovery code
    Register(#[command(flatten)] Registration),
    /// Get your account back with the recovery code, after loss of a phone
    Recover(#[command(flatten)] Registration),
    /// Enter the PIN
    Unlock {
        #[arg(skip)]
        pin: Option<Secret>,
    },
    /// Lock: keys and database are closed at once
    Lock,
    /// Open PIN entry again after ten wrong PINs, with the recovery code
    Reopen {
        #[arg(skip)]
        recovery_code: Option<Secret>,
    },
    /// Change the PIN: pin change
    Pin {
        /// The one thing to do with it
        #[serde(default)]
        action: PinAction,
        #[arg(skip)]
        pin: Option<Secret>,
        #[arg(skip)]
        new_pin: Option<Secret>,
    },
    /// Show the recovery code, and confirm that it is written down
    RecoveryCode {
        /// JSON only: two groups typed back, `[[0, "ABCD"], [5, "EFGH"]]`
        #[arg(skip)]
        confirm: Option<Vec<(u32, Secret)>>,
    },
    /// How things stand
    Status,
    /// A report to read before sharing it with support; holds nothing personal
    Diagnostics,
    /// Your account
    Me,
    /// Change your name and profession as others are told
    Name {
        /// Your name
        name: String,
        /// Your profession
        #[arg(default_value = "")]
        #[serde(default)]
        profession: String,
    },
    /// Whether others who have your number can find you
    Discoverable {
        /// on or off
        on: Switch,
    },
    /// Read an exported address book, vCard or CSV; nothing of it leaves this device
    Import {
        /// The exported file
        file: PathBuf,
    },
    /// Ask the relay which of your contacts use Consilium
    Find {
        /// Yes to what it says about fingerprints of numbers
        #[arg(long)]
        #[serde(default)]
        yes: bool,
        /// Hash scheme, 1 or 0
        #[arg(long, default_value_t = 1)]
        #[serde(default = "one")]
        scheme: u8,
    },
    /// Everybody you know here
    Contacts,
    /// People unknown who wrote to you
    Requests,
    /// Accept a request
    Accept {
        /// Whose
        who: String,
    },
    /// Decline a request; they are not told
    Decline {
        /// Whose
        who: String,
    },
    /// Block somebody
    Block {
        /// Whom
        who: String,
    },
    /// Unblock somebody
    Unblock {
        /// Whom
        who: String,
    },
    /// Compare safety numbers, in person or by telephone
    Verify {
        /// With whom
        who: String,
        /// Yes, it is the same on both sides
        #[arg(long)]
        #[serde(default)]
        compared: bool,
        /// What a scan of their code gave, in hexadecimal
        #[arg(long)]
        code: Option<String>,
        /// Send although a new key was not compared
        #[arg(long)]
        #[serde(default)]
        without_checking: bool,
        /// Put the notice of a new key away
        #[arg(long)]
        #[serde(default)]
        dismiss: bool,
    },
    /// Conversations, newest first
    Conversations,
    /// A conversation, live: type to send
    Chat {
        /// With whom; `me` for notes to yourself
        who: String,
    },
    /// The last messages of a conversation
    History {
        /// With whom
        who: String,
        /// How many
        #[arg(long, default_value_t = 50)]
        #[serde(default = "fifty")]
        limit: u32,
        /// Only those before this number
        #[arg(long)]
        before: Option<i64>,
    },
    /// Send a text
    Send {
        /// To whom
        to: String,
        /// What
        #[arg(required = true, trailing_var_arg = true)]
        #[serde(deserialize_with = "one_text")]
        text: Vec<String>,
        /// The number of the message it answers
        #[arg(long)]
        reply_to: Option<i64>,
        /// How urgent
        #[arg(long, value_enum, default_value_t)]
        #[serde(default)]
        urgency: UrgencyWord,
    },
    /// Change a text that you sent, for everyone
    Edit {
        /// Its number
        message: i64,
        /// The new text
        #[arg(required = true, trailing_var_arg = true)]
        #[serde(deserialize_with = "one_text")]
        text: Vec<String>,
    },
    /// Delete a message on this device, or for everyone
    Delete {
        /// Its number
        message: i64,
        /// For everyone in the conversation; only what you wrote
        #[arg(long)]
        #[serde(default)]
        everyone: bool,
    },
    /// Try to send a message again
    Retry {
        /// Its number
        message: i64,
    },
    /// Say that you have seen an urgent message
    Seen {
        /// Its number
        message: i64,
    },
    /// Mark a conversation as read
    Read {
        /// With whom
        who: String,
    },
    /// Keep a conversation beyond 30 days, or no longer
    Keep {
        /// With whom
        who: String,
        /// on or off
        on: Switch,
    },
    /// Search the texts on this device
    Search {
        /// Words
        #[arg(required = true)]
        #[serde(deserialize_with = "one_text")]
        text: Vec<String>,
    },
    /// Receive and send everything now
    Sync,
    /// Stay connected
    Connect,
    /// Disconnect; what you write waits here
    Disconnect,
    /// Answer somebody who asked for your phone number: allow or refuse
    Number {
        /// allow or refuse
        answer: NumberAnswer,
    },
    /// Delete the account at the relay, and this installation
    DeleteAccount {
        /// Yes
        #[arg(long)]
        #[serde(default)]
        yes: bool,
    },
    /// Erase this installation; the account stays at the relay
    Erase {
        /// Yes
        #[arg(long)]
        #[serde(default)]
        yes: bool,
    },
    /// Move both clocks of this process forward (a local development relay only)
    #[command(hide = true)]
    DevClock {
        /// By how many milliseconds
        advance_ms: u64,
    },
    /// Stay open and take commands, one a line; with --json one JSON object a line
    Shell,
}

/// What registering and recovering ask for; what is missing is asked from a person.
#[derive(Clone, Debug, Default, clap::Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Registration {
    /// Your phone number; or leave it out after request-code
    pub(crate) number: Option<String>,
    /// The SMS code, after request-code
    #[arg(long)]
    pub(crate) code: Option<String>,
    /// Your name as others are told
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Your profession as others are told
    #[arg(long)]
    pub(crate) profession: Option<String>,
    #[arg(skip)]
    pub(crate) pin: Option<Secret>,
    #[arg(skip)]
    pub(crate) recovery_code: Option<Secret>,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// What to do with the PIN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PinAction {
    /// Change it.
    #[default]
    Change,
}

/// How urgent a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum UrgencyWord {
    /// No hurry.
    #[default]
    Routine,
    /// Soon.
    Soon,
    /// Urgent.
    Urgent,
}

/// Whether the number may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NumberAnswer {
    /// It moves at once.
    Allow,
    /// It stays.
    Refuse,
}

impl Command {
    /// Whether it changes something that others should get: a one-shot command sends it at once.
    pub(crate) const fn sends(&self) -> bool {
        matches!(
            self,
            Self::Send { .. }
                | Self::Edit { .. }
                | Self::Delete { everyone: true, .. }
                | Self::Retry { .. }
                | Self::Seen { .. }
                | Self::Read { .. }
                | Self::Keep { .. }
                | Self::Accept { .. }
                | Self::Name { .. }
        )
    }
}

fn netherlands() -> String {
    "NL".to_owned()
}

const fn one() -> u8 {
    1
}

const fn fifty() -> u32 {
    50
}

/// A text in JSON is one string.
fn one_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(vec![String::deserialize(deserializer)?])
}
