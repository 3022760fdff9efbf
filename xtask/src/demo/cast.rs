//! Who plays, what their telephones export, and what they say.

/// A clinician.
pub struct Role {
    pub key: &'static str,
    pub name: &'static str,
    pub profession: &'static str,
    pub number: &'static str,
    pub region: &'static str,
    pub pin: &'static str,
    /// File name and content of the exported address book.
    pub address_book: (&'static str, &'static str),
}

/// The three.
pub const CAST: [Role; 3] = [
    Role {
        key: "amina",
        name: "Amina El Idrissi",
        profession: "nurse practitioner",
        number: "+31612345671",
        region: "NL",
        pin: "482915",
        // vCard 2.1, as older telephones export it: quoted-printable, a line broken softly.
        address_book: (
            "amina.vcf",
            "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Weber;J=C3=B6r=\r\n=67;;;\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg Weber\r\nTEL;CELL;PREF:0049 151 2345 6782\r\nTEL;WORK:+49 30 1234567\r\nEND:VCARD\r\n\
             BEGIN:VCARD\r\nVERSION:2.1\r\nN:Dubois;Claire;;;\r\nFN:Claire Dubois\r\nTEL;CELL:+33 6 12 34 56 73\r\nEND:VCARD\r\n\
             BEGIN:VCARD\r\nVERSION:2.1\r\nN:Bakker;Bakkerij;;;\r\nFN:Bakkerij Bakker\r\nTEL;WORK:020 123 4567\r\nEND:VCARD\r\n",
        ),
    },
    Role {
        key: "joerg",
        name: "Jörg Weber",
        profession: "cardiologist",
        number: "+4915123456782",
        region: "DE",
        pin: "730264",
        // CSV, as Google exports it: several numbers in one field.
        address_book: (
            "joerg.csv",
            "First Name,Middle Name,Last Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n\
             Amina,,El Idrissi,Mobile,+31 6 12345671 ::: +31 20 765 4321,,\n\
             Claire,,Dubois,* Mobile,0033612345673,Work,\n\
             Pizzeria,,,Work,030 7654321,,\n",
        ),
    },
    Role {
        key: "claire",
        name: "Claire Dubois",
        profession: "pharmacist",
        number: "+33612345673",
        region: "FR",
        pin: "915037",
        // vCard 4.0 with tel: URIs and a folded line, as newer telephones export it.
        address_book: (
            "claire.vcf",
            "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Amina El\r\n  Idrissi\r\nTEL;TYPE=cell;VALUE=uri:tel:+31-6-1234-5671\r\nEND:VCARD\r\n\
             BEGIN:VCARD\r\nVERSION:4.0\r\nFN:J\u{f6}rg Weber\r\nitem1.TEL:+49 151 23456782\r\nitem1.X-ABLABEL:mobile\r\nEND:VCARD\r\n",
        ),
    },
];

pub const AMINA: usize = 0;
pub const JOERG: usize = 1;
pub const CLAIRE: usize = 2;

/// A line: who, to whom, what.
pub type Line = (usize, usize, &'static str);

/// While both are online.
pub const ONLINE: [Line; 8] = [
    (
        AMINA,
        JOERG,
        "Mrs de Vries, bed 14: chest pain since 06:40, troponin 38, rising",
    ),
    (JOERG, AMINA, "ECG please. Aspirin given?"),
    (
        AMINA,
        JOERG,
        "Aspirin 250 mg at 06:55. ST depression in V4 to V6",
    ),
    (JOERG, AMINA, "Second troponin at 09:40. I come down"),
    (AMINA, CLAIRE, "Does ticagrelor go with her clarithromycin?"),
    (
        CLAIRE,
        AMINA,
        "No: clarithromycin is a strong CYP3A4 inhibitor. Azithromycin instead",
    ),
    (
        CLAIRE,
        JOERG,
        "I told Amina: no ticagrelor beside clarithromycin",
    ),
    (JOERG, CLAIRE, "Thank you. Changed in the chart"),
];

/// While Claire is offline.
pub const AWAY: [Line; 6] = [
    (AMINA, CLAIRE, "Creatinine came back: 148"),
    (
        JOERG,
        CLAIRE,
        "Can you adjust the enoxaparin for an eGFR of 31?",
    ),
    (AMINA, CLAIRE, "Weight 61 kg"),
    (JOERG, CLAIRE, "And her potassium is 5.3"),
    (
        CLAIRE,
        JOERG,
        "On the train without signal. I will look at enoxaparin first",
    ),
    (
        CLAIRE,
        AMINA,
        "Saw your numbers only now, answering from the platform",
    ),
];

/// Around the relay's death.
pub const KILLED: [Line; 6] = [
    (JOERG, AMINA, "Angiography at 11:15, room 2"),
    (AMINA, JOERG, "She is fasting since midnight"),
    (JOERG, AMINA, "Consent is signed, family informed"),
    (AMINA, JOERG, "Transport is ordered for 11:00"),
    (CLAIRE, AMINA, "Enoxaparin 60 mg once a day from today"),
    (AMINA, CLAIRE, "Noted: enoxaparin 60 mg once a day"),
];

/// After thirty-one days.
pub const LATER: [Line; 2] = [
    (
        AMINA,
        JOERG,
        "Mrs de Vries was here for her check-up, all well",
    ),
    (JOERG, AMINA, "Good news. Stop clopidogrel in eleven months"),
];
