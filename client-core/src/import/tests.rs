//! Address books as phones, Google, Outlook and Apple write them, and hostile ones.

use super::*;
use proptest::prelude::*;

fn entries(file: &[u8]) -> Vec<(String, Vec<String>)> {
    let book = parse(file).unwrap();
    book.entries
        .into_iter()
        .map(|entry| (entry.name, entry.numbers))
        .collect()
}

fn one(name: &str, numbers: &[&str]) -> Vec<(String, Vec<String>)> {
    vec![(
        name.to_owned(),
        numbers.iter().map(|number| (*number).to_owned()).collect(),
    )]
}

#[test]
fn a_card_of_an_android_phone_with_quoted_printable_soft_breaks_and_charset() {
    let card = "BEGIN:VCARD\r\n\
        VERSION:2.1\r\n\
        N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2;=\r\n\
        =D0=98=D0=B2=D0=B0=D0=BD;;;\r\n\
        FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=20=\r\n\
        =D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2\r\n\
        TEL;CELL;PREF:06 1234 5678\r\n\
        TEL;HOME:+31201234567\r\n\
        TEL;WORK;FAX:+31207654321\r\n\
        PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/4gIoSUNDX1BST0ZJTEUAAQEA\r\n \
        AAIYAAAAAAQwAABtbnRyUkdCIFhZWiAAAAAAAAAAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAA\r\n\
        \r\n\
        END:VCARD\r\n";
    assert_eq!(
        entries(card.as_bytes()),
        one("Иван Иванов", &["06 1234 5678", "+31201234567"])
    );
    assert_eq!(parse(card.as_bytes()).unwrap().skipped.not_telephone, 1);
}

#[test]
fn a_card_of_an_iphone_with_groups_folding_and_escapes() {
    let card = "BEGIN:VCARD\nVERSION:3.0\nPRODID:-//Apple Inc.//iPhone OS 17.0//EN\n\
        N:el Idrissi\\, MD;Amina;;Dr.;\nFN:Dr. Amina el Id\n rissi\\, MD\n\
        ORG:OLVG\\; locatie Oost;Cardiologie\n\
        TEL;type=CELL;type=VOICE;type=pref:\u{202a}+31 6 1234 5678\u{202c}\n\
        item1.TEL:+31 20 599 9111,,42\nitem1.X-ABLabel:_$!<Work>!$_\n\
        TEL;type=HOME;type=FAX:020 1111111\nTEL;type=pref:06-12345678\n\
        TEL;type=CELL:+31612345678\nEND:VCARD\n";
    assert_eq!(
        entries(card.as_bytes()),
        one(
            "Dr. Amina el Idrissi, MD",
            &["+31 6 1234 5678", "+31 20 599 9111", "06-12345678"]
        )
    );
}

#[test]
fn a_card_of_version_4_with_tel_uris_and_quoted_types() {
    let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN;LANGUAGE=\"nl;x:y\":Bram Jansen\r\n\
        TEL;VALUE=uri;PREF=1;TYPE=\"voice,home\":tel:+31-6-1111-2222;ext=5\r\n\
        TEL;VALUE=uri;TYPE=work:tel:5999111;phone-context=+3120\r\n\
        TEL;VALUE=uri:sip:bram@example.org\r\nEND:VCARD\r\n";
    assert_eq!(
        entries(card.as_bytes()),
        one("Bram Jansen", &["+31-6-1111-2222", "+31205999111"])
    );
}

#[test]
fn the_name_comes_from_the_best_field_there_is() {
    let card =
        |fields: &str| format!("BEGIN:VCARD\nVERSION:3.0\n{fields}\nTEL:+31612345678\nEND:VCARD");
    let name = |fields: &str| entries(card(fields).as_bytes()).remove(0).0;
    assert_eq!(
        name("FN:\nN:Jansen;Bram;van der;Prof.;Jr."),
        "Prof. Bram van der Jansen Jr."
    );
    assert_eq!(name("N:;;;;\nNICKNAME:Oma"), "Oma");
    assert_eq!(name("ORG:OLVG;Cardiologie"), "OLVG Cardiologie");
    assert_eq!(name("NOTE:nobody"), "");
}

