//! SQLCipher's key leaves nothing of itself where SQLite was told it: searched for at once, before
//! anything else takes that memory.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::missing_docs_in_private_items,
    reason = "a test"
)]

use consilium_client::db::Database;
use consilium_sodium::{Secret, SystemEntropy};
use consilium_types::ids::to_hex;
use support::{Needle, found};
use zeroize::Zeroizing;

mod support;

#[test]
fn opening_and_closing_a_database_leaves_nothing_of_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("messages.db");
    let key = Secret::<32>::generate(&SystemEntropy).unwrap();
    let needles = {
        let letters = Zeroizing::new(to_hex(key.expose()));
        [
            Needle::of("key", key.expose()),
            Needle::of("key in letters", letters.as_bytes()),
        ]
    };
    let open = Database::open(&path, &key).unwrap();
    // Of the key there is the secret here; SQLCipher keeps its own from being read as it is.
    let held = found(&needles);
    assert!(held[0].1 > 0, "the search finds a key that is held");
    assert_eq!(held[1], ("key in letters", 0), "while it is open");
    drop((open, key));
    assert_eq!(found(&needles), [("key", 0), ("key in letters", 0)]);
}
