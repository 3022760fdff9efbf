//! The client core against the real relay: writing, catching up after an absence, and what a person
//! waits for in a database that has grown.

use crate::measure::{Figures, median, rounded};
use crate::relay::server::Relay;
use anyhow::Context;
use clap::Args;
use consilium_client::api::{
    AddressBookEntry, Client, ClientConfig, PhoneCode, Profile, Scheme, Session, Urgency,
};
use consilium_client::net::RelayFile;
use consilium_client::probe::NoProbe;
use consilium_client::vault::FolderKeystore;
use consilium_sodium::SystemEntropy;
use consilium_types::limits::AUTO_LOCK_MS;
use consilium_types::{AccountId, SystemClock};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// How much to measure.
#[derive(Args)]
pub struct Options {
    /// Messages written to somebody who is away, then caught up on.
    #[arg(long, default_value_t = 10_000)]
    messages: usize,
    /// Rounds of each thing that a person waits for; the median is reported.
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// A relay binary other than the one beside this program.
    #[arg(long)]
    relay: Option<std::path::PathBuf>,
}

/// Messages that wait for the reader at a time: a mailbox holds 50,000 envelopes, receipts too.
const AWAY: usize = 10_000;
/// Of everybody who is measured.
pub const PIN: &str = "482915";

/// Runs the story once and times its parts.
pub async fn run(options: &Options) -> anyhow::Result<Figures> {
    let mut figures = Figures::new();
    let relay = Relay::start(options.relay.as_deref()).await?;
    let folder = tempfile::tempdir()?;
    let (client, writer) = person(&relay, folder.path(), "writer", "+31612345671").await?;
    let (_, reader) = person(&relay, folder.path(), "reader", "+31612345672").await?;
    let to = find(&writer, "+31612345672").await?;

    let (mut queueing, mut sending, mut catching_up) = (0.0, 0.0, 0.0);
    for first in (0..options.messages).step_by(AWAY) {
        let start = Instant::now();
        for number in first..options.messages.min(first + AWAY) {
            writer.send_text(to, &text(number), None, Urgency::Routine)?;
        }
        queueing += start.elapsed().as_secs_f64();
        let start = Instant::now();
        writer.sync_now().await?;
        sending += start.elapsed().as_secs_f64();
        let start = Instant::now();
        reader.sync_now().await?;
        catching_up += start.elapsed().as_secs_f64();
    }
    let per_second = |seconds: f64| options.messages as f64 / seconds;
    let caught_up = per_second(catching_up);
    figures.insert("messages".into(), json!(options.messages));
    figures.insert("queue_per_s".into(), rounded(per_second(queueing)));
    figures.insert("seal_and_send_per_s".into(), rounded(per_second(sending)));
    figures.insert("catch_up_per_s".into(), rounded(caught_up));
    let raw = crate::crypto::raw_open_per_s()?;
    figures.insert("raw_open_and_verify_per_s_one_core".into(), rounded(raw));
    figures.insert(
        "catch_up_ratio_to_raw_one_core".into(),
        rounded(raw / caught_up),
    );

    waits(&reader, options, &mut figures)?;
    writer.lock();
    let start = Instant::now();
    let writer = client.unlock(PIN)?;
    figures.insert(
        "unlock_ms".into(),
        rounded(start.elapsed().as_secs_f64() * 1e3),
    );
    writer.lock();
    reader.lock();
    Ok(figures)
}

/// What a person waits for after unlocking.
fn waits(reader: &Session, options: &Options, figures: &mut Figures) -> anyhow::Result<()> {
    let conversation = reader
        .conversations()?
        .first()
        .context("a conversation")?
        .id;
    let arrived = count(reader, conversation)?;
    figures.insert("messages_arrived".into(), json!(arrived));
    let time = |work: &dyn Fn() -> anyhow::Result<()>| -> anyhow::Result<f64> {
        let mut taken = Vec::new();
        for _ in 0..options.rounds.max(1) {
            let start = Instant::now();
            work()?;
            taken.push(start.elapsed().as_secs_f64() * 1e3);
        }
        Ok(median(taken))
    };
    let list = time(&|| Ok(reader.conversations().map(drop)?))?;
    let page = time(&|| Ok(reader.messages(conversation, None, 50).map(drop)?))?;
    let search = time(&|| Ok(reader.search("troponin", 50).map(drop)?))?;
    figures.insert("list_conversations_ms".into(), rounded(list));
    figures.insert("page_of_50_ms".into(), rounded(page));
    figures.insert("search_ms".into(), rounded(search));
    Ok(())
}

fn count(reader: &Session, conversation: consilium_types::ConversationId) -> anyhow::Result<usize> {
    let (mut before, mut total) = (None, 0);
    loop {
        let page = reader.messages(conversation, before, 500)?;
        total += page.len();
        let oldest = page.iter().map(|message| message.id).min_by_key(|id| id.0);
        if page.is_empty() || oldest == before {
            return Ok(total);
        }
        before = oldest;
    }
}

/// A text as clinicians write them.
pub fn text(number: usize) -> String {
    let word = if number.is_multiple_of(100) {
        "troponin"
    } else {
        "creatinine"
    };
    format!(
        "Message {number}: {word} of bed {} came back from the laboratory",
        number % 40
    )
}

/// The account with that number.
pub async fn find(session: &Session, number: &str) -> anyhow::Result<AccountId> {
    session.import_address_book(&[AddressBookEntry {
        name: "The reader".to_owned(),
        numbers: vec![number.to_owned()],
    }])?;
    let found = session.find_contacts(Scheme::HmacSha1).await?;
    found
        .found
        .first()
        .copied()
        .context("the reader was not found")
}

/// Registers somebody, who can then be found.
pub async fn person(
    relay: &Relay,
    folder: &Path,
    name: &str,
    number: &str,
) -> anyhow::Result<(Arc<Client>, Arc<Session>)> {
    let client = Client::open(ClientConfig {
        data_dir: folder.join(name),
        standby_dir: None,
        relay: RelayFile::parse(&std::fs::read_to_string(&relay.file)?)?,
        keystore: Arc::new(FolderKeystore::open(
            folder.join(format!("{name}-keystore")),
        )?),
        biometrics: None,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        probe: Arc::new(NoProbe),
        default_region: "NL".to_owned(),
        auto_lock_ms: AUTO_LOCK_MS,
    })?;
    let asked = client.request_code(number).await?;
    let code = PhoneCode {
        attempt: asked.attempt,
        code: crate::relay::account::code_from_outbox(relay, &asked.number)?,
        number: asked.number,
    };
    let profile = Profile {
        name: name.to_owned(),
        profession: String::new(),
    };
    let session = client.register(code, PIN, profile).await?;
    session.set_discoverable(true).await?;
    Ok((client, session))
}
