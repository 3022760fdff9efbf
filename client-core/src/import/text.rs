//! Bytes → text: byte order marks, UTF-16 with and without one, and named character sets.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// The file in an encoding whose line ends and separators are ASCII: UTF-16 becomes UTF-8, a byte
/// order mark goes, anything else stays as it is.
pub(super) fn to_ascii_compatible(file: &[u8]) -> Cow<'_, [u8]> {
    let (encoding, skip) = match file {
        [0xEF, 0xBB, 0xBF, ..] => (UTF_8, 3),
        [0xFF, 0xFE, ..] => (UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (UTF_16BE, 2),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (UTF_16LE, 0),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => (UTF_16BE, 0),
        _ => return Cow::Borrowed(file),
    };
    let rest = file.get(skip..).unwrap_or_default();
    if encoding == UTF_8 {
        return Cow::Borrowed(rest);
    }
    let (text, _) = encoding.decode_without_bom_handling(rest);
    Cow::Owned(text.into_owned().into_bytes())
}

/// Text in a named character set (WHATWG labels); without a known name UTF-8 if it is, else
/// Windows-1252, which is what else address books come in.
pub(super) fn decode<'a>(bytes: &'a [u8], charset: Option<&[u8]>) -> Cow<'a, str> {
    if let Some(encoding) = charset.and_then(Encoding::for_label) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let units = text.encode_utf16();
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn utf_16_is_understood_with_and_without_its_mark() {
        let text = "BEGIN:VCARD é";
        for big in [false, true] {
            let plain = utf16(text, big);
            let marked = utf16(&format!("\u{feff}{text}"), big);
            assert_eq!(to_ascii_compatible(&plain), text.as_bytes());
            assert_eq!(to_ascii_compatible(&marked), text.as_bytes());
        }
    }

    #[test]
    fn what_is_not_utf_8_is_read_as_windows_1252() {
        assert_eq!(decode(b"Ren\xe9e", None), "Renée");
        assert_eq!(decode("Renée".as_bytes(), None), "Renée");
        assert_eq!(decode(b"Ren\xe9e", Some(b"no-such-set")), "Renée");
        assert_eq!(decode(b"\x8a\xbf\x8e\x9a", Some(b"SHIFT_JIS")), "漢字");
    }
}
