//! Address books as phones and Google export them: vCard 2.1, 3.0 and 4.0, and CSV.
//!
//! ```text
//! bytes → text (BOM, UTF-16, CHARSET) → vcard | csv → names and numbers as people wrote them
//! ```
//!
//! Only names and telephone numbers are taken; numbers stay in the form they have, since what a
//! national form means depends on the country of the reader. Nothing here leaves the device. A file
//! may come from anybody: sizes are bounded, and what cannot be read is counted, never guessed at.

mod csv;
mod name;
mod number;
mod text;
mod vcard;

use crate::api::AddressBookEntry;
use std::collections::HashSet;

/// Largest file: 20,000 contacts with pictures.
pub const MAX_FILE: usize = 64 * 1024 * 1024;
/// Entries taken from one file, twice what discovery answers in a day.
pub const MAX_ENTRIES: usize = 20_000;
/// Numbers taken of one entry.
pub const MAX_NUMBERS: usize = 32;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressBook {
    /// Entries that have a number.
    pub entries: Vec<AddressBookEntry>,
    /// What was left out.
    pub skipped: Skipped,
}

/// What was left out, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Entries without any telephone number.
    pub without_number: u32,
    /// Numbers of fax machines, pagers and the like, and texts that cannot be a number.
    pub not_telephone: u32,
    /// Cards or rows that could not be read.
    pub malformed: u32,
    /// Entries and numbers beyond what is taken.
    pub beyond_limit: u32,
}

/// Why nothing could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Over 64 MiB.
    #[error("This file is larger than 64 MB. Export the contacts without pictures, or in parts.")]
    TooLarge,
    /// Neither vCard nor CSV.
    #[error(
        "This is not an address book. Export your contacts as vCard (.vcf) or CSV, and import that file."
    )]
    NotAnAddressBook,
    /// An address book without a single telephone number.
    #[error("There is no telephone number in this file. Export contacts with their numbers.")]
    NoNumbers,
}

/// Reads an exported address book.
///
/// # Errors
/// [`ImportError`] if nothing can be read; what is left out of a readable file is counted in
/// [`AddressBook::skipped`].
pub fn parse(file: &[u8]) -> Result<AddressBook, ImportError> {
    if file.len() > MAX_FILE {
        return Err(ImportError::TooLarge);
    }
    let file = text::to_ascii_compatible(file);
    if file.contains(&0) {
        return Err(ImportError::NotAnAddressBook);
    }
    let mut book = Collector::default();
    if vcard::is_vcard(&file) {
        vcard::read(&file, &mut book);
    } else {
        csv::read(&text::decode(&file, None), &mut book)?;
    }
    if book.book.entries.is_empty() {
        return Err(ImportError::NoNumbers);
    }
    Ok(book.book)
}

/// Gathers entries within the limits.
#[derive(Default)]
struct Collector {
    book: AddressBook,
}

impl Collector {
    /// One contact, with the texts that stand where numbers stand.
    fn add(&mut self, name: &str, numbers: impl IntoIterator<Item = String>) {
        let skipped = &mut self.book.skipped;
        let mut seen = HashSet::new();
        let mut kept = Vec::new();
        for text in numbers {
            let Some(number) = number::tidy(&text) else {
                count(&mut skipped.not_telephone);
                continue;
            };
            if !seen.insert(number::digits(&number)) {
                continue;
            }
            if kept.len() == MAX_NUMBERS {
                count(&mut skipped.beyond_limit);
                continue;
            }
            kept.push(number);
        }
        if kept.is_empty() {
            count(&mut skipped.without_number);
        } else if self.book.entries.len() == MAX_ENTRIES {
            count(&mut skipped.beyond_limit);
        } else {
            self.book.entries.push(AddressBookEntry {
                name: name::tidy(name),
                numbers: kept,
            });
        }
    }

    /// A number that is no person's telephone.
    fn not_telephone(&mut self) {
        count(&mut self.book.skipped.not_telephone);
    }

    /// A card or row that could not be read.
    fn malformed(&mut self) {
        count(&mut self.book.skipped.malformed);
    }
}

fn count(counter: &mut u32) {
    *counter = counter.saturating_add(1);
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
