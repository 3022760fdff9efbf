//! Root and identity keys, recovery, what contacts compare, and what a changed statement means.

mod account;
mod qr;
mod recovery;
mod safety_number;
mod trust;

pub use account::{IdentityError, RootedAccount, next_statement, root_account};
pub use qr::{QR_BYTES, QrCheck, VerificationQr};
pub use recovery::{RECOVERY_BYTES, RecoveryCode, RecoveryCodeError};
pub use safety_number::{SafetyNumber, safety_number};
pub use trust::{StatementChange, VerificationKey, statement_change};
