//! The corpus and mutated seeds, replayed on every target: the short form of `./dev fuzz`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "tests"
)]

use consilium_fuzz_targets::{TARGETS, Target};
use consilium_types::{Entropy, SeededEntropy};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

#[test]
fn no_target_panics_on_its_corpus_or_on_mutated_seeds() {
    let default = if std::env::var_os("CONSILIUM_LONG").is_some() {
        2_000_000
    } else {
        3_000
    };
    let rounds = std::env::var("CONSILIUM_FUZZ_ROUNDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default);
    for target in TARGETS {
        let seeds = (target.seeds)();
        let corpus = corpus(target);
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        assert!(!corpus.is_empty(), "{} has no corpus", target.name);
        for input in seeds.iter().chain(&corpus) {
            check(target, input);
        }
        let entropy = SeededEntropy::new(20_261_122);
        for _ in 0..rounds {
            check(target, &mutated(&seeds, &entropy));
        }
    }
}

#[test]
fn every_seed_is_distinct_and_stands_in_the_corpus() {
    for target in TARGETS {
        let mut seeds = (target.seeds)();
        let count = seeds.len();
        seeds.sort();
        seeds.dedup();
        assert_eq!(seeds.len(), count, "{}", target.name);
        let corpus = corpus(target);
        for seed in seeds {
            assert!(
                corpus.contains(&seed),
                "a seed of {} is not in fuzz/corpus: cargo run -p consilium-fuzz-targets --example corpus",
                target.name
            );
        }
    }
}

#[test]
fn every_target_has_a_corpus_folder_and_a_binary_and_nothing_else_has() {
    let mut targets: Vec<_> = TARGETS
        .iter()
        .map(|target| target.name.to_owned())
        .collect();
    targets.sort();
    assert_eq!(names(&corpus_root()), targets);
    assert_eq!(names(&corpus_root().join("../fuzz_targets")), targets);
}

/// What a folder holds, without endings, sorted.
fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        path.file_stem().unwrap().to_string_lossy().into_owned()
    };
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

fn check(target: &Target, input: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err() {
        let hex = consilium_types::ids::to_hex(input);
        panic!("target {} panics on {hex}", target.name);
    }
}

fn corpus_root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus")
}

fn corpus(target: &Target) -> Vec<Vec<u8>> {
    std::fs::read_dir(corpus_root().join(target.name))
        .unwrap()
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect()
}

/// One seed with one to four changes: a flipped bit, another byte, a cut, a repeat, a splice with
/// another seed, or a length that lies.
fn mutated(seeds: &[Vec<u8>], entropy: &SeededEntropy) -> Vec<u8> {
    let entropy: &dyn Entropy = entropy;
    let pick = |length: usize| entropy.below(u32::try_from(length).unwrap()) as usize;
    let mut input = seeds[pick(seeds.len())].clone();
    for _ in 0..=pick(4) {
        if input.is_empty() {
            input.push(entropy.array::<1>()[0]);
        }
        let at = pick(input.len());
        match entropy.below(6) {
            0 => input[at] ^= 1 << entropy.below(8),
            1 => input[at] = entropy.array::<1>()[0],
            2 => input.truncate(at),
            3 => input.extend_from_within(at..),
            4 => {
                let other = &seeds[pick(seeds.len())];
                let from = pick(other.len().max(1)).min(other.len());
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ => {
                let extreme = [0, 0x7f, 0x80, 0xff][pick(4)];
                let end = (at + 4).min(input.len());
                input[at..end].fill(extreme);
            }
        }
        input.truncate(1 << 16);
    }
    input
}
