//! What can happen to a store, over a few people and devices so that things meet.

use super::super::fixture::{DAY, HOUR};
use consilium_types::{Entropy, SeededEntropy};

/// One operation. Numbers are those of the fixtures.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    /// An account with devices and a number; the epoch counts on or stays.
    Register {
        account: u8,
        newer: bool,
        devices: Vec<u8>,
        phone: u8,
        day: u64,
    },
    PutStatement {
        account: u8,
        next: Next,
        devices: Vec<u8>,
    },
    PutPrekey {
        account: u8,
        device: u8,
        day: u64,
        box_of: Option<(u8, u64)>,
    },
    Account(u8),
    Statements(Vec<u8>),
    NewestPrekeys(Vec<u8>),
    SetDiscoverable(u8, bool),
    Discoverable,
    AnswerMove(u8, bool),
    MoveDue,
    DeleteAccount(u8),
    Device(u8),
    SetLocked(u8, bool),
    PutToken {
        token: u8,
        device: u8,
        standby: bool,
        ms: u64,
    },
    Token(u8),
    DeleteToken(u8),
    SweepTokens,
    Append(Vec<Envelope>),
    Fetch {
        device: u8,
        after: u64,
        limit: usize,
    },
    Acknowledge(u8, u64),
    Delete(u8, u64),
    Expire(u64),
    ArchivePut {
        account: u8,
        archive: u8,
        records: Vec<u8>,
    },
    ArchiveList {
        account: u8,
        archive: u8,
        after: Option<u8>,
        limit: usize,
    },
    ArchiveDelete {
        account: u8,
        archive: u8,
        records: Vec<u8>,
    },
    TakeQuota(u8, u32),
    ClockMark(bool),
    Counts,
    /// Time passes, or the clock is set back.
    Pass(i64),
    Restart,
    Crash,
}

/// How a statement follows the newest one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    Serial,
    Gap,
    WrongPrev,
    Epoch,
    Again,
}

/// An envelope of a batch.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    pub(super) device: u8,
    pub(super) day: u64,
    /// Sends the nth newest stored envelope of the device again.
    pub(super) retry: Option<u8>,
    /// Its number, once resolved.
    pub(super) number: u64,
}

struct Dice<'a>(&'a SeededEntropy);

impl Dice<'_> {
    fn below(&self, bound: u32) -> u32 {
        (self.0 as &dyn Entropy).below(bound)
    }

    fn account(&self) -> u8 {
        1 + self.below(4) as u8
    }

    /// Mostly a device of the account.
    fn device_of(&self, account: u8) -> u8 {
        let account = if self.below(20) == 0 {
            self.account()
        } else {
            account
        };
        account * 10 + self.below(2) as u8
    }

    fn device(&self) -> u8 {
        let account = self.account();
        self.device_of(account)
    }

    fn devices_of(&self, account: u8) -> Vec<u8> {
        let count = 1 + self.below(2);
        (0..count).map(|_| self.device_of(account)).collect()
    }

    fn some(&self, most: u32, one: impl Fn() -> u8) -> Vec<u8> {
        (0..self.below(most + 1)).map(|_| one()).collect()
    }

    fn chance(&self, of: u32) -> bool {
        self.below(of) == 0
    }

    fn day(&self) -> u64 {
        u64::from(self.below(4))
    }

    fn position(&self) -> u64 {
        u64::from(self.below(30))
    }

    fn pass(&self) -> i64 {
        let ms = match self.below(14) {
            0..=4 => HOUR / 2,
            5..=7 => HOUR * 5,
            8 | 9 => DAY,
            10 | 11 => 31 * DAY,
            12 => return -i64::try_from(3 * HOUR).unwrap(),
            _ => return -i64::try_from(31 * DAY).unwrap(),
        };
        i64::try_from(ms).unwrap()
    }

    fn envelope(&self) -> Envelope {
        Envelope {
            device: self.device(),
            day: self.day() / 2,
            retry: self.chance(6).then(|| self.below(4) as u8),
            number: 0,
        }
    }
}

