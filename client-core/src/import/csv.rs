//! CSV (RFC 4180, with the separators that spreadsheets use) as Google, Outlook and Apple's
//! contacts export it: columns are found by their titles, in five languages; without known titles by
//! what stands in them.

use super::name::join;
use super::{Collector, ImportError};

/// Columns looked at: Outlook writes 92.
const MAX_COLUMNS: usize = 512;
/// Longest field; a quotation mark that never closes must not swallow the file.
const MAX_FIELD: usize = 64 * 1024;
/// Between several values in one field of a Google export.
const GOOGLE_SEPARATOR: &str = ":::";

/// Reads every row.
///
/// # Errors
/// [`ImportError::NotAnAddressBook`] if it is no table, or no column can hold numbers.
pub(super) fn read(text: &str, book: &mut Collector) -> Result<(), ImportError> {
    let separator = separator(text);
    let mut rows = Rows {
        rest: text,
        separator,
    };
    let title = rows
        .by_ref()
        .find(|row| row.as_ref().map_or(true, |row| !is_blank(row)))
        .and_then(Result::ok)
        .ok_or(ImportError::NotAnAddressBook)?;
    let columns = match Columns::by_title(&title) {
        Some(columns) => columns,
        None => {
            let columns = Columns::Unknown;
            let (name, numbers) = columns.pick(&title);
            if numbers.is_empty() {
                return Err(ImportError::NotAnAddressBook);
            }
            book.add(&name, numbers);
            columns
        }
    };
    for row in rows {
        match row {
            Err(Malformed) => book.malformed(),
            Ok(row) if is_blank(&row) => {}
            Ok(row) => {
                let (name, numbers) = columns.pick(&row);
                book.add(&name, numbers);
            }
        }
    }
    Ok(())
}

fn is_blank(row: &[String]) -> bool {
    row.iter().all(|field| field.trim().is_empty())
}

/// The candidate that stands most often in the first line, outside quotation marks.
fn separator(text: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0_u32), (';', 0), ('\t', 0), ('|', 0)];
    for c in text.trim_start().chars().take(MAX_FIELD) {
        quoted ^= c == '"';
        if !quoted && matches!(c, '\n' | '\r') {
            break;
        }
        for (candidate, count) in &mut counts {
            if !quoted && c == *candidate {
                *count = count.saturating_add(1);
            }
        }
    }
    // The first of equals, hence the comma for a table of one column.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.map_or(',', |(candidate, _)| *candidate)
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Full,
    Prefix,
    Given,
    Middle,
    Family,
    Suffix,
    Company,
    Number,
    Other,
}

/// Where names and numbers stand.
enum Columns {
    /// By title.
    Known(Vec<Column>),
    /// By look: cells like numbers are numbers, the first with a letter is the name.
    Unknown,
}

impl Columns {
    fn by_title(titles: &[String]) -> Option<Self> {
        let columns: Vec<Column> = titles.iter().map(|title| classify(title)).collect();
        columns
            .contains(&Column::Number)
            .then_some(Self::Known(columns))
    }

    fn pick(&self, row: &[String]) -> (String, Vec<String>) {
        match self {
            Self::Known(columns) => pick_known(columns, row),
            Self::Unknown => {
                let (numbers, others): (Vec<_>, Vec<_>) =
                    row.iter().partition(|field| looks_like_number(field));
                let name = others
                    .iter()
                    .find(|field| field.chars().any(char::is_alphabetic));
                let numbers = numbers.into_iter().cloned().collect();
                (
                    name.map_or_else(String::new, |name| (*name).clone()),
                    numbers,
                )
            }
        }
    }
}

fn pick_known(columns: &[Column], row: &[String]) -> (String, Vec<String>) {
    let of = |column| {
        let pairs = columns.iter().zip(row);
        pairs
            .filter(move |(kind, _)| **kind == column)
            .map(|(_, field)| field.as_str())
    };
    let first = |column| {
        of(column)
            .find(|field| !field.trim().is_empty())
            .unwrap_or_default()
    };
    let parts = join([
        first(Column::Prefix),
        first(Column::Given),
        first(Column::Middle),
        first(Column::Family),
        first(Column::Suffix),
    ]);
    let full = first(Column::Full).to_owned();
    let company = first(Column::Company).to_owned();
    let name = [full, parts, company]
        .into_iter()
        .find(|name| !name.trim().is_empty());
    let numbers = of(Column::Number)
        .flat_map(|field| field.split(GOOGLE_SEPARATOR))
        .map(|number| number.trim().to_owned())
        .filter(|number| !number.is_empty());
    (name.unwrap_or_default(), numbers.collect())
}

/// Digits and what is written between them.
fn looks_like_number(field: &str) -> bool {
    let digits = field.chars().filter(char::is_ascii_digit).count();
    let shaped = |c: char| c.is_ascii_digit() || " +-()./'=\u{a0}".contains(c);
    (7..=20).contains(&digits) && field.trim().chars().all(shaped)
}