#[test]
fn old_character_sets_and_utf_16_are_read() {
    let latin = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ren\xe9e Fran\xe7ois\r\nTEL:+33612345678\r\nEND:VCARD\r\n";
    assert_eq!(entries(latin), one("Renée François", &["+33612345678"]));
    let japanese = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=SHIFT_JIS:\x8a\xbf\x8e\x9a\r\nTEL;CELL:+819012345678\r\nEND:VCARD\r\n";
    assert_eq!(entries(japanese), one("漢字", &["+819012345678"]));
    let text = "BEGIN:VCARD\r\nFN:Ægir\r\nTEL:+4512345678\r\nEND:VCARD\r\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(entries(&wide), one("Ægir", &["+4512345678"]));
    let marked = format!("\u{feff}{text}");
    assert_eq!(entries(marked.as_bytes()), one("Ægir", &["+4512345678"]));
}

#[test]
fn a_card_without_end_or_inside_another_does_not_spoil_its_neighbours() {
    let cards = "BEGIN:VCARD\nFN:A\nTEL:+31611111111\nBEGIN:VCARD\nFN:B\nTEL:+31622222222\n\
        AGENT:\nBEGIN:VCARD\nFN:Secretary\nTEL:+31699999999\nEND:VCARD\nNOTE:x\nEND:VCARD\n\
        END:VCARD\nBEGIN:VCARD\nFN:C\nEND:VCARD\nBEGIN:VCARD\nFN:D\nTEL:+31633333333\n";
    let book = parse(cards.as_bytes()).unwrap();
    let names: Vec<_> = book
        .entries
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    assert_eq!(names, ["A", "B", "D"]);
    assert_eq!(book.entries[1].numbers, ["+31622222222"]);
    assert_eq!(
        (book.skipped.malformed, book.skipped.without_number),
        (3, 1)
    );
}

#[test]
fn a_google_export_of_today_and_of_yesterday() {
    let today = "First Name,Middle Name,Last Name,Phonetic First Name,Name Suffix,Nickname,\
        Organization Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,\
        Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\r\n\
        Amina,el,Idrissi,,,,OLVG,1980-01-01,\"line one\nline two, 0612340000\",* myContacts,*,\
        a@example.org,Mobile,+31 6 12345678 ::: 06 8765 4321,Work,020-5999111\r\n";
    assert_eq!(
        entries(today.as_bytes()),
        one(
            "Amina el Idrissi",
            &["+31 6 12345678", "06 8765 4321", "020-5999111"]
        )
    );
    let yesterday = "Name,Given Name,Additional Name,Family Name,Yomi Name,Group Membership,\
        Phone 1 - Type,Phone 1 - Value\nBram Jansen,Bram,,Jansen,,* My Contacts,Mobile,0612345678\n";
    assert_eq!(
        entries(yesterday.as_bytes()),
        one("Bram Jansen", &["0612345678"])
    );
}

#[test]
fn an_outlook_export_never_gives_identity_or_fax_numbers_away() {
    let export = "\u{feff}\"First Name\",\"Last Name\",\"Title\",\"Business Phone\",\"Mobile Phone\",\
        \"Business Fax\",\"Pager\",\"Government ID Number\",\"Organizational ID Number\",\"Home Phone\"\r\n\
        \"Chidi\",\"Okafor\",\"Dr.\",\"(020) 599 9111\",\"+31 6 55555555\",\"0201111111\",\"0202222222\",\
        \"123456782\",\"9999999\",\"\"\r\n";
    assert_eq!(
        entries(export.as_bytes()),
        one("Dr. Chidi Okafor", &["(020) 599 9111", "+31 6 55555555"])
    );
}

#[test]
fn a_spreadsheet_with_semicolons_and_local_titles() {
    let german = b"Vorname;Nachname;Mobiltelefon;Fax gesch\xe4ftlich\nJ\xfcrgen;Gro\xdf;=\"+4915112345678\";030111111\n";
    assert_eq!(entries(german), one("Jürgen Groß", &["+4915112345678"]));
    let french = "Prénom;Nom;Tél. mobile;Notes tél.\nZoé;Martin;06 12 34 56 78;0699999999\n";
    assert_eq!(
        entries(french.as_bytes()),
        one("Zoé Martin", &["06 12 34 56 78"])
    );
    let dutch = "Voornaam\tAchternaam\tTelefoon (mobiel)\nFemke\tde Boer\t06-12345678\n";
    assert_eq!(
        entries(dutch.as_bytes()),
        one("Femke de Boer", &["06-12345678"])
    );
}

#[test]
fn a_list_without_titles_is_read_by_look() {
    let list = "Amina el Idrissi,+31 6 1234 5678\r\nBram Jansen,06-87654321\r\n";
    let read = entries(list.as_bytes());
    assert_eq!(
        read[0],
        ("Amina el Idrissi".into(), vec!["+31 6 1234 5678".into()])
    );
    assert_eq!(read[1], ("Bram Jansen".into(), vec!["06-87654321".into()]));
}

