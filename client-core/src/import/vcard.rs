//! vCard 2.1 (versit), 3.0 (RFC 2426) and 4.0 (RFC 6350), as phones write them.
//!
//! Works on bytes until a value is needed: in 2.1 each property may have its own character set.

use super::name::join;
use super::{Collector, text};
use std::borrow::Cow;

/// Longest unfolded line that is looked at: a name or number is far shorter, a picture is skipped.
const MAX_LINE: usize = 64 * 1024;
/// `TEL` types that are no person's telephone, unless a type that is stands beside.
const MACHINES: [&str; 4] = ["fax", "pager", "modem", "bbs"];
/// Types that are.
const TELEPHONES: [&str; 4] = ["cell", "voice", "iphone", "text"];

/// Whether a file begins as a vCard does.
pub(super) fn is_vcard(file: &[u8]) -> bool {
    let start = file.trim_ascii_start();
    let begin = b"BEGIN:VCARD";
    start
        .get(..begin.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(begin))
}

/// Reads every card.
pub(super) fn read(file: &[u8], book: &mut Collector) {
    let mut card: Option<Card> = None;
    // Cards inside a card (AGENT of 2.1) are somebody else's.
    let mut inner: u32 = 0;
    let mut agent = false;
    for line in Lines(file) {
        let Some(property) = Property::parse(&line) else {
            continue;
        };
        match (property.name.as_str(), property.marks_card()) {
            ("BEGIN", true) if card.is_some() && agent => inner = inner.saturating_add(1),
            ("BEGIN", true) => {
                // The card before has no end.
                if let Some(unended) = card.replace(Card::default()) {
                    book.malformed();
                    unended.finish(book);
                }
                inner = 0;
            }
            ("END", true) if inner > 0 => inner = inner.saturating_sub(1),
            ("END", true) => match card.take() {
                Some(ended) => ended.finish(book),
                None => book.malformed(),
            },
            _ if inner > 0 => {}
            _ => {
                if let Some(card) = card.as_mut() {
                    card.take(&property, book);
                }
            }
        }
        agent = property.name == "AGENT";
    }
    if let Some(unended) = card {
        book.malformed();
        unended.finish(book);
    }
}

/// What is taken of one card.
#[derive(Default)]
struct Card {
    formatted: String,
    structured: String,
    nickname: String,
    organisation: String,
    numbers: Vec<String>,
}

impl Card {
    fn take(&mut self, property: &Property<'_>, book: &mut Collector) {
        match property.name.as_str() {
            "FN" => first(&mut self.formatted, || unescape(&property.text())),
            "N" => first(&mut self.structured, || {
                let parts = split(&property.text());
                let part = |at| parts.get(at).map_or("", String::as_str);
                // Family; given; more; before; after.
                join([part(3), part(1), part(2), part(0), part(4)])
            }),
            "NICKNAME" => first(&mut self.nickname, || unescape(&property.text())),
            "ORG" => first(&mut self.organisation, || {
                join(split(&property.text()).iter().map(String::as_str))
            }),
            "TEL" if property.is_machine() => book.not_telephone(),
            "TEL" if self.numbers.len() <= super::MAX_NUMBERS => {
                self.numbers.push(unescape(&property.text()));
            }
            _ => {}
        }
    }

    fn finish(self, book: &mut Collector) {
        let names = [
            self.formatted,
            self.structured,
            self.nickname,
            self.organisation,
        ];
        let name = names.iter().find(|name| !name.trim().is_empty());
        book.add(name.map_or("", String::as_str), self.numbers);
    }
}

fn first(field: &mut String, value: impl FnOnce() -> String) {
    if field.trim().is_empty() {
        *field = value();
    }
}

/// One unfolded line: `group.NAME;param;param=value:value`.
struct Property<'a> {
    /// Without group, upper case.
    name: String,
    /// Values of TYPE and bare parameters, lower case.
    types: Vec<String>,
    charset: Option<Vec<u8>>,
    quoted_printable: bool,
    value: &'a [u8],
}

impl<'a> Property<'a> {
    fn parse(line: &'a [u8]) -> Option<Self> {
        let (head, value) = split_head(line)?;
        let head = String::from_utf8_lossy(head);
        let mut parts = split_quoted(&head).into_iter();
        let full = parts.next()?;
        let name = full.rsplit('.').next().unwrap_or_default();
        let mut property = Self {
            name: name.trim().to_ascii_uppercase(),
            types: Vec::new(),
            charset: None,
            quoted_printable: false,
            value,
        };
        parts.for_each(|parameter| property.parameter(&parameter));
        Some(property)
    }