/// A column by its title: exports of Google, Outlook (en, fr, nl, de, es) and Apple's contacts.
fn classify(title: &str) -> Column {
    let title = title.trim().trim_matches('\u{feff}').to_lowercase();
    if is_number_title(&title) {
        return Column::Number;
    }
    let is = |names: &[&str]| names.contains(&title.as_str());
    if is(FULL) {
        Column::Full
    } else if is(GIVEN) {
        Column::Given
    } else if is(FAMILY) {
        Column::Family
    } else if is(MIDDLE) {
        Column::Middle
    } else if is(PREFIX) {
        Column::Prefix
    } else if is(SUFFIX) {
        Column::Suffix
    } else if is(COMPANY) {
        Column::Company
    } else {
        Column::Other
    }
}

fn is_number_title(title: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let words = title.split(|c: char| !c.is_alphanumeric());
    let telephone = has(TELEPHONE) || words.clone().any(|word| TELEPHONE_WORDS.contains(&word));
    NUMBER_TITLES.contains(&title) || telephone && !has(NOT_TELEPHONE)
}

const FULL: &[&str] = &[
    "name",
    "full name",
    "display name",
    "nom complet",
    "volledige naam",
    "weergavenaam",
    "naam",
    "anzeigename",
    "nombre completo",
    "contact",
    "file as",
];
const GIVEN: &[&str] = &[
    "first name",
    "given name",
    "firstname",
    "prénom",
    "voornaam",
    "vorname",
    "nombre",
];
const FAMILY: &[&str] = &[
    "last name",
    "family name",
    "lastname",
    "surname",
    "nom",
    "nom de famille",
    "achternaam",
    "nachname",
    "apellidos",
    "apellido",
];
const MIDDLE: &[&str] = &[
    "middle name",
    "additional name",
    "deuxième prénom",
    "middelste naam",
    "tussenvoegsel",
    "weitere vornamen",
    "segundo nombre",
];
const PREFIX: &[&str] = &["name prefix", "prefix", "title", "titre", "titel", "anrede"];
const SUFFIX: &[&str] = &["name suffix", "suffix", "suffixe", "achtervoegsel"];
const COMPANY: &[&str] = &[
    "company",
    "organization name",
    "organization 1 - name",
    "organisation",
    "société",
    "bedrijf",
    "firma",
    "organización",
    "empresa",
];
/// Parts of titles of columns with numbers.
const TELEPHONE: &[&str] = &[
    "phone",
    "mobil",
    "mobiel",
    "telefo",
    "téléphone",
    "teléfono",
    "móvil",
    "handy",
    "callback",
];
/// Whole words of such titles.
const TELEPHONE_WORDS: &[&str] = &["tel", "tél", "cell", "cellular", "gsm", "portable"];
/// Whole titles; "number" as a word also stands in "Government ID Number".
const NUMBER_TITLES: &[&str] = &["number", "nummer", "numéro", "número"];
/// Titles that speak of telephones and hold something else.
const NOT_TELEPHONE: &[&str] = &[
    "fax", "type", "label", "pager", "telex", "isdn", "tty", "radio", "yomi", "phonetic", "e-mail",
    "email", "courriel", "note",
];

/// A row that could not be read.
struct Malformed;

/// Rows of fields.
struct Rows<'a> {
    rest: &'a str,
    separator: char,
}

impl Iterator for Rows<'_> {
    type Item = Result<Vec<String>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        match self.row() {
            Some((row, rest)) => {
                self.rest = rest;
                Some(Ok(row))
            }
            None => {
                // A quotation mark that does not close: this line is lost, the next may be good.
                let end = self
                    .rest
                    .find(['\n', '\r'])
                    .map_or(self.rest.len(), |at| at.saturating_add(1));
                self.rest = self.rest.get(end..).unwrap_or_default();
                Some(Err(Malformed))
            }
        }
    }
}

impl<'a> Rows<'a> {
    fn row(&self) -> Option<(Vec<String>, &'a str)> {
        let mut row = Vec::new();
        let mut rest = self.rest;
        loop {
            let (field, after) = self.field(rest)?;
            if row.len() < MAX_COLUMNS {
                row.push(field);
            }
            let mut characters = after.chars();
            match characters.next() {
                Some(c) if c == self.separator => rest = characters.as_str(),
                Some('\r') => {
                    let after = characters.as_str();
                    return Some((row, after.strip_prefix('\n').unwrap_or(after)));
                }
                Some(_) => return Some((row, characters.as_str())),
                None => return Some((row, "")),
            }
        }
    }

    /// A field and what follows it: a separator, a line end, or nothing.
    fn field<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        let ends = |c: char| c == self.separator || matches!(c, '\n' | '\r');
        let Some(mut rest) = text.strip_prefix('"') else {
            let end = text.find(ends).unwrap_or(text.len());
            let (field, after) = text.split_at_checked(end)?;
            return Some((field.to_owned(), after));
        };
        let mut field = String::new();
        loop {
            let (part, after) = rest.split_once('"')?;
            if field.len().saturating_add(part.len()) > MAX_FIELD {
                return None;
            }
            field.push_str(part);
            match after.strip_prefix('"') {
                Some(more) => {
                    field.push('"');
                    rest = more;
                }
                None => {
                    // What follows a closing mark up to the end of the field is no part of it.
                    let end = after.find(ends).unwrap_or(after.len());
                    return Some((field, after.get(end..)?));
                }
            }
        }
    }
}
