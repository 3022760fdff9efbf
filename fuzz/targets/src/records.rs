//! Records that relay and clients parse.

use consilium_statement::{AccountStatement, PrekeyStatement};

pub(crate) fn account_statement(data: &[u8]) {
    if let Ok(statement) = AccountStatement::parse(data) {
        assert_eq!(statement.as_bytes(), data);
        assert!(!statement.devices().is_empty());
    }
}

pub(crate) fn prekey_statement(data: &[u8]) {
    if let Ok(prekey) = PrekeyStatement::parse(data) {
        assert_eq!(prekey.as_bytes(), data);
        assert!(prekey.not_before() < prekey.not_after());
    }
}
