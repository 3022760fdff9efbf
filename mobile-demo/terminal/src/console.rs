//! A person at a terminal: a line editor on a thread of its own, so that events show while somebody
//! types. What is typed is remembered for the arrow keys until the app locks, and never on disk.

use crate::ask::{Ask, missing};
use crate::failure::Failure;
use crate::output;
use crate::secret::Secret;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use rustyline::config::Configurer;
use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Config, Editor, ExternalPrinter};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tokio::sync::mpsc;
use zeroize::Zeroizing;

/// Lines that the arrow keys bring back.
const REMEMBERED: usize = 100;
/// Longest secret that is read.
const MAX_SECRET: usize = 1024;

enum Wanted {
    Line { prompt: String, remember: bool },
    Secret { prompt: String },
    Forget,
}

/// What the person did.
#[derive(Debug)]
pub(crate) enum Typed {
    /// A line.
    Line(String),
    /// Something not shown.
    Secret(Secret),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D, or the terminal is gone.
    End,
}

/// The terminal.
pub(crate) struct Console {
    wanted: SyncSender<Wanted>,
    typed: mpsc::Receiver<Typed>,
    printer: Box<dyn ExternalPrinter + Send>,
    /// A line is being typed.
    waiting: bool,
}

impl Console {
    /// Takes standard input over.
    pub(crate) fn new() -> Result<Self, Failure> {
        let broken = |_| Failure::new("TERMINAL", "This terminal cannot be used. Try --json.");
        let config = Config::builder()
            .max_history_size(REMEMBERED)
            .map_err(broken)?
            .build();
        let mut editor: Editor<(), MemHistory> =
            Editor::with_history(config, MemHistory::new()).map_err(broken)?;
        editor.set_auto_add_history(false);
        let printer = editor.create_external_printer().map_err(broken)?;
        let (wanted, asked) = sync_channel(1);
        let (answers, typed) = mpsc::channel(1);
        // Ends with the channel, at the latest with the process: a line may be half typed then.
        std::thread::spawn(move || serve(&mut editor, &asked, &answers));
        Ok(Self {
            wanted,
            typed,
            printer: Box::new(printer),
            waiting: false,
        })
    }

    /// The next line. Cancel-safe: a line half typed is waited for again by the next call.
    pub(crate) async fn next_line(&mut self, prompt: &str) -> Typed {
        if !self.waiting {
            let wanted = Wanted::Line {
                prompt: prompt.to_owned(),
                remember: true,
            };
            if self.wanted.try_send(wanted).is_err() {
                return Typed::End;
            }
            self.waiting = true;
        }
        let typed = self.typed.recv().await.unwrap_or(Typed::End);
        self.waiting = false;
        typed
    }

    /// Shows text above the line that is being typed.
    pub(crate) fn show(&mut self, text: &str) {
        if !self.waiting || self.printer.print(format!("{text}\n")).is_err() {
            output::print(text);
        }
    }

    /// Forgets the lines typed so far.
    pub(crate) fn forget(&mut self) {
        if !self.waiting {
            // Without a thread there is nothing to forget.
            let _ = self.wanted.send(Wanted::Forget);
        }
    }

    fn wait_for(&mut self, wanted: Wanted) -> Result<Typed, Failure> {
        let gone = || Failure::new("TERMINAL", "The terminal is gone.");
        self.wanted.send(wanted).map_err(|_| gone())?;
        let typed = tokio::task::block_in_place(|| self.typed.blocking_recv());
        match typed.ok_or_else(gone)? {
            Typed::Interrupted | Typed::End => {
                Err(Failure::new("INTERRUPTED", "Stopped. Nothing was changed."))
            }
            typed => Ok(typed),
        }
    }
}

impl Ask for Console {
    fn secret(&mut self, prompt: &str) -> Result<Secret, Failure> {
        let wanted = Wanted::Secret {
            prompt: prompt.to_owned(),
        };
        match self.wait_for(wanted)? {
            Typed::Secret(secret) => Ok(secret),
            _ => Err(Failure::new("INTERRUPTED", "Stopped. Nothing was changed.")),
        }
    }

    fn line(&mut self, prompt: &str) -> Result<String, Failure> {
        let wanted = Wanted::Line {
            prompt: prompt.to_owned(),
            remember: false,
        };
        match self.wait_for(wanted)? {
            Typed::Line(line) => Ok(line),
            _ => Err(Failure::new("INTERRUPTED", "Stopped. Nothing was changed.")),
        }
    }

