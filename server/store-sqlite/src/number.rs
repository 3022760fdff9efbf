//! Phone numbers: who has which, and who waits for one. The writer's half; reads are in `account`.

use crate::job::Work;
use crate::sql::{execute, find, time, time_from};
use consilium_store::{MovedNumber, PendingMove, Registered, StoreError};
use consilium_types::limits::NUMBER_MOVE_MS;
use consilium_types::{AccountId, PhoneNumber, Timestamp};
use rusqlite::{Connection, params};

/// Hash by which a number is found.
type Lookup = [u8; 32];

/// A number that waits to be given.
struct Gift {
    lookup: Lookup,
    to: i64,
    encrypted: Vec<u8>,
}

/// Binds a number that an account has just proved, or lets it wait.
pub(crate) fn prove(
    work: &Work<'_>,
    account: (i64, AccountId),
    phone: &PhoneNumber,
    now: Timestamp,
) -> Result<Registered, StoreError> {
    let connection = work.connection;
    let (to, id) = account;
    let settings = work.settings;
    let lookup = settings.phone.lookup(phone)?;
    let encrypted = settings.phone.encrypt(settings.entropy.as_ref(), id, phone);
    match holder(connection, &lookup)? {
        None => {
            give(
                connection,
                Gift {
                    lookup,
                    to,
                    encrypted,
                },
            )?;
            Ok(Registered::Done)
        }
        Some((holder, _)) if holder == to => {
            forget_moves(connection, &lookup, to)?;
            Ok(Registered::Done)
        }
        Some((_, from)) => {
            let moves_at = match waiting_since(connection, &lookup, to)? {
                Some(moves_at) => moves_at,
                None => {
                    let moves_at = now.plus(NUMBER_MOVE_MS);
                    forget_moves(connection, &lookup, to)?;
                    execute(
                        connection,
                        "INSERT INTO phone_move (lookup, to_account, encrypted, moves_at)
                         VALUES (?1, ?2, ?3, ?4)",
                        params![lookup, to, encrypted, time(moves_at)],
                    )?;
                    moves_at
                }
            };
            Ok(Registered::NumberPending { moves_at, from })
        }
    }
}

fn holder(
    connection: &Connection,
    lookup: &Lookup,
) -> Result<Option<(i64, AccountId)>, StoreError> {
    find(
        connection,
        "SELECT a.number, a.id FROM phone p JOIN account a ON a.number = p.account_number
         WHERE p.lookup = ?1",
        params![lookup],
        |row| Ok((row.get(0)?, AccountId::new(row.get(1)?))),
    )
}

fn waiting_since(
    connection: &Connection,
    lookup: &Lookup,
    to: i64,
) -> Result<Option<Timestamp>, StoreError> {
    find(
        connection,
        "SELECT moves_at FROM phone_move WHERE lookup = ?1 AND to_account = ?2",
        params![lookup, to],
        |row| row.get(0).map(time_from),
    )
}

/// Ends the move of a number, and that to an account.
fn forget_moves(connection: &Connection, lookup: &Lookup, to: i64) -> Result<(), StoreError> {
    execute(
        connection,
        "DELETE FROM phone_move WHERE lookup = ?1 OR to_account = ?2",
        params![lookup, to],
    )?;
    Ok(())
}

/// Gives a number to an account, whose former number goes to whoever waits for that, and so on.
/// The moves between accounts that this made, in order.
fn give(connection: &Connection, gift: Gift) -> Result<Vec<MovedNumber>, StoreError> {
    let mut moved = Vec::new();
    let mut next = Some(gift);
    while let Some(gift) = next.take() {
        forget_moves(connection, &gift.lookup, gift.to)?;
        next = free_number_of(connection, gift.to)?;
        let from = holder(connection, &gift.lookup)?;
        execute(
            connection,
            "DELETE FROM phone WHERE lookup = ?1",
            params![gift.lookup],
        )?;
        execute(
            connection,
            "INSERT INTO phone (lookup, account_number, encrypted) VALUES (?1, ?2, ?3)",
            params![gift.lookup, gift.to, gift.encrypted],
        )?;
        // A former number has nobody by now: its holder was noted when it was freed.
        let to = account_id(connection, gift.to)?;
        match (from, moved.last_mut()) {
            (Some((_, from)), _) => moved.push(MovedNumber { from, to }),
            (None, Some(previous)) => {
                let from = previous.to;
                moved.push(MovedNumber { from, to });
            }
            (None, None) => {}
        }
    }
    Ok(moved)
}

