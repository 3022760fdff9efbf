//! Operations as calls, and their answers as text that can be compared.

use super::super::fixture::{
    START, account, archive, device, envelope, phone, prekey, record, row, statement,
};
use super::operation::{Envelope, Next, Operation};
use crate::{
    Append, ClockMark, Counts, NewAccount, PrekeyRecord, RelayStore, StatementRecord, TokenHash,
    TokenScope,
};
use bytes::Bytes;
use consilium_types::{AccountId, StatementHash, Timestamp};
use std::fmt::Debug;
use std::sync::Arc;

/// What both stores are told alike.
pub(super) struct Context {
    now: Timestamp,
    number: u64,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            now: START,
            number: 0,
        }
    }
}

impl Context {
    pub(super) fn pass(&mut self, ms: i64) {
        self.now = Timestamp(self.now.0.saturating_add_signed(ms));
    }

    pub(super) fn next_number(&mut self) -> u64 {
        self.number += 1;
        self.number
    }
}

/// The number of an envelope, from its text.
pub(super) fn number_of(envelope: &Bytes) -> u64 {
    let text = std::str::from_utf8(envelope).unwrap();
    text.trim_start_matches("envelope ").parse().unwrap()
}

fn show(answer: impl Debug) -> String {
    format!("{answer:?}")
}

fn accounts(numbers: &[u8]) -> Vec<AccountId> {
    numbers.iter().map(|number| account(*number)).collect()
}

/// What the store says.
pub(super) async fn answer(
    store: &Arc<dyn RelayStore>,
    operation: &Operation,
    context: &Context,
) -> String {
    let now = context.now;
    match operation.clone() {
        Operation::Register {
            account: number,
            newer,
            devices,
            phone: of_whom,
            day,
        } => {
            let known = store.account(account(number)).await.unwrap();
            let epoch = known.map_or(1, |known| known.statement.epoch + u64::from(newer));
            let new = NewAccount {
                statement: statement(number, epoch, 1, StatementHash::ZERO, &devices),
                prekey: prekey(number, devices[0], day),
                phone: phone(of_whom),
            };
            show(store.register(new, now).await)
        }
        Operation::PutStatement {
            account: number,
            next,
            devices,
        } => {
            let statement = following(store, number, next, &devices).await;
            show(store.put_statement(statement, now).await)
        }
        Operation::PutPrekey {
            account: number,
            device: of,
            day,
            box_of,
        } => {
            let prekey = with_box_of(prekey(number, of, day), box_of);
            show(store.put_prekey(prekey, now).await)
        }
        Operation::Account(number) => show((
            store.account(account(number)).await,
            store
                .phone(account(number))
                .await
                .map(|phone| phone.map(|phone| phone.expose().to_owned())),
        )),
        Operation::Statements(numbers) => show(store.statements(&accounts(&numbers)).await),
        Operation::NewestPrekeys(numbers) => show(store.newest_prekeys(&accounts(&numbers)).await),
        Operation::SetDiscoverable(number, choice) => {
            show(store.set_discoverable(account(number), choice).await)
        }
        Operation::Discoverable => {
            let mut found = store.discoverable().await.unwrap();
            found.sort();
            let plain = found.iter().map(|(id, phone)| (id, phone.expose()));
            show(plain.collect::<Vec<_>>())
        }
        Operation::AnswerMove(number, allow) => {
            show(store.answer_move(account(number), allow, now).await)
        }
        Operation::MoveDue => show(store.move_due_numbers(now).await),
        Operation::DeleteAccount(number) => show(store.delete_account(account(number)).await),
        other => answer_of_device(store, other, now).await,
    }
}

