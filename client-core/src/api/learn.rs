//! Statements of others, wherever they come from: kept if they succeed the one known.

use super::Result;
use super::core::{Core, Open};
use crate::conversation::changes::Shape;
use crate::db::{Key, Touched, Tx};
use crate::identity::{StatementChange, statement_change};
use consilium_statement::AccountStatement;
use consilium_statement::id::direct_conversation;
use consilium_types::Timestamp;

/// Takes a checked statement in (protocol §4). The book is brought up to date; if the transaction
/// is given up, its caller clears the book.
pub(super) fn learn(
    core: &Core,
    open: &Open,
    tx: &Tx<'_>,
    offered: &AccountStatement,
    now: Timestamp,
    touched: &mut Vec<Touched>,
) -> Result<StatementChange> {
    let account = offered.account();
    let current = open.book.get(tx, account)?;
    let change = statement_change(current.as_deref().map(|stored| &stored.statement), offered);
    match &change {
        StatementChange::Unchanged | StatementChange::Foreign => {}
        StatementChange::Earlier => tx.remember_earlier(account, offered.hash())?,
        StatementChange::Fork => {
            if tx.set_forked(account)? {
                touched.push(Touched::Fork(account));
                touched.push(Touched::Contact(account));
            }
        }
        StatementChange::First => tx.set_statement(offered, now)?,
        StatementChange::Devices { .. } | StatementChange::NewEpoch { .. } => {
            tx.set_statement(offered, now)?;
            let devices: Vec<_> = offered.devices().iter().map(|device| device.id).collect();
            let fresh = || core.envelope_id();
            tx.outbox_devices(account, &devices, open.device, &fresh, touched)?;
            tx.set_unreachable(account, false)?;
            touched.push(Touched::Contact(account));
        }
    }
    if !matches!(
        change,
        StatementChange::Unchanged | StatementChange::Foreign | StatementChange::Earlier
    ) {
        open.book.forget(account);
    }
    if account == open.own {
        own_changed(open, tx, offered, &change, now)?;
    } else if matches!(change, StatementChange::NewEpoch { .. }) {
        note_new_key(open, tx, offered, now, touched)?;
    }
    Ok(change)
}

/// A statement of the own account that this device did not make: it counts, and if this device is
/// not in it, the app says that it is signed out. Nothing is erased on anybody's word.
fn own_changed(
    open: &Open,
    tx: &Tx<'_>,
    offered: &AccountStatement,
    change: &StatementChange,
    now: Timestamp,
) -> Result<()> {
    if matches!(
        change,
        StatementChange::Devices { .. } | StatementChange::NewEpoch { .. }
    ) {
        tx.set_number(Key::OwnStatementSince, now.0)?;
        let out = offered.device(open.device).is_none();
        tx.set_number(Key::SignedOut, u64::from(out))?;
    }
    Ok(())
}

/// The notice of a new epoch. The safety number was of the root key, which is the same: a
/// comparison stays, and sending goes on (protocol §15).
fn note_new_key(
    open: &Open,
    tx: &Tx<'_>,
    offered: &AccountStatement,
    now: Timestamp,
    touched: &mut Vec<Touched>,
) -> Result<()> {
    let account = offered.account();
    if tx.standing(account)?.is_none() {
        return Ok(());
    }
    tx.set_new_key(account, Some(now))?;
    let conversation = direct_conversation(open.own, account);
    if let Some(id) = tx.insert_notice(conversation, account, Shape::NewKey, now)? {
        touched.push(Touched::Added(conversation, id, false));
    }
    touched.push(Touched::NewKey(account));
    Ok(())
}