#[test]
fn a_table_with_titles_that_are_not_known_is_no_address_book() {
    let table = "Patient,BSN\nA,123456782\n";
    assert_eq!(parse(table.as_bytes()), Err(ImportError::NotAnAddressBook));
}

#[test]
fn a_quotation_mark_that_never_closes_loses_one_line() {
    let list = "Name,Phone\nA,+31611111111\n\"B,+31622222222\nC,+31633333333\n";
    let book = parse(list.as_bytes()).unwrap();
    let names: Vec<_> = book
        .entries
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    assert_eq!(names, ["A", "C"]);
    assert_eq!(book.skipped.malformed, 1);
}

#[test]
fn what_is_no_address_book_is_told_apart() {
    for file in [
        &b""[..],
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"hello\nworld\n",
        b"PK\x03\x04\0\0\0",
    ] {
        assert_eq!(parse(file), Err(ImportError::NotAnAddressBook));
    }
    let empty = b"BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\n";
    assert_eq!(parse(empty), Err(ImportError::NoNumbers));
    let large = vec![b' '; MAX_FILE + 1];
    assert_eq!(parse(&large), Err(ImportError::TooLarge));
}

#[test]
fn limits_hold_and_what_is_beyond_is_counted() {
    use std::fmt::Write;
    let mut cards = String::new();
    for number in 0..MAX_ENTRIES + 5 {
        write!(cards, "BEGIN:VCARD\nFN:X\nTEL:+316{number:08}\nEND:VCARD\n").unwrap();
    }
    let book = parse(cards.as_bytes()).unwrap();
    assert_eq!(
        (book.entries.len(), book.skipped.beyond_limit),
        (MAX_ENTRIES, 5)
    );
    let mut card = "BEGIN:VCARD\nFN:X\n".to_owned();
    for number in 0..200 {
        writeln!(card, "TEL:+316{number:08}").unwrap();
    }
    card.push_str("END:VCARD\n");
    let book = parse(card.as_bytes()).unwrap();
    assert_eq!(book.entries[0].numbers.len(), MAX_NUMBERS);
    assert!(book.skipped.beyond_limit > 0);
}

/// Pieces that make files which are nearly address books.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "BEGIN:VCARD\r\n",
            "END:VCARD\r\n",
            "VERSION:2.1\n",
            "FN:",
            "N:;a;b",
            "TEL;TYPE=\"",
            "TEL:",
            "+31612345678",
            ";ENCODING=QUOTED-PRINTABLE:",
            "=C3=A9",
            "=\r\n",
            "\r\n ",
            "\\",
            "\"",
            ",",
            ";",
            "item1.TEL:",
            "Name,Phone 1 - Value\n",
            "AGENT:\n",
            "CHARSET=utf-16le:",
            "\n",
            "tel:+31;ext=",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(file in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = parse(&file);
    }

    #[test]
    fn nearly_an_address_book_is_read_within_the_limits(file in pieces()) {
        let Ok(book) = parse(&file) else { return Ok(()) };
        for entry in book.entries {
            prop_assert!(!entry.numbers.is_empty() && entry.numbers.len() <= MAX_NUMBERS);
            prop_assert!(entry.name.chars().count() <= 128);
            prop_assert!(!entry.name.contains(['\n', '\r', '\0']));
            for number in entry.numbers {
                prop_assert!(number.chars().count() <= 64);
                prop_assert!(number.chars().filter(|c| c.is_numeric()).count() >= 5);
            }
        }
    }

    #[test]
    fn a_card_that_was_written_is_read(
        name in "[A-Za-zÀ-ÿ]{1,12}( [A-Za-zÀ-ÿ,;\\\\]{1,12}){0,3}",
        digits in "[1-9][0-9]{6,14}",
        width in 10_usize..70,
    ) {
        let escaped: String = name
            .chars()
            .flat_map(|c| if matches!(c, ',' | ';' | '\\') { vec!['\\', c] } else { vec![c] })
            .collect();
        let long = format!("FN:{escaped}");
        let letters: Vec<char> = long.chars().collect();
        let lines: Vec<String> = letters.chunks(width).map(|line| line.iter().collect()).collect();
        let card = format!("BEGIN:VCARD\r\nVERSION:4.0\r\n{}\r\nTEL:+{digits}\r\nEND:VCARD\r\n", lines.join("\r\n "));
        prop_assert_eq!(entries(card.as_bytes()), one(&name, &[&format!("+{digits}")]));
    }
}
