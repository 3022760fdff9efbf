//! `inspect`.

use super::{Place, say};
use crate::admin::{Answer, Inspection, Question, ask};
use crate::config::Config;
use crate::lifecycle::open_store;

/// Shows what an operator can see.
#[derive(clap::Args)]
pub(super) struct InspectArgs {
    #[command(flatten)]
    place: Place,
    /// As one line of JSON.
    #[arg(long)]
    json: bool,
}

impl InspectArgs {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let config = self.place.load(false)?;
        let seen = match ask(&config.folder, Question::Inspect).await? {
            Some(Answer::Inspection(seen)) => seen,
            Some(Answer::Failed(reason)) => anyhow::bail!("{reason}"),
            Some(Answer::Done) => anyhow::bail!("the relay gave another answer: is it older?"),
            None => of_stopped(&config).await?,
        };
        if self.json {
            say(serde_json::to_string(&seen)?)?;
        } else {
            show(&seen)?;
        }
        Ok(())
    }
}

async fn of_stopped(config: &Config) -> anyhow::Result<Inspection> {
    if !config.path(&config.store.file).exists() {
        anyhow::bail!(
            "{} holds no store: name the data folder with --data",
            config.folder.display()
        );
    }
    let store = open_store(config).await?;
    let counts = store.counts().await?;
    let mark = store.clock_mark().await?;
    store.close().await?;
    Ok(Inspection::new(
        counts,
        None,
        mark.is_some_and(|mark| mark.held),
    ))
}

fn show(seen: &Inspection) -> std::io::Result<()> {
    let Inspection {
        accounts,
        devices,
        envelopes,
        unacknowledged,
        archive_records,
        tokens,
        file_bytes,
        connected,
        expiry_held,
    } = seen;
    say("What the operator of this relay can see (the contents are sealed):")?;
    say(format_args!("  accounts            {accounts:>12}"))?;
    say(format_args!("  devices             {devices:>12}"))?;
    match connected {
        Some(connected) => say(format_args!("  devices connected   {connected:>12}"))?,
        None => say("  devices connected     not running")?,
    }
    say(format_args!("  sealed envelopes    {envelopes:>12}"))?;
    say(format_args!("    not fetched yet   {unacknowledged:>12}"))?;
    say(format_args!("  archive records     {archive_records:>12}"))?;
    say(format_args!("  login tokens        {tokens:>12}"))?;
    say(format_args!("  bytes on disk       {file_bytes:>12}"))?;
    if *expiry_held {
        say("The clock jumped: nothing expires until `consilium-relay confirm-clock`.")?;
    }
    Ok(())
}
