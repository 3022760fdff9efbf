//! What a password hash does when the system refuses the memory. Alone in its file, because the
//! limit it sets holds for the whole process.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use consilium_sodium::{Argon2Params, SodiumError, argon2id};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Address space that suffices for a test process, and not for 256 MiB more.
const LITTLE: u64 = 200 << 20;

#[test]
fn refused_memory_is_an_error_of_its_own_and_the_cost_stays() {
    let before = getrlimit(Resource::As);
    let params = Argon2Params::DEFAULT;
    let expected = argon2id(b"123456", &[1; 16], params).unwrap();

    let little = Rlimit {
        current: Some(LITTLE),
        maximum: before.maximum,
    };
    setrlimit(Resource::As, little).unwrap();
    let refused = argon2id(b"123456", &[1; 16], params).map(|_| ());
    setrlimit(Resource::As, before).unwrap();

    assert_eq!(refused, Err(SodiumError::Memory));
    assert_eq!(
        SodiumError::Memory.to_string(),
        "not enough free memory: close other apps and try again"
    );
    let again = argon2id(b"123456", &[1; 16], params).unwrap();
    assert!(again.ct_eq(&expected));
}
