//! What is done without being asked: erasure, prekeys, statements, receipts, archives, locking.

use super::chores::{self, Chore};
use super::compose::{Composer, Draft};
use super::core::{Core, Open};
use super::events::Event;
use super::learn::learn;
use super::receive::release_held;
use super::{ClientError, Result, archives, spooled};
use crate::conversation::receipts::batches;
use crate::conversation::retention::{ClockMemory, Moment, look};
use crate::db::{Key, Touched};
use crate::prekey::{
    PrekeyOwner, confirm, generate_prekey, is_foreign, next_destruction, rotation_due, unconfirmed,
};
use crate::seal::Kind;
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::limits::MAX_LOOKUP;
use consilium_types::{AccountId, Timestamp};
use std::sync::Arc;

/// Statements of all contacts are refreshed this often (protocol §4).
const REFRESH_MS: u64 = Timestamp::DAY_MS;
/// The memory of the clocks is written at most this often, unless it says something new.
const CLOCKS_MS: u64 = 60_000;
/// What needs no relay is looked at this often.
const LOCAL_MS: u64 = 5_000;
/// Receipts queued with one commit.
const RECEIPTS: u32 = 1_000;
/// The zero of [`Key::ClockDifference`].
const DIFFERENCE_ZERO: u64 = 1 << 62;

/// A clock difference as it is stored.
pub(super) const fn difference_number(difference: i64) -> u64 {
    DIFFERENCE_ZERO.saturating_add_signed(difference)
}

/// A clock difference as it was stored; 0 if it never was.
pub(super) fn difference_of(number: u64) -> i64 {
    match number {
        0 => 0,
        _ => i64::try_from(i128::from(number) - i128::from(DIFFERENCE_ZERO)).unwrap_or_default(),
    }
}

/// [`local`], unless it was done a moment ago by both clocks.
pub(super) fn local_if_due(core: &Core, open: &Open) -> Result<()> {
    let now = Moment {
        wall: core.now(),
        boot: core.clock.boot(),
    };
    let last = core.line.looked();
    let fresh = last.is_some_and(|last| {
        let passed = now.boot.since(last.boot);
        now.wall.distance(last.wall) < LOCAL_MS && passed.is_some_and(|ms| ms < LOCAL_MS)
    });
    if !fresh {
        local(core, open)?;
        core.line.set_looked(now);
    }
    Ok(())
}

/// What needs no relay: clocks, erasure, destruction of prekeys, what was fetched without the PIN.
pub(super) fn local(core: &Core, open: &Open) -> Result<()> {
    let clocks = look_at_clocks(core, open)?;
    if clocks.doubted.is_none() {
        destroy_prekeys(core, open)?;
        erase(core, open)?;
    }
    spooled::take_in(core, open);
    spooled::note(core, open);
    Ok(())
}

fn look_at_clocks(core: &Core, open: &Open) -> Result<ClockMemory> {
    let now = Moment {
        wall: core.now(),
        boot: core.clock.boot(),
    };
    let before = open.db.read(|rows| rows.clocks())?;
    let memory = look(before, now, core.line.relay_now(now.boot));
    let stale = before.is_none_or(|before| {
        before.doubted != memory.doubted || now.wall.distance(before.last.wall) > CLOCKS_MS
    });
    if stale {
        open.db.write(|tx| tx.set_clocks(&memory))?;
    }
    Ok(memory)
}

fn erase(core: &Core, open: &Open) -> Result<()> {
    let now = core.now();
    if !open.db.read(|rows| rows.anything_expired(now))? {
        return Ok(());
    }
    loop {
        let mut touched = Vec::new();
        let more = open.db.write(|tx| tx.erase_expired(now, &mut touched))?;
        core.announce(touched);
        if !more {
            break;
        }
    }
    core.probe.step("erase.committed");
    Ok(open.db.checkpoint()?)
}

fn destroy_prekeys(core: &Core, open: &Open) -> Result<()> {
    let now = core.now();
    let mut vault = open.vault();
    let due = next_destruction(&vault.secrets().prekeys).is_some_and(|due| due <= now);
    if due {
        vault.trust_clock()?;
        update_ring(open, &vault)?;
    }
    Ok(())
}

fn update_ring(open: &Open, vault: &crate::vault::Vault) -> Result<()> {
    let mut ring = open
        .ring
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(ring.update(&vault.secrets().prekeys)?)
}

/// Locks a session whose PIN is due again.
pub(super) fn lock_if_pin_due(core: &Core) -> bool {
    core.is_pin_due() && core.lock()
}

