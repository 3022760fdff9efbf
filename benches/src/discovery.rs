//! An address book against everybody who can be found.

use crate::measure::{Figures, median, rounded};
use consilium_proto::convert::discovery::to_wire;
use consilium_server::service::discovery::{Index, hash};
use consilium_types::{AccountId, DiscoveryScheme, PhoneNumber};
use std::hint::black_box;
use std::time::Instant;

/// People who can be found.
const PEOPLE: u64 = 1_000_000;
/// Numbers in one address book: what an account may ask about in a day.
const BOOK: u64 = 10_000;
/// Measurements; the median is reported.
const ROUNDS: usize = 15;

/// Asks for a book half of whose numbers are known.
pub fn run(figures: &mut Figures) -> anyhow::Result<()> {
    let mut index = Index::default();
    for person in 0..PEOPLE {
        let mut id = [0; 16];
        id.iter_mut()
            .zip(person.to_be_bytes())
            .for_each(|(to, from)| *to = from);
        index.insert(AccountId::new(id), &number(person)?);
    }
    let scheme = DiscoveryScheme::HmacSha1;
    let book: Vec<u64> = (0..BOOK)
        .map(|at| Ok(to_wire(hash(scheme, &number(PEOPLE - BOOK / 2 + at)?))))
        .collect::<anyhow::Result<_>>()?;
    let mut taken = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let found = black_box(index.find(scheme, &book));
        taken.push(start.elapsed().as_secs_f64() * 1e3);
        anyhow::ensure!(found.len() as u64 == BOOK / 2, "{} found", found.len());
    }
    figures.insert("discovery_10k_of_1m_ms".into(), rounded(median(taken)));
    Ok(())
}

fn number(person: u64) -> anyhow::Result<PhoneNumber> {
    PhoneNumber::parse(&format!("+316{person:08}")).ok_or_else(|| anyhow::anyhow!("a number"))
}
