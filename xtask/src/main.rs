//! `./dev`'s typed half: the demo, fuzzing, and the bindings' sources.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a tool for people: it prints, and reads the real clock"
)]

mod bindings;
mod demo;
mod fuzz;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Consilium's own tools")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generates the Kotlin, Swift and Python sources of the client core's border.
    Bindings(bindings::Options),
    /// The main job as a story, checked at each step.
    Demo(demo::Options),
    /// Runs a fuzz target, or lists them.
    Fuzz(fuzz::Options),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Bindings(options) => bindings::run(&options),
        Task::Demo(options) => demo::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
    }
}