/// What is compared and renewed after each login, also what was put off before it.
pub(super) async fn at_login(core: &Arc<Core>) -> Result<()> {
    chores::or_put_off(core, Chore::Prekey, rotate_prekey(core).await)?;
    chores::or_put_off(core, Chore::Comparison, check_served_prekey(core).await)?;
    chores::or_put_off(core, Chore::Comparison, read_own_account(core).await)
}

async fn read_own_account(core: &Arc<Core>) -> Result<()> {
    let token = core.token().await?;
    let own = core.relay.own_account(&token).await?;
    core.blocking(move |_, open| {
        Ok(open.db.write(|tx| {
            let number = |time: Option<Timestamp>| time.map_or(0, |time| time.0);
            tx.set_number(Key::NumberLeaves, number(own.number_leaves_at))?;
            tx.set_number(Key::NumberArrives, number(own.number_arrives_at))?;
            tx.set_number(Key::Discoverable, u64::from(own.discoverable))
        })?)
    })
    .await?;
    if let Some(moves_at) = own.number_leaves_at {
        core.emit(&Event::NumberMove { moves_at });
    }
    Ok(())
}

/// What is to be done with the relay's help.
#[derive(Default)]
struct Due {
    prekey: bool,
    statements: Vec<AccountId>,
    held: Vec<AccountId>,
    receipts: bool,
    archives: bool,
}

fn due(core: &Core, open: &Open) -> Result<Due> {
    let now = core.now();
    let prekey = {
        let vault = open.vault();
        let made = &vault.secrets().prekeys;
        rotation_due(made, now) || unconfirmed(made, now).is_some()
    };
    open.db.read(|rows| {
        let refreshed = Timestamp(rows.meta_number(Key::StatementsRefreshed)?);
        let stale = now.distance(refreshed) >= REFRESH_MS;
        Ok(Due {
            prekey,
            statements: if stale {
                rows.statement_accounts()?
            } else {
                Vec::new()
            },
            held: rows.held_accounts(now, u32::try_from(MAX_LOOKUP).unwrap_or(u32::MAX))?,
            receipts: !rows.owed_receipts(1)?.is_empty(),
            archives: !rows.archive_tasks(1)?.is_empty(),
        })
    })
}

/// What needs the relay: looked for in every lull and at every tick, done when due.
pub(super) async fn remote(core: &Arc<Core>) -> Result<()> {
    if core.clock_refused() {
        return Ok(());
    }
    let due = core.blocking(due).await?;
    if due.prekey {
        chores::attempt(core, Chore::Prekey, rotate_prekey(core)).await?;
    }
    if !due.statements.is_empty() {
        let asked = refresh_statements(core, &due.statements);
        chores::attempt(core, Chore::Statements, asked).await?;
    }
    if !due.held.is_empty() {
        let asked = fetch_statements(core, &due.held);
        chores::attempt(core, Chore::Statements, asked).await?;
    }
    if due.receipts && !chores::is_put_off(core, Chore::Receipts) {
        chores::attempt(core, Chore::Receipts, pay_receipts(core)).await?;
        core.wake.notify_one();
    }
    if due.archives {
        chores::attempt(core, Chore::Archives, archives::work(core)).await?;
    }
    Ok(())
}

/// Makes and publishes a prekey when the last is a day old, or publishes one that the relay has
/// not confirmed. The secret is in the vault before the relay hears of it.
pub(super) async fn rotate_prekey(core: &Arc<Core>) -> Result<()> {
    let Some(prekey) = core.blocking(prekey_to_publish).await? else {
        return Ok(());
    };
    let token = core.token().await?;
    // Refused when this device's clock is over an hour off the relay's, or not newer than one made
    // by a clock that was ahead: the clock comparison says so.
    core.relay.put_prekey(&token, &prekey).await?;
    core.blocking(move |core, open| {
        let mut vault = open.vault();
        let now = core.now();
        vault.rewrite(|secrets| {
            confirm(&mut secrets.prekeys, prekey.hash(), now);
            Ok::<_, ClientError>(())
        })?;
        core.probe.step("prekey.confirmed");
        Ok(())
    })
    .await
}