async fn answer_of_device(
    store: &Arc<dyn RelayStore>,
    operation: Operation,
    now: Timestamp,
) -> String {
    match operation {
        Operation::Device(of) => show((
            store.device(device(of)).await,
            store.cursor(device(of)).await,
        )),
        Operation::SetLocked(of, locked) => show(store.set_locked(device(of), locked).await),
        Operation::PutToken {
            token,
            device: of,
            standby,
            ms,
        } => {
            let scope = if standby {
                TokenScope::Standby
            } else {
                TokenScope::Device
            };
            let token = TokenHash([token; 32]);
            show(
                store
                    .put_token(token, device(of), scope, now.plus(ms))
                    .await,
            )
        }
        Operation::Token(token) => show(store.token(TokenHash([token; 32]), now).await),
        Operation::DeleteToken(token) => show(store.delete_token(TokenHash([token; 32])).await),
        Operation::SweepTokens => show(store.sweep_tokens(now).await),
        Operation::Append(envelopes) => {
            let batch = envelopes.iter().map(append).collect();
            show(store.append(batch, now).await)
        }
        Operation::Fetch {
            device: of,
            after,
            limit,
        } => show(store.fetch(device(of), after, limit).await),
        Operation::Acknowledge(of, up_to) => show((
            store.acknowledge(device(of), up_to).await,
            store.cursor(device(of)).await,
        )),
        Operation::Delete(of, sequence) => show(store.delete(device(of), sequence).await),
        Operation::Expire(budget) => show(store.expire(now, budget).await),
        other => answer_of_rest(store, other, now).await,
    }
}

async fn answer_of_rest(
    store: &Arc<dyn RelayStore>,
    operation: Operation,
    now: Timestamp,
) -> String {
    match operation {
        Operation::ArchivePut {
            account: number,
            archive: to,
            records,
        } => {
            let rows = records.iter().map(|id| row(*id, &format!("{now:?}")));
            let put = store.archive_put(account(number), archive(to), rows.collect());
            show(put.await)
        }
        Operation::ArchiveList {
            account: number,
            archive: of,
            after,
            limit,
        } => {
            let after = after.map(record);
            let list = store.archive_list(account(number), archive(of), after, limit);
            show(list.await)
        }
        Operation::ArchiveDelete {
            account: number,
            archive: of,
            records,
        } => {
            let records: Vec<_> = records.into_iter().map(record).collect();
            let delete = store.archive_delete(account(number), archive(of), &records);
            show(delete.await)
        }
        Operation::TakeQuota(number, amount) => {
            let taken = store.take_discovery_quota(account(number), amount, 100, now);
            show(taken.await)
        }
        Operation::ClockMark(held) => {
            let mark = ClockMark {
                wall: now,
                boot: [1; 16],
                boot_ms: now.0,
                held,
            };
            let before = store.clock_mark().await;
            show((before, store.set_clock_mark(mark).await))
        }
        // Everything else is checked by how much there is.
        _ => {
            let counts = store.counts().await.unwrap();
            show(Counts {
                file_bytes: 0,
                ..counts
            })
        }
    }
}

fn append(of: &Envelope) -> Append {
    Append {
        prekey: prekey(0, of.device, of.day).prekey,
        ..envelope(of.device, of.number)
    }
}

fn with_box_of(prekey_record: PrekeyRecord, of: Option<(u8, u64)>) -> PrekeyRecord {
    PrekeyRecord {
        box_pk: of.map_or(prekey_record.box_pk, |(of, day)| prekey(0, of, day).box_pk),
        ..prekey_record
    }
}

async fn following(
    store: &Arc<dyn RelayStore>,
    number: u8,
    next: Next,
    devices: &[u8],
) -> StatementRecord {
    let known = store.account(account(number)).await.unwrap();
    let Some(known) = known.map(|known| known.statement) else {
        return statement(number, 1, 1, StatementHash::ZERO, devices);
    };
    let wrong = StatementHash::new([1; 32]);
    let (epoch, serial, hash) = (known.epoch, known.serial, known.hash);
    match next {
        Next::Serial => statement(number, epoch, serial + 1, hash, devices),
        Next::Gap => statement(number, epoch, serial + 2, hash, devices),
        Next::WrongPrev => statement(number, epoch, serial + 1, wrong, devices),
        Next::Epoch => statement(number, epoch + 1, 1, hash, devices),
        Next::Again => known,
    }
}