    fn say(&mut self, text: &str) {
        self.show(text);
    }

    fn again(&self) -> bool {
        true
    }
}

/// A person types, and the answers go elsewhere: into a file or another program. Only a secret is
/// asked for, on standard error.
pub(crate) struct Typing;

impl Ask for Typing {
    fn secret(&mut self, prompt: &str) -> Result<Secret, Failure> {
        match read_secret(prompt, &mut std::io::stderr()) {
            Typed::Secret(secret) => Ok(secret),
            _ => Err(Failure::new("INTERRUPTED", "Stopped. Nothing was changed.")),
        }
    }

    fn line(&mut self, prompt: &str) -> Result<String, Failure> {
        Err(missing(prompt))
    }

    fn say(&mut self, _text: &str) {}
}

fn serve(
    editor: &mut Editor<(), MemHistory>,
    asked: &Receiver<Wanted>,
    answers: &mpsc::Sender<Typed>,
) {
    while let Ok(wanted) = asked.recv() {
        let typed = match wanted {
            Wanted::Forget => {
                // A history in memory cannot fail to be cleared.
                let _ = editor.clear_history();
                continue;
            }
            Wanted::Line { prompt, remember } => {
                let typed = read_line(editor, &prompt);
                if let (Typed::Line(line), true) = (&typed, remember) {
                    let _ = editor.add_history_entry(line.as_str());
                }
                typed
            }
            Wanted::Secret { prompt } => read_secret(&prompt, &mut std::io::stdout()),
        };
        if answers.blocking_send(typed).is_err() {
            return;
        }
    }
}

fn read_line(editor: &mut Editor<(), MemHistory>, prompt: &str) -> Typed {
    match editor.readline(prompt) {
        Ok(line) => Typed::Line(line),
        Err(ReadlineError::Interrupted) => Typed::Interrupted,
        Err(_) => Typed::End,
    }
}

/// Reads without echo, byte by byte, so that Ctrl-C can never leave the terminal mute.
fn read_secret(prompt: &str, out: &mut impl Write) -> Typed {
    let _ = write!(out, "{prompt}").and_then(|()| out.flush());
    let typed = Mute::new().map_or(Typed::End, |_mute| read_hidden(&mut std::io::stdin()));
    let _ = writeln!(out);
    typed
}

fn read_hidden(input: &mut impl Read) -> Typed {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_SECRET));
    let mut one = [0_u8; 1];
    loop {
        match input.read(&mut one) {
            Ok(1) => {}
            _ => return Typed::End,
        }
        match one {
            [b'\r' | b'\n'] => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                return Typed::Secret(Secret::from(text));
            }
            [0x03] => return Typed::Interrupted,
            [0x04] if bytes.is_empty() => return Typed::End,
            [0x7f | 0x08] => {
                // A whole character, not its last byte.
                while bytes.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
            }
            [0x15] => bytes.clear(),
            [byte] if bytes.len() < MAX_SECRET => bytes.push(byte),
            _ => {}
        }
    }
}

/// The terminal without echo, until dropped.
struct Mute(Termios);

impl Mute {
    fn new() -> Option<Self> {
        let input = std::io::stdin();
        let before = tcgetattr(&input).ok()?;
        let mut mute = before.clone();
        mute.local_modes
            .remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        tcsetattr(&input, OptionalActions::Flush, &mute).ok()?;
        Some(Self(before))
    }
}

impl Drop for Mute {
    fn drop(&mut self) {
        // A terminal that is gone needs no echo.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Flush, &self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(bytes: &[u8]) -> Option<String> {
        match read_hidden(&mut &*bytes) {
            Typed::Secret(secret) => Some(secret.expose().to_owned()),
            _ => None,
        }
    }

    #[test]
    fn a_secret_is_edited_by_whole_characters() {
        assert_eq!(typed("84091é\u{7f}3\r".as_bytes()).unwrap(), "840913");
        assert_eq!(typed(b"wrong\x15840913\n").unwrap(), "840913");
        assert_eq!(typed(b"\x7f\x7f1\n").unwrap(), "1");
    }

    #[test]
    fn interrupting_or_ending_gives_no_secret() {
        assert_eq!(typed(b"8409\x03"), None);
        assert_eq!(typed(b"\x04"), None);
        assert_eq!(typed(b"8409"), None);
    }

    #[test]
    fn an_endless_secret_is_cut() {
        let mut long = vec![b'1'; 5000];
        long.push(b'\n');
        assert_eq!(typed(&long).unwrap().len(), MAX_SECRET);
    }
}