fn prekey_to_publish(core: &Core, open: &Open) -> Result<Option<PrekeyStatement>> {
    let now = core.now();
    let mut vault = open.vault();
    if !rotation_due(&vault.secrets().prekeys, now) {
        let waiting = unconfirmed(&vault.secrets().prekeys, now);
        return Ok(waiting.map(|entry| entry.statement.clone()));
    }
    let owner = PrekeyOwner {
        account: open.own,
        device: &open.device_key,
        standby: open.standby,
    };
    let entry = generate_prekey(owner, &*core.entropy, now)?;
    let statement = entry.statement.clone();
    vault.rewrite(|secrets| {
        secrets.prekeys.push(entry);
        Ok::<_, ClientError>(())
    })?;
    update_ring(open, &vault)?;
    core.probe.step("prekey.stored");
    Ok(Some(statement))
}

/// A prekey for this device that it did not make means a copied device key (protocol §5).
async fn check_served_prekey(core: &Arc<Core>) -> Result<()> {
    let own = core.with(|open| Ok(open.own))?;
    let token = core.token().await?;
    let served = core.relay.get_prekeys(&token, &[own]).await?;
    let foreign = core
        .blocking(move |_, open| {
            let own = |prekey: &PrekeyStatement| {
                let key = open.device_key.verifying_key();
                prekey.device() == open.device && prekey.verify(&key).is_ok()
            };
            let foreign = {
                let vault = open.vault();
                let made = &vault.secrets().prekeys;
                let mut served = served.items.iter().filter(|prekey| own(prekey));
                served.any(|prekey| is_foreign(made, prekey.hash()))
            };
            let known = open.db.read(|rows| rows.meta_number(Key::ForeignPrekey))? == 1;
            if foreign && !known {
                open.db.write(|tx| tx.set_number(Key::ForeignPrekey, 1))?;
            }
            Ok(foreign)
        })
        .await?;
    if foreign {
        core.emit(&Event::ForeignPrekey);
    }
    Ok(())
}

async fn refresh_statements(core: &Arc<Core>, accounts: &[AccountId]) -> Result<()> {
    for chunk in accounts.chunks(MAX_LOOKUP) {
        fetch_statements(core, chunk).await?;
    }
    core.blocking(|core, open| {
        let now = core.now().0;
        Ok(open
            .db
            .write(|tx| tx.set_number(Key::StatementsRefreshed, now))?)
    })
    .await
}

/// Asks for current statements, takes them in, and looks again at what was held for them.
pub(super) async fn fetch_statements(core: &Arc<Core>, accounts: &[AccountId]) -> Result<()> {
    let token = core.token().await?;
    let served = core.relay.get_statements(&token, accounts).await?;
    let asked = accounts.to_vec();
    core.blocking(move |core, open| {
        take_statements(core, open, &served.items)?;
        for statement in &served.items {
            release_held(core, open, statement.account())?;
        }
        core.owing.notify_one();
        let now = core.now();
        Ok(open.db.write(|tx| tx.asked_about(&asked, now))?)
    })
    .await
}

fn take_statements(core: &Core, open: &Open, served: &[AccountStatement]) -> Result<()> {
    let now = core.now();
    let mut touched = Vec::new();
    let written = open.db.write(|tx| -> Result<bool> {
        for statement in served {
            learn(core, open, tx, statement, now, &mut touched)?;
        }
        Ok(tx.meta_number(Key::SignedOut)? == 1)
    });
    let signed_out = written.inspect_err(|_| open.book.clear())?;
    core.announce(touched);
    if signed_out {
        core.emit(&Event::SignedOut);
    }
    Ok(())
}

/// Queues all receipts that are owed: after a long absence there are thousands, and whoever waits
/// for the end of a catch-up waits for them too. A lock waits for one commit at most.
pub(super) async fn pay_receipts(core: &Arc<Core>) -> Result<()> {
    while core.blocking(pay_some).await? {}
    Ok(())
}

/// Queues a commit's worth of receipts; whether there were any.
fn pay_some(core: &Core, open: &Open) -> Result<bool> {
    let owed = open.db.read(|rows| rows.owed_receipts(RECEIPTS))?;
    if owed.is_empty() {
        return Ok(false);
    }
    let now = core.now();
    let mut touched: Vec<Touched> = Vec::new();
    open.db.write(|tx| -> Result<()> {
        let composer = Composer {
            core,
            open,
            tx,
            now,
        };
        for (account, receipts) in &owed {
            for (payload, carried) in batches(receipts) {
                composer.queue(
                    Draft::control(*account, Kind::Receipts, &payload),
                    &mut touched,
                )?;
                tx.paid_receipts(&carried)?;
            }
        }
        Ok(())
    })?;
    core.announce(touched);
    Ok(true)
}
