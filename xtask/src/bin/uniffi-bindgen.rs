//! uniffi's generator for Python, under the name and with the arguments that maturin calls it by.

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};
use uniffi_bindgen::{BindgenPaths, BindgenPathsLayer};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Generate(Generate),
}

#[derive(clap::Args)]
struct Generate {
    /// Only Python is asked for.
    #[arg(long, value_parser = ["python"])]
    language: String,
    #[arg(long)]
    out_dir: Utf8PathBuf,
    /// The border crate's own.
    #[arg(long)]
    config: Option<Utf8PathBuf>,
    /// The source is a library: it is in every version that matters.
    #[arg(long)]
    library: bool,
    #[arg(long)]
    no_format: bool,
    source: Utf8PathBuf,
}

fn main() -> anyhow::Result<()> {
    let Command::Generate(asked) = Arguments::parse().command;
    let mut paths = BindgenPaths::default();
    paths.add_layer(Config(asked.config));
    let options = GenerateOptions {
        languages: vec![TargetLanguage::Python],
        source: asked.source,
        out_dir: asked.out_dir,
        ..GenerateOptions::default()
    };
    generate_with_bindgen_paths(options, paths)
}

/// Where the border crate's settings are.
struct Config(Option<Utf8PathBuf>);

impl BindgenPathsLayer for Config {
    fn get_config_path(&self, _: &str) -> Option<Utf8PathBuf> {
        self.0.clone()
    }
}
