//! The relay's store: appends that many callers make at once, fetches and expiry in a store that
//! has grown, each beside the same in a small one.

use crate::measure::{Figures, latencies, median, rounded};
use bytes::Bytes;
use clap::Args;
use consilium_sodium::{Secret, SystemEntropy};
use consilium_store::{
    AccountStore, Append, AppendOutcome, MailboxStore, NewAccount, OperationStore, PrekeyRecord,
    StatementRecord,
};
use consilium_store_sqlite::{Options as StoreOptions, SqliteStore};
use consilium_types::limits::RETENTION_MS;
use consilium_types::{
    AccountId, DeviceId, Entropy, EnvelopeId, PhoneNumber, PrekeyId, StatementHash, Timestamp,
};
use serde_json::json;
use std::sync::Arc;
use std::time::Instant;
use tokio::task::JoinSet;

/// How much to measure.
#[derive(Args)]
pub struct Options {
    /// Envelopes in the store before appends are measured.
    #[arg(long, default_value_t = 300_000)]
    stored: usize,
    /// Mailboxes.
    #[arg(long, default_value_t = 5000)]
    mailboxes: usize,
    /// Callers that append at the same time, one envelope each.
    #[arg(long, default_value_t = 200)]
    callers: usize,
    /// Envelopes appended in a measurement.
    #[arg(long, default_value_t = 100_000)]
    appends: usize,
    /// Envelopes in the large store whose fetches and expiry are measured.
    #[arg(long, default_value_t = 1_000_000)]
    large: usize,
    /// Fetches in a measurement.
    #[arg(long, default_value_t = 2000)]
    fetches: usize,
}

/// Envelopes in each mailbox of the stores whose fetches are compared.
const PER_MAILBOX: usize = 100;

const START: Timestamp = Timestamp(1_800_000_000_000);

struct Scene {
    store: Arc<SqliteStore>,
    mailboxes: usize,
    _folder: tempfile::TempDir,
}

/// Runs every part.
pub async fn run(options: &Options) -> anyhow::Result<Figures> {
    let mut figures = Figures::new();
    appends(options, &mut figures).await?;
    grown(options, &mut figures).await?;
    crate::discovery::run(&mut figures)?;
    Ok(figures)
}

async fn appends(options: &Options, figures: &mut Figures) -> anyhow::Result<()> {
    let scene = Scene::new(options.mailboxes, StoreOptions::default()).await?;
    scene.fill(options.stored, START).await?;
    for (name, batch) in [("append_1", 1), ("append_16", 16), ("append_64", 64)] {
        let (rate, p99) = scene.append_rate(options, batch).await?;
        figures.insert(format!("{name}_per_s"), rounded(rate));
        figures.insert(format!("{name}_p99_ms"), rounded(p99));
    }
    scene.store.close().await?;
    Ok(())
}

async fn grown(options: &Options, figures: &mut Figures) -> anyhow::Result<()> {
    // Nothing comes from memory: both stores read their pages. A mailbox holds the same in both.
    let cold = StoreOptions {
        recent_bytes: 0,
        ..StoreOptions::default()
    };
    let small = Scene::new(10_000 / PER_MAILBOX, cold.clone()).await?;
    small.fill(10_000, START).await?;
    let large = Scene::new(options.large / PER_MAILBOX, cold).await?;
    large.fill(options.large, START).await?;
    let (mut in_small, mut in_large) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        in_small.push(small.fetch_microseconds(options.fetches).await?);
        in_large.push(large.fetch_microseconds(options.fetches).await?);
    }
    let (in_small, in_large) = (median(in_small), median(in_large));
    figures.insert("large_store_envelopes".into(), json!(options.large));
    figures.insert("fetch_50_small_us".into(), rounded(in_small));
    figures.insert("fetch_50_large_us".into(), rounded(in_large));
    figures.insert("fetch_large_to_small".into(), rounded(in_large / in_small));
    large.expire_while_appending(figures).await?;
    small.store.close().await?;
    large.store.close().await?;
    Ok(())
}

