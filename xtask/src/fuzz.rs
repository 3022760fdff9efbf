//! libFuzzer with the address sanitizer on the targets of `fuzz/`, by cargo-fuzz.

use anyhow::{Context, ensure};
use clap::Args;
use std::ffi::OsString;
use std::process::{Command, Stdio};

const CARGO_FUZZ: &str = "0.13.2";

const TARGETS: &str = "fuzz/fuzz_targets";

/// Which target, and for how long.
#[derive(Args)]
pub struct Options {
    /// A target, or `all`; without it, all are listed.
    target: Option<String>,
    /// Seconds for each.
    #[arg(default_value_t = 60)]
    seconds: u64,
}

/// Lists the targets, or fuzzes one or all of them.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let all = targets()?;
    let chosen = match options.target.as_deref() {
        None => {
            println!("{}", all.join("\n"));
            return Ok(());
        }
        Some("all") => all,
        Some(target) => {
            ensure!(
                all.iter().any(|known| known == target),
                "no target {target}; ./dev fuzz lists them"
            );
            vec![target.to_owned()]
        }
    };
    let path = tool()?;
    let mut found = Vec::new();
    for target in chosen {
        let status = fuzz(&path)
            .args(["fuzz", "run", &target, "--"])
            .arg(format!("-max_total_time={}", options.seconds))
            .args(["-max_len=16384", "-rss_limit_mb=2048"])
            .status()
            .context("cargo-fuzz does not start")?;
        if !status.success() {
            found.push(target);
        }
    }
    ensure!(
        found.is_empty(),
        "something was found by {}; see above",
        found.join(", ")
    );
    Ok(())
}

fn targets() -> anyhow::Result<Vec<String>> {
    let mut targets = Vec::new();
    for file in std::fs::read_dir(TARGETS)? {
        if let Some(name) = file?.path().file_stem() {
            targets.push(name.display().to_string());
        }
    }
    targets.sort();
    Ok(targets)
}

/// Builds cargo-fuzz if it is missing; the search path with it.
fn tool() -> anyhow::Result<OsString> {
    let root = std::env::current_dir()?.join("target/tools");
    if !root.join("bin/cargo-fuzz").is_file() {
        let status = Command::new("cargo")
            .args(["install", "--quiet", "--debug", "--locked", "cargo-fuzz"])
            .args(["--version", CARGO_FUZZ, "--root"])
            .arg(&root)
            .status()?;
        ensure!(status.success(), "cargo-fuzz could not be built");
    }
    let others = std::env::var_os("PATH").unwrap_or_default();
    let own = std::iter::once(root.join("bin"));
    Ok(std::env::join_paths(
        own.chain(std::env::split_paths(&others)),
    )?)
}

/// Cargo of a nightly toolchain, or else the one at hand told to take the sanitizer's flags: both
/// carry the same runtime.
fn fuzz(path: &OsString) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.env("PATH", path);
    let nightly = Command::new("cargo")
        .args(["+nightly", "--version"])
        .env("RUSTUP_AUTO_INSTALL", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if nightly.is_ok_and(|status| status.success()) {
        cargo.arg("+nightly");
    } else {
        cargo.env("RUSTC_BOOTSTRAP", "1");
    }
    cargo
}
