//! A relay that lies about everything it can: each lie is noticed, and what stands beside it comes
//! through. A file a kind of lie.

mod around;
mod changes;
mod clocks;
mod deliveries;
mod discovery;
mod prekeys;
mod registration;
mod sends;
mod statements;

use crate::support::hostile::Hostile;
use crate::support::person::{Person, acquainted_through};
use crate::support::relay::Relay;
use bytes::Bytes;
use consilium_client::api::{Delivery, MessageBody};
use consilium_proto::wire::StoredEnvelope;
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::DeviceId;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Two acquainted clinicians behind a relay that lies when told to.
struct Scene {
    relay: Relay,
    hostile: Hostile,
    anna: Person,
    ben: Person,
}

impl Scene {
    async fn new() -> Self {
        let relay = Relay::start();
        let hostile = Hostile::before(&relay).await;
        let (anna, ben) = acquainted_through(&relay, hostile.relay_file()).await;
        Self {
            relay,
            hostile,
            anna,
            ben,
        }
    }

    fn device(&self, person: &Person) -> DeviceId {
        device_of(&self.hostile, person)
    }

    /// Anna writes, and Ben hears it: all is well between them.
    async fn still_talk(&self, text: &str) {
        self.anna.say(&self.ben, text);
        self.ben.hears(&self.anna, text).await;
        let back = format!("{text}, heard");
        let id = self.ben.say(&self.anna, &back);
        self.anna.hears(&self.ben, &back).await;
        self.ben.until_delivery(id, Delivery::Delivered).await;
    }

    /// Everything between them is shown once, and nothing is missing.
    fn whole(&self) {
        for (one, other) in [(&self.anna, &self.ben), (&self.ben, &self.anna)] {
            let mut heard = one.heard(other);
            let count = heard.len();
            heard.sort();
            heard.dedup();
            assert_eq!(heard.len(), count, "shown twice");
            let gaps = one.rows(other).iter().filter(|row| is_gap(row)).count();
            assert_eq!(gaps, 0, "a gap that nobody made");
        }
    }
}

fn is_gap(row: &consilium_client::api::Message) -> bool {
    matches!(row.body, MessageBody::Gap { .. })
}

/// The newest statement of a person that passed.
fn statement_of(hostile: &Hostile, person: &Person) -> AccountStatement {
    let seen = hostile.seen();
    let statements = seen
        .statements
        .iter()
        .filter_map(|bytes| AccountStatement::parse(bytes).ok());
    let own = statements
        .filter(|statement| statement.account() == person.account)
        .last();
    own.expect("a statement")
}

/// The device of a person, from the statement that passed last.
fn device_of(hostile: &Hostile, person: &Person) -> DeviceId {
    statement_of(hostile, person).devices()[0].id
}

/// The newest prekey of a person that passed.
fn prekey_of(hostile: &Hostile, person: &Person) -> Bytes {
    let seen = hostile.seen();
    let own = seen.prekeys.iter().rev().find(|bytes| {
        PrekeyStatement::parse(bytes).is_ok_and(|prekey| prekey.account() == person.account)
    });
    own.expect("a prekey").clone()
}

/// Turns what is on its way to one device into something else, for one delivery that has `min`
/// envelopes gathered.
fn once_gathered(
    hostile: &Hostile,
    to: DeviceId,
    min: usize,
    change: impl Fn(Vec<StoredEnvelope>) -> Vec<StoredEnvelope> + Send + 'static,
) {
    let mut gathered: Vec<StoredEnvelope> = Vec::new();
    let mut done = false;
    hostile.hooks().deliver.set(move |device, envelopes| {
        if done || device != Some(to) {
            return;
        }
        gathered.append(envelopes);
        if gathered.len() >= min {
            done = true;
            *envelopes = change(std::mem::take(&mut gathered));
        }
    });
}