impl Scene {
    async fn new(mailboxes: usize, options: StoreOptions) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let key = Secret::generate(&SystemEntropy)?;
        let store = SqliteStore::open(&folder.path().join("relay.db"), &key, options)?;
        for index in 0..mailboxes {
            store.register(account(index)?, START).await?;
        }
        Ok(Self {
            store,
            mailboxes,
            _folder: folder,
        })
    }

    async fn fill(&self, count: usize, now: Timestamp) -> anyhow::Result<()> {
        for start in (0..count).step_by(1024) {
            let batch = (start..count.min(start + 1024))
                .map(|index| self.append(index))
                .collect();
            self.store.append(batch, now).await?;
        }
        Ok(())
    }

    fn append(&self, index: usize) -> Append {
        let owner = index % self.mailboxes;
        let mut id = [0; 16];
        SystemEntropy.fill(&mut id);
        let mut envelope = vec![0; 1713];
        SystemEntropy.fill(&mut envelope);
        Append {
            envelope_id: EnvelopeId::new(id),
            device: device(owner),
            prekey: prekey(owner),
            envelope: Bytes::from(envelope),
        }
    }

    async fn append_rate(&self, options: &Options, batch: usize) -> anyhow::Result<(f64, f64)> {
        let each = options.appends / options.callers / batch;
        let mut work = Vec::new();
        for caller in 0..options.callers {
            let batches: Vec<Vec<Append>> = (0..each)
                .map(|round| {
                    (0..batch)
                        .map(|at| self.append(caller + round * 31 + at))
                        .collect()
                })
                .collect();
            work.push(batches);
        }
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for batches in work {
            let store = self.store.clone();
            tasks.spawn(async move {
                let mut latency = latencies()?;
                for batch in batches {
                    let start = Instant::now();
                    let outcomes = store.append(batch, START).await?;
                    let stored =
                        |outcome: &AppendOutcome| matches!(outcome, AppendOutcome::Stored { .. });
                    anyhow::ensure!(outcomes.iter().all(stored), "not stored");
                    latency.saturating_record(start.elapsed().as_micros() as u64);
                }
                Ok(latency)
            });
        }
        let mut latency = latencies()?;
        while let Some(done) = tasks.join_next().await {
            latency.add(done??)?;
        }
        let total = (each * batch * options.callers) as f64;
        let p99 = latency.value_at_quantile(0.99) as f64 / 1e3;
        Ok((total / start.elapsed().as_secs_f64(), p99))
    }

    async fn fetch_microseconds(&self, fetches: usize) -> anyhow::Result<f64> {
        let start = Instant::now();
        for index in 0..fetches {
            let owner = device(index * 7919 % self.mailboxes);
            self.store.fetch(owner, 0, 50).await?;
        }
        Ok(start.elapsed().as_secs_f64() * 1e6 / fetches as f64)
    }

    async fn expire_while_appending(&self, figures: &mut Figures) -> anyhow::Result<()> {
        let later = START.plus(RETENTION_MS + Timestamp::DAY_MS);
        let store = self.store.clone();
        let start = Instant::now();
        let expiry = tokio::task::JoinSet::from_iter([async move {
            let mut total = 0;
            loop {
                let expired = store.expire(later, 1000).await?;
                total += expired.count;
                if !expired.more {
                    return Ok::<_, anyhow::Error>(total);
                }
            }
        }]);
        let mut expiry = expiry;
        let mut latency = latencies()?;
        let mut index = 0;
        let expired = loop {
            if let Some(done) = expiry.try_join_next() {
                break done??;
            }
            let start = Instant::now();
            self.store.append(vec![self.append(index)], later).await?;
            latency.saturating_record(start.elapsed().as_micros() as u64);
            index += 1;
        };
        let seconds = start.elapsed().as_secs_f64();
        figures.insert("expired".into(), json!(expired));
        figures.insert("expired_per_s".into(), rounded(expired as f64 / seconds));
        let p99 = latency.value_at_quantile(0.99) as f64 / 1e3;
        figures.insert("append_p99_ms_while_expiring".into(), rounded(p99));
        Ok(())
    }
}

fn numbered<const N: usize>(index: usize, salt: u8) -> [u8; N] {
    let mut bytes = [salt; N];
    for (to, from) in bytes.iter_mut().zip((index as u64).to_be_bytes()) {
        *to = from;
    }
    bytes
}

fn device(index: usize) -> DeviceId {
    DeviceId::new(numbered(index, 1))
}

fn prekey(index: usize) -> PrekeyId {
    PrekeyId::new(numbered(index, 2))
}

fn account(index: usize) -> anyhow::Result<NewAccount> {
    let account = AccountId::new(numbered(index, 3));
    let phone = PhoneNumber::parse(&format!("+3161{index:07}"));
    Ok(NewAccount {
        statement: StatementRecord {
            account,
            epoch: 1,
            serial: 1,
            hash: StatementHash::new(numbered(index, 4)),
            prev: StatementHash::ZERO,
            statement: Bytes::from_static(&[0; 300]),
            identity_pk: numbered(index, 5),
            devices: vec![(device(index), numbered(index, 6))],
        },
        prekey: PrekeyRecord {
            account,
            device: device(index),
            prekey: prekey(index),
            not_before: START,
            not_after: START.plus(RETENTION_MS),
            standby_pk: numbered(index, 7),
            box_pk: numbered(index, 8),
            statement: Bytes::from_static(&[0; 1394]),
        },
        phone: phone.ok_or_else(|| anyhow::anyhow!("a number"))?,
    })
}
