//! A line of the shell → a command.

use crate::command::Command;
use crate::failure::Failure;
use crate::help;
use clap::Parser;

/// The shell's own parser: no program name, no options of the whole program.
#[derive(Debug, Parser)]
#[command(name = "", no_binary_name = true, disable_help_flag = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

/// The command of a line. The text of `send` and `edit` is taken as it stands, spaces and quotation
/// marks included.
pub(crate) fn parse(line: &str) -> Result<Command, Failure> {
    let words = words(line).ok_or_else(|| {
        Failure::usage(
            "A quotation mark is not closed. Put names with spaces in quotes: \"Amina el Idrissi\"",
        )
    })?;
    let known = Line::try_parse_from(&words);
    known
        .map(|line| line.command)
        .map_err(|error| Failure::usage(explain(&error, &words)))
}

/// Clap's words without its colours and its talk of flags nobody typed.
fn explain(error: &clap::Error, words: &[String]) -> String {
    use clap::error::ErrorKind;
    let usage = words.first().and_then(|verb| help::usage(verb));
    match (error.kind(), usage) {
        (ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand, _) | (_, None) => {
            "There is no such command. What there is: help".to_owned()
        }
        (ErrorKind::DisplayHelp, Some(_)) => error.to_string(),
        (_, Some(usage)) => format!("Write it like this: {usage}"),
    }
}

/// Words of a line: separated by spaces, a quoted part is one. After the command and first argument
/// of `send` and `edit` the rest is one word, unless it begins with an option.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let text = matches!(words.first().map(String::as_str), Some("send" | "edit"));
        if text && words.len() >= 2 && !rest.starts_with("--") && !awaits_value(words.last()) {
            // An end of options, so that a text may begin with a dash.
            words.push("--".to_owned());
            words.push(rest.to_owned());
            break;
        }
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    Some(words)
}

fn awaits_value(word: Option<&String>) -> bool {
    word.is_some_and(|word| matches!(word.as_str(), "--reply-to" | "--urgency"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Switch, UrgencyWord};
    use proptest::prelude::*;

    #[test]
    fn the_parser_is_sound() {
        use clap::CommandFactory;
        Line::command().debug_assert();
        crate::args::CommandLine::command().debug_assert();
    }

    #[test]
    fn a_command_written_wrongly_is_shown_as_it_is_written() {
        assert_eq!(
            parse("keep amina").unwrap_err().message,
            "Write it like this: keep NAME on"
        );
        assert_eq!(
            parse("delete amina").unwrap_err().message,
            "Write it like this: delete NUMBER"
        );
    }

    #[test]
    fn a_text_keeps_its_spaces_quotes_and_dashes() {
        let Command::Send { to, text, .. } =
            parse("send \"Amina el Idrissi\"  -  5 mg  \"p.o.\" --yes").unwrap()
        else {
            panic!("not send");
        };
        assert_eq!(to, "Amina el Idrissi");
        assert_eq!(text, ["-  5 mg  \"p.o.\" --yes"]);
    }

    #[test]
    fn options_may_stand_before_the_text() {
        let line = "send amina --urgency urgent --reply-to 7 come now";
        let Command::Send {
            text,
            urgency,
            reply_to,
            ..
        } = parse(line).unwrap()
        else {
            panic!("not send");
        };
        assert_eq!(
            (text, urgency, reply_to),
            (vec!["come now".to_owned()], UrgencyWord::Urgent, Some(7))
        );
    }

    #[test]
    fn other_commands_have_plain_words() {
        assert!(matches!(
            parse("keep amina on").unwrap(),
            Command::Keep { on: Switch::On, .. }
        ));
        assert!(matches!(
            parse("delete 12 --everyone").unwrap(),
            Command::Delete {
                message: 12,
                everyone: true
            }
        ));
        assert!(matches!(parse("pin change").unwrap(), Command::Pin { .. }));
        assert!(parse("request-code").is_err());
        assert_eq!(
            parse("dance").unwrap_err().message,
            "There is no such command. What there is: help"
        );
        assert!(parse("send \"amina").is_err());
    }

    #[test]
    fn the_same_command_is_read_from_json() {
        let json = r#"{"cmd":"send","to":"amina","text":"a  b","urgency":"soon"}"#;
        let Command::Send { text, urgency, .. } = serde_json::from_str(json).unwrap() else {
            panic!("not send");
        };
        assert_eq!(
            (text, urgency),
            (vec!["a  b".to_owned()], UrgencyWord::Soon)
        );
        assert!(serde_json::from_str::<Command>(r#"{"cmd":"read","who":"a","x":1}"#).is_err());
        assert!(serde_json::from_str::<Command>(r#"{"cmd":"dance"}"#).is_err());
        let register = r#"{"cmd":"register","code":"123456","pin":"840913","name":"A"}"#;
        let Command::Register(registration) = serde_json::from_str(register).unwrap() else {
            panic!("not register");
        };
        assert_eq!(registration.pin.unwrap().expose(), "840913");
    }

    proptest! {
        #[test]
        fn any_line_is_a_command_or_refused_without_a_panic(line: String) {
            let _ = parse(&line);
        }
    }
}
