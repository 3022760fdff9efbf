//! The checks on a content that opened.

use std::collections::HashSet;

use consilium_client::seal::{
    Knowledge, Plaintext, Route, Unverified, Verdict, Verified, View, verify,
};
use consilium_statement::AccountStatement;
use consilium_types::{AccountId, DeviceId, StatementHash, Timestamp};
use serde::Deserialize;

use crate::load::{Hex, load};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "about")]
    _about: String,
    knowledge: Known,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    account: Hex,
    device: Hex,
    now: u64,
    current: Vec<Hex>,
    earlier: Vec<Earlier>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Earlier {
    account: Hex,
    hash: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    signed: Hex,
    received: u64,
    outcome: String,
    hash: Option<Hex>,
    route: Option<String>,
    effective: Option<u64>,
    expired: Option<bool>,
    clock_off: Option<bool>,
    view: Option<String>,
    announced: Option<Hex>,
}

struct Device {
    account: AccountId,
    device: DeviceId,
    now: Timestamp,
    current: Vec<AccountStatement>,
    earlier: HashSet<(AccountId, StatementHash)>,
}

impl Device {
    fn new(known: &Known) -> Self {
        let earlier = known.earlier.iter().map(|earlier| {
            let account = AccountId::new(earlier.account.array());
            (account, StatementHash::new(earlier.hash.array()))
        });
        let current = known
            .current
            .iter()
            .map(|bytes| AccountStatement::parse(bytes).unwrap());
        Self {
            account: AccountId::new(known.account.array()),
            device: DeviceId::new(known.device.array()),
            now: Timestamp(known.now),
            current: current.collect(),
            earlier: earlier.collect(),
        }
    }
}

impl Knowledge for Device {
    fn own_account(&self) -> AccountId {
        self.account
    }

    fn own_device(&self) -> DeviceId {
        self.device
    }

    fn statement(&self, account: AccountId) -> Option<&AccountStatement> {
        self.current
            .iter()
            .find(|statement| statement.account() == account)
    }

    fn knows_statement(&self, account: AccountId, hash: StatementHash) -> bool {
        self.earlier.contains(&(account, hash))
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

#[test]
fn each_check_of_a_received_content_comes_to_what_the_vectors_say() {
    let file: File = load("receive");
    let device = Device::new(&file.knowledge);
    for case in &file.cases {
        let content = Unverified::parse(Plaintext::new(case.signed.to_vec()));
        let (word, verified) = match content {
            Err(reason) => (reason.code(), None),
            Ok(content) => match verify(content, Timestamp(case.received), &device) {
                Verdict::Accepted(verified) => ("valid", Some(verified)),
                Verdict::Hold(..) => ("hold", None),
                Verdict::Fork(_) => ("statement_fork", None),
                Verdict::Reject(reason) => (reason.code(), None),
            },
        };
        assert_eq!(word, case.outcome, "{}", case.name);
        if let Some(verified) = verified {
            check(case, &verified);
        }
    }
}

fn check(case: &Case, verified: &Verified) {
    let name = &case.name;
    let notes = verified.notes();
    let route = match verified.route() {
        Route::Own => "own".to_owned(),
        Route::Direct(account) => account.to_hex(),
    };
    let view = match notes.view {
        View::Current => "current",
        View::Older => "older",
        View::Unknown => "unknown",
    };
    let announced = verified
        .announced()
        .map(|statement| *statement.hash().as_bytes());
    let announced = announced.map_or(Hex(Vec::new()), |hash| Hex(hash.to_vec()));
    assert_eq!(
        Some(Hex(verified.hash().as_bytes().to_vec())),
        case.hash,
        "{name}"
    );
    assert_eq!(Some(route), case.route, "{name}");
    assert_eq!(
        Some(verified.effective_time().as_millis()),
        case.effective,
        "{name}"
    );
    assert_eq!(Some(notes.expired), case.expired, "{name}");
    assert_eq!(Some(notes.clock_off), case.clock_off, "{name}");
    assert_eq!(Some(view), case.view.as_deref(), "{name}");
    assert_eq!(Some(announced), case.announced, "{name}");
}
