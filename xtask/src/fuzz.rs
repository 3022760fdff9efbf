//! libFuzzer on the targets of `fuzz/`; needs a nightly compiler and cargo-fuzz.

use anyhow::{Context, ensure};
use clap::Args;
use std::path::Path;
use std::process::Command;

const CARGO_FUZZ: &str = "0.13.2";

/// Which target, and for how long.
#[derive(Args)]
pub struct Options {
    /// A target; without it, all are listed.
    target: Option<String>,
    /// Seconds.
    #[arg(default_value_t = 60)]
    seconds: u64,
}

/// Lists the targets or fuzzes one.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let folder = Path::new("fuzz/fuzz_targets");
    let Some(target) = &options.target else {
        for file in std::fs::read_dir(folder)? {
            if let Some(name) = file?.path().file_stem() {
                println!("{}", name.display());
            }
        }
        return Ok(());
    };
    ensure!(
        folder.join(target).with_extension("rs").is_file(),
        "no target {target}; ./dev fuzz lists them"
    );
    let root = std::env::current_dir()?.join("target/tools");
    let tool = root.join("bin/cargo-fuzz");
    if !tool.is_file() {
        let status = Command::new("cargo")
            .args([
                "install",
                "--quiet",
                "--debug",
                "--locked",
                "cargo-fuzz",
                "--version",
            ])
            .args([CARGO_FUZZ, "--root"])
            .arg(&root)
            .status()?;
        ensure!(status.success(), "cargo-fuzz could not be built");
    }
    let path = std::env::join_paths(std::iter::once(root.join("bin")).chain(
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()),
    ))?;
    let status = Command::new("cargo")
        .args(["+nightly", "fuzz", "run", target, "--"])
        .arg(format!("-max_total_time={}", options.seconds))
        .args(["-max_len=16384", "-rss_limit_mb=2048"])
        .env("PATH", path)
        .status()
        .context("fuzzing needs a nightly compiler: rustup toolchain install nightly")?;
    ensure!(status.success(), "{target} found something; see above");
    Ok(())
}
