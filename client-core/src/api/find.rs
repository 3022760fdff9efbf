//! Contact discovery (R11): numbers out as hashes, accounts back as hints.

use super::Result;
use super::checks::count;
use super::core::{Core, Open};
use super::events::Event;
use super::learn::learn;
use super::records::{FindSummary, Scheme};
use super::session::Session;
use crate::conversation::changes::Standing;
use crate::db::{Touched, Tx};
use crate::discovery::discovery_hash;
use crate::net::Match;
use consilium_statement::AccountStatement;
use consilium_types::limits::{MAX_DISCOVERY_PER_DAY, MAX_LOOKUP};
use consilium_types::{AccountId, DiscoveryHash, DiscoveryScheme, PhoneNumber, Timestamp};
use std::collections::{HashMap, HashSet};

impl Session {
    /// Asks the relay which numbers of the address book can be found. Whoever runs the relay could
    /// work out the numbers from what is sent: ask the user first. Names never leave the device.
    ///
    /// # Errors
    /// Those of the line; [`ClientError::RelayLater`] over the day's 10,000 numbers.
    pub async fn find_contacts(&self, scheme: Scheme) -> Result<FindSummary> {
        let scheme = match scheme {
            Scheme::HmacSha1 => DiscoveryScheme::HmacSha1,
            Scheme::Sha1 => DiscoveryScheme::Sha1,
        };
        let numbers = self.read(|_, rows| Ok(rows.address_book_numbers()?))?;
        let hashes: HashMap<DiscoveryHash, PhoneNumber> = numbers
            .into_iter()
            .map(|number| (discovery_hash(scheme, &number), number))
            .collect();
        let mut all: Vec<DiscoveryHash> = hashes.keys().copied().collect();
        // In an order that says nothing about the address book.
        all.sort_unstable();
        let core = self.core();
        let mut matches: Vec<Match> = Vec::new();
        let size = usize::try_from(MAX_DISCOVERY_PER_DAY).unwrap_or(usize::MAX);
        for chunk in all.chunks(size) {
            let token = core.token().await?;
            matches.extend(core.relay.discover(&token, scheme, chunk).await?.items);
        }
        let statements = self.statements_of(&matches).await?;
        let asked = count(all.len());
        core.blocking(move |core, open| {
            let found = take_matches(core, open, &hashes, &matches, &statements)?;
            Ok(FindSummary { asked, ..found })
        })
        .await
    }

    /// Statements of the accounts found: a contact always has one.
    async fn statements_of(&self, matches: &[Match]) -> Result<Vec<AccountStatement>> {
        let core = self.core();
        let mut accounts: Vec<AccountId> = matches.iter().map(|found| found.account).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let mut statements = Vec::new();
        for chunk in accounts.chunks(MAX_LOOKUP) {
            let token = core.token().await?;
            statements.extend(core.relay.get_statements(&token, chunk).await?.items);
        }
        Ok(statements)
    }
}

fn take_matches(
    core: &Core,
    open: &Open,
    hashes: &HashMap<DiscoveryHash, PhoneNumber>,
    matches: &[Match],
    statements: &[AccountStatement],
) -> Result<FindSummary> {
    let now = core.now();
    let mut touched = Vec::new();
    let mut found = FindSummary {
        asked: 0,
        found: Vec::new(),
        new: Vec::new(),
    };
    let mut moved = Vec::new();
    let written = open.db.write(|tx| -> Result<()> {
        for statement in statements {
            learn(core, open, tx, statement, now, &mut touched)?;
        }
        let mut seen = HashSet::new();
        for one in matches {
            let Some(number) = hashes.get(&one.hash) else {
                continue;
            };
            if one.account == open.own || open.book.get(tx, one.account)?.is_none() {
                continue;
            }
            let (new, before) = take_match(open, tx, number, one.account, now)?;
            moved.extend(before.map(|before| (before, one.account)));
            if seen.insert(one.account) {
                found.found.push(one.account);
                touched.push(Touched::Contact(one.account));
                if new {
                    found.new.push(one.account);
                }
            }
        }
        Ok(())
    });
    written.inspect_err(|_| open.book.clear())?;
    core.announce(touched);
    for (before, account) in moved {
        core.emit(&Event::NewAccountForNumber {
            before,
            now: account,
        });
    }
    Ok(found)
}

/// Another account than before for a number is another contact, never merged. If the one before
/// had been compared, nothing is sent to the new one until the owner acts (protocol §15).
fn take_match(
    open: &Open,
    tx: &Tx<'_>,
    number: &PhoneNumber,
    account: AccountId,
    now: Timestamp,
) -> Result<(bool, Option<AccountId>)> {
    let Some((name, last)) = tx.address_book_entry(number)? else {
        return Ok((false, None));
    };
    let new = tx.ensure_contact(account, Standing::Found, now)?;
    tx.set_address_name(account, &name)?;
    let before = last.filter(|last| *last != account);
    if let Some(before) = before {
        tx.set_replaces(account, before)?;
        let compared = tx
            .contact(open.own, before)?
            .is_some_and(|contact| contact.compared);
        let known = tx
            .contact(open.own, account)?
            .is_some_and(|contact| contact.compared);
        if compared && !known {
            tx.set_paused(account, true)?;
            tx.set_new_key(account, Some(now))?;
        }
    }
    tx.set_address_book_account(number, account)?;
    Ok((new, before))
}