/// The next operation; mail is the most frequent.
pub(super) fn generate(entropy: &SeededEntropy) -> Operation {
    let dice = Dice(entropy);
    match dice.below(100) {
        0..=34 => mail(&dice),
        35..=59 => people(&dice),
        60..=74 => devices(&dice),
        75..=84 => archives(&dice),
        85..=92 => Operation::Pass(dice.pass()),
        93 | 94 => Operation::Restart,
        95 => Operation::Crash,
        96 => Operation::TakeQuota(dice.account(), dice.below(70)),
        97 => Operation::ClockMark(dice.chance(2)),
        _ => Operation::Counts,
    }
}

fn mail(dice: &Dice<'_>) -> Operation {
    match dice.below(10) {
        0..=3 => {
            let count = 1 + dice.below(5);
            Operation::Append((0..count).map(|_| dice.envelope()).collect())
        }
        4 | 5 => Operation::Fetch {
            device: dice.device(),
            after: dice.position() / 3,
            limit: dice.below(12) as usize,
        },
        6 | 7 => Operation::Acknowledge(dice.device(), dice.position()),
        8 => Operation::Delete(dice.device(), dice.position() / 2),
        _ => Operation::Expire(u64::from(dice.below(12))),
    }
}

fn people(dice: &Dice<'_>) -> Operation {
    let account = dice.account();
    match dice.below(16) {
        0..=3 => Operation::Register {
            account,
            newer: !dice.chance(8),
            devices: dice.devices_of(account),
            phone: dice.account(),
            day: dice.day(),
        },
        4..=6 => Operation::PutStatement {
            account,
            next: match dice.below(10) {
                0 => Next::Gap,
                1 => Next::WrongPrev,
                2 => Next::Epoch,
                3 => Next::Again,
                _ => Next::Serial,
            },
            devices: dice.devices_of(account),
        },
        7 => Operation::Account(account),
        8 => Operation::Statements(dice.some(3, || dice.account())),
        9 => Operation::NewestPrekeys(dice.some(3, || dice.account())),
        10 => Operation::SetDiscoverable(account, !dice.chance(3)),
        11 => Operation::Discoverable,
        12 => Operation::AnswerMove(account, dice.chance(2)),
        13 => Operation::MoveDue,
        14 if dice.chance(3) => Operation::DeleteAccount(account),
        _ => Operation::Account(account),
    }
}

fn devices(dice: &Dice<'_>) -> Operation {
    let device = dice.device();
    match dice.below(12) {
        0..=4 => Operation::PutPrekey {
            account: if dice.chance(15) {
                dice.account()
            } else {
                device / 10
            },
            device,
            day: dice.day() + u64::from(dice.below(40)),
            box_of: dice.chance(8).then(|| (dice.device(), dice.day())),
        },
        5 => Operation::Device(device),
        6 => Operation::SetLocked(device, dice.chance(3)),
        7 | 8 => Operation::PutToken {
            token: dice.account(),
            device,
            standby: dice.chance(2),
            ms: u64::from(dice.below(3)) * HOUR,
        },
        9 => Operation::Token(dice.account()),
        10 => Operation::DeleteToken(dice.account()),
        _ => Operation::SweepTokens,
    }
}

fn archives(dice: &Dice<'_>) -> Operation {
    let (account, archive) = (dice.account(), dice.account());
    let records = || dice.some(5, || dice.below(20) as u8);
    match dice.below(6) {
        0..=2 => Operation::ArchivePut {
            account,
            archive,
            records: records(),
        },
        3 | 4 => Operation::ArchiveList {
            account,
            archive,
            after: dice.chance(2).then(|| dice.below(20) as u8),
            limit: dice.below(8) as usize,
        },
        _ => Operation::ArchiveDelete {
            account,
            archive,
            records: records(),
        },
    }
}