/// Takes an account's number away; what is to be done with it if somebody waits.
fn free_number_of(connection: &Connection, account: i64) -> Result<Option<Gift>, StoreError> {
    let lookup: Option<Lookup> = find(
        connection,
        "SELECT lookup FROM phone WHERE account_number = ?1",
        params![account],
        |row| row.get(0),
    )?;
    let Some(lookup) = lookup else {
        return Ok(None);
    };
    let heir = waiting_for(connection, &lookup)?;
    execute(
        connection,
        "DELETE FROM phone_move WHERE lookup = ?1",
        params![lookup],
    )?;
    execute(
        connection,
        "DELETE FROM phone WHERE lookup = ?1",
        params![lookup],
    )?;
    Ok(heir)
}

fn waiting_for(connection: &Connection, lookup: &Lookup) -> Result<Option<Gift>, StoreError> {
    find(
        connection,
        "SELECT lookup, to_account, encrypted FROM phone_move WHERE lookup = ?1",
        params![lookup],
        |row| {
            Ok(Gift {
                lookup: row.get(0)?,
                to: row.get(1)?,
                encrypted: row.get(2)?,
            })
        },
    )
}

fn account_id(connection: &Connection, account: i64) -> Result<AccountId, StoreError> {
    find(
        connection,
        "SELECT id FROM account WHERE number = ?1",
        params![account],
        |row| row.get(0).map(AccountId::new),
    )?
    .ok_or(StoreError::Corrupt { table: "account" })
}

/// Frees the number of an account that is about to be deleted, and ends what it waits for.
pub(crate) fn release(connection: &Connection, account: i64) -> Result<(), StoreError> {
    execute(
        connection,
        "DELETE FROM phone_move WHERE to_account = ?1",
        params![account],
    )?;
    if let Some(gift) = free_number_of(connection, account)? {
        give(connection, gift)?;
    }
    Ok(())
}

/// The move of the number that an account has.
pub(crate) fn leaving(
    connection: &Connection,
    account: AccountId,
) -> Result<Option<PendingMove>, StoreError> {
    pending(
        connection,
        "SELECT f.id, t.id, m.moves_at FROM account f
              JOIN phone p ON p.account_number = f.number
              JOIN phone_move m ON m.lookup = p.lookup
              JOIN account t ON t.number = m.to_account
         WHERE f.id = ?1",
        account,
    )
}

/// The move that an account waits for.
pub(crate) fn arriving(
    connection: &Connection,
    account: AccountId,
) -> Result<Option<PendingMove>, StoreError> {
    pending(
        connection,
        "SELECT f.id, t.id, m.moves_at FROM account t
              JOIN phone_move m ON m.to_account = t.number
              JOIN phone p ON p.lookup = m.lookup
              JOIN account f ON f.number = p.account_number
         WHERE t.id = ?1",
        account,
    )
}

fn pending(
    connection: &Connection,
    sql: &str,
    account: AccountId,
) -> Result<Option<PendingMove>, StoreError> {
    find(connection, sql, params![account.as_bytes()], |row| {
        Ok(PendingMove {
            from: AccountId::new(row.get(0)?),
            to: AccountId::new(row.get(1)?),
            at: time_from(row.get(2)?),
        })
    })
}

/// Refuses the move of the number that an account has.
pub(crate) fn refuse(connection: &Connection, account: AccountId) -> Result<(), StoreError> {
    execute(
        connection,
        "DELETE FROM phone_move WHERE lookup IN
         (SELECT p.lookup FROM phone p JOIN account a ON a.number = p.account_number
          WHERE a.id = ?1)",
        params![account.as_bytes()],
    )?;
    Ok(())
}

/// Carries out the move of the number that an account has.
pub(crate) fn allow(
    connection: &Connection,
    account: AccountId,
) -> Result<Vec<MovedNumber>, StoreError> {
    let lookup: Option<Lookup> = find(
        connection,
        "SELECT p.lookup FROM phone p JOIN account a ON a.number = p.account_number
         WHERE a.id = ?1",
        params![account.as_bytes()],
        |row| row.get(0),
    )?;
    let gift = match lookup {
        Some(lookup) => waiting_for(connection, &lookup)?,
        None => None,
    };
    gift.map_or_else(|| Ok(Vec::new()), |gift| give(connection, gift))
}

/// Carries out every move that is due, the earliest first.
pub(crate) fn move_due(
    connection: &Connection,
    now: Timestamp,
) -> Result<Vec<MovedNumber>, StoreError> {
    let mut moved = Vec::new();
    loop {
        let due: Option<Lookup> = find(
            connection,
            "SELECT m.lookup FROM phone_move m JOIN account t ON t.number = m.to_account
             WHERE m.moves_at <= ?1 ORDER BY m.moves_at, t.id LIMIT 1",
            params![time(now)],
            |row| row.get(0),
        )?;
        let Some(lookup) = due else {
            return Ok(moved);
        };
        if let Some(gift) = waiting_for(connection, &lookup)? {
            moved.extend(give(connection, gift)?);
        }
    }
}
