//! One function for each parser of bytes that a stranger can choose. libFuzzer drives them
//! (`./dev fuzz`), and an ordinary test replays the corpus and mutates the seeds.
//!
//! A target takes anything and must not panic; where the parser keeps bytes, the target also checks
//! that it kept exactly those.

mod answers;
mod client;
mod proto;
mod records;
mod seeds;
mod standby;

/// A parser under attack.
pub struct Target {
    /// Names its corpus folder and its libFuzzer binary.
    pub name: &'static str,
    /// Runs the parser on anything.
    pub run: fn(&[u8]),
    /// Inputs that the parser accepts, to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "account_statement",
        run: records::account_statement,
        seeds: seeds::account_statement,
    },
    Target {
        name: "prekey_statement",
        run: records::prekey_statement,
        seeds: seeds::prekey_statement,
    },
    Target {
        name: "envelope",
        run: client::envelope,
        seeds: seeds::envelope,
    },
    Target {
        name: "content",
        run: client::content,
        seeds: seeds::content,
    },
    Target {
        name: "payload",
        run: client::payload,
        seeds: seeds::payload,
    },
    Target {
        name: "relay_frame",
        run: client::relay_frame,
        seeds: seeds::relay_frame,
    },
    Target {
        name: "relay_answers",
        run: answers::run,
        seeds: answers::seeds,
    },
    Target {
        name: "relay_file",
        run: client::relay_file,
        seeds: seeds::relay_file,
    },
    Target {
        name: "vault_file",
        run: client::vault_file,
        seeds: seeds::vault_file,
    },
    Target {
        name: "vault_secrets",
        run: client::vault_secrets,
        seeds: seeds::vault_secrets,
    },
    Target {
        name: "biometric_file",
        run: client::biometric_file,
        seeds: seeds::biometric_file,
    },
    Target {
        name: "standby_state",
        run: client::standby_state,
        seeds: standby::state,
    },
    Target {
        name: "spool",
        run: client::spool,
        seeds: standby::spool,
    },
    Target {
        name: "recovery_code",
        run: client::recovery_code,
        seeds: seeds::recovery_code,
    },
    Target {
        name: "verification_qr",
        run: client::verification_qr,
        seeds: seeds::verification_qr,
    },
    Target {
        name: "phone_number",
        run: client::phone_number,
        seeds: seeds::phone_number,
    },
    Target {
        name: "address_book",
        run: client::address_book,
        seeds: seeds::address_book,
    },
    Target {
        name: "client_frame",
        run: proto::client_frame,
        seeds: seeds::client_frame,
    },
    Target {
        name: "relay_requests",
        run: proto::requests,
        seeds: seeds::requests,
    },
];

/// Runs one target by name; an unknown name does nothing.
pub fn run(name: &str, data: &[u8]) {
    if let Some(target) = TARGETS.iter().find(|target| target.name == name) {
        (target.run)(data);
    }
}
