//! Sources in Kotlin, Swift and Python for the border crate's library, from the metadata that it
//! carries.
//!
//! ```text
//! client-core/ffi → libconsilium_ffi.so → bindings/kotlin/target/generated-sources/uniffi
//!                                       → bindings/swift/Sources/{ConsiliumFFI,CConsiliumFFI}
//!                                       → bindings/python/target/generated-sources/uniffi
//! ```
//!
//! The Python wheel gets its sources from the same generator while maturin packs it: see
//! `bin/uniffi-bindgen.rs`.

use anyhow::{Context, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, ValueEnum};
use std::process::Command;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};
use uniffi_bindgen::{BindgenPaths, BindgenPathsLayer};

/// What to generate, and from what.
#[derive(Args)]
pub struct Options {
    /// Languages; all of them if none is named.
    #[arg(value_enum)]
    languages: Vec<Language>,
    /// Builds the library as it is released.
    #[arg(long)]
    release: bool,
    /// Takes the library beside this program instead of building one.
    #[arg(long, conflicts_with = "release")]
    built: bool,
    /// Compares with what is there instead of writing, and fails if it differs. Swift only: the
    /// other sources are not committed.
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Kotlin,
    Swift,
    Python,
}

/// Generates, and prints where the library is: packages carry it.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let root = root()?;
    let library = if options.built {
        let own = Utf8PathBuf::try_from(std::env::current_exe()?)?;
        own.with_file_name(library_name())
    } else {
        build(&root, options.release)?
    };
    let all = [Language::Kotlin, Language::Swift, Language::Python];
    let languages: &[Language] = if options.languages.is_empty() {
        &all
    } else {
        &options.languages
    };
    for language in languages {
        let folder = tempfile::tempdir()?;
        let generated = Utf8Path::from_path(folder.path()).context("a folder in UTF-8")?;
        generate(&root, &library, *language, generated)?;
        for (from, to) in places(*language) {
            put(&generated.join(from), &root.join(to), options.check)?;
        }
    }
    println!("{library}");
    Ok(())
}

/// Where each generated file belongs.
fn places(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::Kotlin => &[(
            "org/consilium/ffi/consilium_ffi.kt",
            "bindings/kotlin/target/generated-sources/uniffi/org/consilium/ffi/consilium_ffi.kt",
        )],
        Language::Swift => &[
            (
                "ConsiliumFFI.swift",
                "bindings/swift/Sources/ConsiliumFFI/ConsiliumFFI.swift",
            ),
            (
                "CConsiliumFFI.h",
                "bindings/swift/Sources/CConsiliumFFI/include/CConsiliumFFI.h",
            ),
            (
                "CConsiliumFFI.modulemap",
                "bindings/swift/Sources/CConsiliumFFI/include/module.modulemap",
            ),
        ],
        Language::Python => &[(
            "consilium_ffi.py",
            "bindings/python/target/generated-sources/uniffi/consilium_ffi.py",
        )],
    }
}

fn generate(
    root: &Utf8Path,
    library: &Utf8Path,
    language: Language,
    folder: &Utf8Path,
) -> anyhow::Result<()> {
    let mut paths = BindgenPaths::default();
    paths.add_layer(Border(root.join("client-core/ffi")));
    let options = GenerateOptions {
        languages: vec![match language {
            Language::Kotlin => TargetLanguage::Kotlin,
            Language::Swift => TargetLanguage::Swift,
            Language::Python => TargetLanguage::Python,
        }],
        source: library.to_owned(),
        out_dir: folder.to_owned(),
        ..GenerateOptions::default()
    };
    generate_with_bindgen_paths(options, paths)
}

/// Writes only what changed, so that nothing is compiled again for nothing.
fn put(from: &Utf8Path, to: &Utf8Path, check: bool) -> anyhow::Result<()> {
    let text = std::fs::read(from).with_context(|| format!("{from} was not generated"))?;
    if std::fs::read(to).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if check {
        bail!("{to} is not what the library says. Run: cargo xtask bindings");
    }
    std::fs::create_dir_all(to.parent().context("a folder")?)?;
    std::fs::write(to, text).with_context(|| format!("{to} cannot be written"))
}

/// Builds the border crate; the path of its dynamic library.
fn build(root: &Utf8Path, release: bool) -> anyhow::Result<Utf8PathBuf> {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(root)
        .args(["build", "--quiet", "--package", "consilium-ffi", "--lib"]);
    if release {
        command.arg("--release");
    }
    if !command.status()?.success() {
        bail!("the border crate does not build");
    }
    let profile = if release { "release" } else { "debug" };
    let target = match std::env::var("CARGO_TARGET_DIR") {
        Ok(target) => root.join(target),
        Err(_) => root.join("target"),
    };
    Ok(target.join(profile).join(library_name()))
}

fn library_name() -> String {
    let prefix = std::env::consts::DLL_PREFIX;
    let suffix = std::env::consts::DLL_SUFFIX;
    format!("{prefix}consilium_ffi{suffix}")
}

fn root() -> anyhow::Result<Utf8PathBuf> {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    Ok(root.context("the workspace")?.to_owned())
}

/// Where the border crate's `uniffi.toml` is.
struct Border(Utf8PathBuf);

impl BindgenPathsLayer for Border {
    fn get_crate_root(&self, name: &str) -> Option<Utf8PathBuf> {
        (name == "consilium_ffi").then(|| self.0.clone())
    }
}