    fn parameter(&mut self, parameter: &str) {
        let (key, value) = parameter.split_once('=').unwrap_or(("", parameter));
        let value = value.trim().trim_matches('"').to_ascii_lowercase();
        match key.trim().to_ascii_uppercase().as_str() {
            "CHARSET" => self.charset = Some(value.into_bytes()),
            "ENCODING" | "" if value == "quoted-printable" => self.quoted_printable = true,
            "TYPE" | "" => self.types.extend(value.split(',').map(str::to_owned)),
            _ => {}
        }
    }

    /// `BEGIN` or `END` of a card, not of another component.
    fn marks_card(&self) -> bool {
        self.value.trim_ascii().eq_ignore_ascii_case(b"VCARD")
    }

    fn is_machine(&self) -> bool {
        let has = |names: &[&str]| self.types.iter().any(|kind| names.contains(&kind.as_str()));
        has(&MACHINES) && !has(&TELEPHONES)
    }

    /// The value as text, not yet unescaped.
    fn text(&self) -> String {
        let bytes = if self.quoted_printable {
            Cow::Owned(unquote(self.value))
        } else {
            Cow::Borrowed(self.value)
        };
        text::decode(&bytes, self.charset.as_deref()).into_owned()
    }
}

/// What stands before and after the first colon outside quotation marks.
fn split_head(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut quoted = false;
    let colon = line.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b':' && !quoted
    });
    // An odd quotation mark must not hide the value.
    let colon = colon.or_else(|| line.iter().position(|byte| *byte == b':'))?;
    let (head, value) = line.split_at_checked(colon)?;
    Some((head, value.get(1..)?))
}

/// Parameters, split at semicolons outside quotation marks.
fn split_quoted(head: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in head.chars() {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// Components of a structured value, split at semicolons that are not escaped, unescaped.
fn split(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in value.chars() {
        if c == ';' && !escaped {
            parts.push(String::new());
            continue;
        }
        escaped = c == '\\' && !escaped;
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.iter().map(|part| unescape(part)).collect()
}

/// `\n` is a line break, any other escaped character is itself (RFC 6350, 3.4).
fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut escaped = false;
    for c in value.chars() {
        match (escaped, c) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (true, 'n' | 'N') => out.push('\n'),
            _ => out.push(c),
        }
        escaped = false;
    }
    out
}

/// Quoted-printable (RFC 2045, 6.7), lenient: what is no escape stays.
fn unquote(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((first, after)) = rest.split_first() {
        let escape = match (first, after) {
            (b'=', [high, low, tail @ ..]) => hex(*high).zip(hex(*low)).map(|pair| (pair, tail)),
            _ => None,
        };
        if let Some(((high, low), tail)) = escape {
            out.push(high << 4 | low);
            rest = tail;
        } else {
            out.push(*first);
            rest = after;
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Unfolded lines: a line that begins with white space goes on the one before; so does the line
/// after a quoted-printable one that ends in `=`.
struct Lines<'a>(&'a [u8]);

impl<'a> Lines<'a> {
    fn physical(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = self.0.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let (line, rest) = self.0.split_at_checked(end.unwrap_or(self.0.len()))?;
        self.0 = match rest {
            [b'\r', b'\n', after @ ..] | [_, after @ ..] => after,
            [] => rest,
        };
        Some(line)
    }

    fn folded(&self) -> bool {
        matches!(self.0, [b' ' | b'\t', ..])
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Cow<'a, [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Cow::Borrowed(self.physical()?);
        let quoted = is_quoted_printable(&line);
        loop {
            if quoted && line.last() == Some(&b'=') {
                let Some(more) = self.physical() else { break };
                let soft = line.len().saturating_sub(1);
                extend(&mut line, Some(soft), more);
            } else if self.folded() {
                let Some(more) = self.physical() else { break };
                extend(&mut line, None, more.get(1..).unwrap_or_default());
            } else {
                break;
            }
        }
        Some(line)
    }
}

/// Adds a continuation, unless the line is longer than anything that is looked at.
fn extend(line: &mut Cow<'_, [u8]>, keep: Option<usize>, more: &[u8]) {
    let line = line.to_mut();
    line.truncate(keep.unwrap_or(usize::MAX));
    if line.len() <= MAX_LINE {
        line.extend_from_slice(more);
    }
}

fn is_quoted_printable(line: &[u8]) -> bool {
    split_head(line).is_some_and(|(head, _)| {
        head.to_ascii_uppercase()
            .windows(16)
            .any(|window| window == b"QUOTED-PRINTABLE")
    })
}
