//! Consilium in a terminal: the client core with words instead of screens.
//!
//! ```text
//! args → app → account, people, message → client core      shell, chat, script: loops around app
//! view: records → lines      json: records → JSON           console, output: the terminal
//! ```
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::cast_possible_truncation,
        clippy::disallowed_methods,
        reason = "tests"
    )
)]

mod account;
mod app;
mod args;
mod ask;
mod chat;
mod command;
mod console;
mod failure;
mod help;
mod json;
mod line;
mod live;
mod message;
mod output;
mod people;
mod script;
mod secret;
mod setup;
mod shell;
mod view;
mod whom;

use app::App;
use args::CommandLine;
use ask::Nobody;
use clap::Parser;
use command::Command;
use console::{Console, Typing};
use failure::Failure;
use std::io::IsTerminal;
use std::process::ExitCode;

/// Threads for the line to the relay and the loop; the work between is small.
const WORKERS: usize = 2;

fn main() -> ExitCode {
    let line = CommandLine::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            output::complain(&format!("No threads could be started: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let json = line.options.json;
    let code = match runtime.block_on(run(line)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if json {
                output::print(&script::reply_once(Err(failure)));
            } else {
                output::complain(&failure.message);
            }
            ExitCode::FAILURE
        }
    };
    // The thread that reads the terminal may wait for a line for ever.
    runtime.shutdown_background();
    code
}

async fn run(line: CommandLine) -> Result<(), Failure> {
    let json = line.options.json;
    let pin = ask::pin_of_script(line.options.pin_file.as_deref())?;
    let mut app = App::new(line.options, pin.clone())?;
    let shell = matches!(
        line.command,
        None | Some(Command::Shell | Command::Chat { .. })
    );
    let person = !json && std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    app.stays = shell;
    if shell && person {
        let mut console = Console::new()?;
        return shell::run(&mut app, &mut console, line.command).await;
    }
    let mut nobody = Nobody { pin };
    if shell && json {
        script::run(&mut app, &mut nobody).await;
        return Ok(());
    }
    let Some(command) = line.command.filter(|_| !shell) else {
        return Err(Failure::usage(
            "The shell needs a terminal. For scripts: consilium shell --json",
        ));
    };
    let outcome = if person {
        let mut console = Console::new()?;
        app.run(command, &mut console).await
    } else if app.pin.is_none() && std::io::stdin().is_terminal() {
        app.run(command, &mut Typing).await
    } else {
        app.run(command, &mut nobody).await
    };
    app.lock();
    let answer = outcome?;
    if json {
        output::print(&script::reply_once(Ok(answer)));
    } else {
        answer.lines.iter().for_each(|line| output::print(line));
    }
    Ok(())
}
