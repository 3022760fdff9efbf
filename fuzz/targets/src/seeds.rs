//! Inputs that the parsers accept, made the same at each run.

use consilium_client::conversation::payload;
use consilium_client::identity::{RecoveryCode, VerificationQr};
use consilium_client::prekey::PrekeyEntry;
use consilium_client::seal::{Header, Kind, PrekeyKeys, PrekeySecret, Seeds, Signed, seal_seeded};
use consilium_client::vault::{ClockMark, VaultSecrets};
use consilium_proto::wire::{self, client_frame, relay_frame};
use consilium_sodium::{Secret, SigningKey, VerifyingKey};
use consilium_statement::account::certify_identity;
use consilium_statement::{
    AccountStatement, DeviceEntry, PrekeyDraft, PrekeyStatement, StatementDraft, id,
};
use consilium_types::limits::ENVELOPE_SIZES;
use consilium_types::{
    AccountId, BootTime, ConversationId, MessageHash, SeededEntropy, StatementHash, Timestamp,
};
use prost::Message;
use zeroize::Zeroizing;

fn key(seed: u8) -> Option<SigningKey> {
    let seed = Secret::from_slice(&[seed; 32]).ok()?;
    SigningKey::from_seed(&seed).ok()
}

fn statement(devices: u8, serial: u64) -> Option<AccountStatement> {
    let (root, identity) = (key(1)?, key(2)?);
    let entries: Option<Vec<DeviceEntry>> = (0..devices)
        .map(|number| {
            let device = key(10_u8.checked_add(number)?)?.verifying_key();
            Some(DeviceEntry {
                id: id::device_id(&device),
                key: device,
                added: Timestamp(5),
            })
        })
        .collect();
    StatementDraft {
        root: root.verifying_key(),
        epoch: 3,
        certificate: certify_identity(&root, 3, &identity.verifying_key()),
        identity: &identity,
        serial,
        prev: StatementHash::ZERO,
        issued: Timestamp(7),
        devices: &entries?,
    }
    .sign()
    .ok()
}

pub(crate) fn account() -> Option<AccountId> {
    Some(statement(1, 1)?.account())
}

fn prekey() -> Option<PrekeyStatement> {
    let device = key(10)?;
    let keys = PrekeyKeys::from_seed(&Secret::from_slice(&[9; 32]).ok()?).ok()?;
    PrekeyDraft {
        account: account()?,
        device: id::device_id(&device.verifying_key()),
        envelope_version: 1,
        standby: key(4)?.verifying_key(),
        box_key: &keys.box_key(),
        kem_key: keys.kem_key(),
        not_before: Timestamp(1_000),
    }
    .sign(&device)
    .ok()
}

/// Opens what the seeds of `envelope` seal.
pub(crate) fn prekey_secret() -> Option<PrekeySecret> {
    PrekeySecret::from_seed(&Secret::from_slice(&[9; 32]).ok()?, prekey()?.hash()).ok()
}

fn signed(payload: &[u8]) -> Option<Signed> {
    let device = key(11)?;
    Header {
        kind: Kind::Text,
        sender: account()?,
        device: id::device_id(&device.verifying_key()),
        sender_statement: StatementHash::new([2; 32]),
        conversation: ConversationId::new([3; 16]),
        recipient: AccountId::new([4; 16]),
        view: [5; 32],
        sent: Timestamp(6),
        counter: 1,
        prev: MessageHash::ZERO,
    }
    .sign(payload, &device)
    .ok()
}

pub(crate) fn account_statement() -> Vec<Vec<u8>> {
    [statement(1, 1), statement(2, 2), statement(8, 9)]
        .into_iter()
        .flatten()
        .map(|statement| statement.as_bytes().to_vec())
        .collect()
}

pub(crate) fn prekey_statement() -> Vec<Vec<u8>> {
    prekey()
        .map(|prekey| prekey.as_bytes().to_vec())
        .into_iter()
        .collect()
}

pub(crate) fn envelope() -> Vec<Vec<u8>> {
    let seeds = Seeds {
        ephemeral: [6; 32],
        kem: [7; 64],
    };
    [10, 700, 1_500, 3_000]
        .into_iter()
        .filter_map(|length| {
            let signed = signed(&vec![b'x'; length])?;
            Some(seal_seeded(&signed, &prekey()?, &seeds).ok()?.into_bytes())
        })
        .collect()
}

pub(crate) fn content() -> Vec<Vec<u8>> {
    [&b""[..], b"hello", &[b'x'; 3848]]
        .into_iter()
        .filter_map(|payload| Some(signed(payload)?.as_bytes().to_vec()))
        .collect()
}

pub(crate) fn payload() -> Vec<Vec<u8>> {
    let reference = payload::Reference {
        device: id::device_id(&VerifyingKey::from_imported([1; 32])),
        counter: 7,
        hash: MessageHash::new([2; 32]),
    };
    let hashes = [MessageHash::new([1; 32]), MessageHash::new([2; 32])];
    let text = payload::encode_text("the text", Some(reference), payload::Urgency::Urgent);
    let all: [(Kind, Zeroizing<Vec<u8>>); 6] = [
        (Kind::Text, text),
        (Kind::Receipts, payload::encode_receipts(&hashes, &hashes)),
        (Kind::Delete, payload::encode_delete(&[reference])),
        (Kind::Profile, payload::encode_profile("Amina", "nurse")),
        (Kind::Seen, payload::encode_seen(reference)),
        (Kind::Edit, payload::encode_edit(reference, "another text")),
    ];
    all.into_iter()
        .map(|(kind, payload)| [&kind.number().to_be_bytes()[..], &payload].concat())
        .collect()
}

pub(crate) fn relay_frame() -> Vec<Vec<u8>> {
    let stored = |sequence| wire::StoredEnvelope {
        sequence,
        arrived: 3_600_000,
        envelope: vec![1; ENVELOPE_SIZES[0]].into(),
    };
    let frames = [
        relay_frame::Frame::Ready(wire::Ready {
            relay_time: 1_800_000_000_000,
            acknowledged: 4,
        }),
        relay_frame::Frame::Results(wire::SendResults {
            batch: 9,
            outcomes: vec![1, 2, 3, 7],
            retry_after_ms: 1_000,
        }),
        relay_frame::Frame::Deliver(wire::Deliver {
            envelopes: vec![stored(5), stored(6)],
        }),
        relay_frame::Frame::Notice(wire::Notice {
            notice: Some(wire::notice::Notice::NumberMove(wire::NumberMove {
                moves_at: 9,
            })),
        }),
    ];
    frames
        .into_iter()
        .map(|frame| wire::RelayFrame { frame: Some(frame) }.encode_to_vec())
        .collect()
}

pub(crate) fn client_frame() -> Vec<Vec<u8>> {
    let envelope = |id| wire::OutgoingEnvelope {
        envelope_id: vec![id; 16].into(),
        device_id: vec![2; 16].into(),
        envelope: vec![1; ENVELOPE_SIZES[0]].into(),
    };
    let frames = [
        client_frame::Frame::Send(wire::SendBatch {
            batch: 1,
            envelopes: vec![envelope(1), envelope(2)],
        }),
        client_frame::Frame::Acknowledge(wire::Acknowledge { up_to: 77 }),
    ];
    frames
        .into_iter()
        .map(|frame| wire::ClientFrame { frame: Some(frame) }.encode_to_vec())
        .collect()
}

pub(crate) fn requests() -> Vec<Vec<u8>> {
    let id = |byte| bytes::Bytes::from(vec![byte; 16]);
    vec![
        wire::StartRequest {
            phone: "+31612345678".to_owned(),
        }
        .encode_to_vec(),
        wire::ConfirmRequest {
            attempt_id: id(1),
            code: "123456".to_owned(),
        }
        .encode_to_vec(),
        wire::LoginProof {
            device_id: id(2),
            client_nonce: vec![3; 32].into(),
            relay_nonce: vec![4; 32].into(),
            signature: vec![5; 64].into(),
            standby: true,
        }
        .encode_to_vec(),
        wire::GetStatementsRequest {
            account_ids: vec![id(6), id(7)],
        }
        .encode_to_vec(),
        wire::FindRequest {
            scheme: 1,
            hashes: vec![0x4d41_4062_a4b8_2bb4, 1],
        }
        .encode_to_vec(),
        wire::PutArchiveRequest {
            archive_id: id(8),
            records: vec![wire::ArchiveRecord {
                record_id: id(9),
                envelope: vec![1; ENVELOPE_SIZES[0]].into(),
            }],
        }
        .encode_to_vec(),
        wire::FetchRequest {
            after: 3,
            limit: 10,
        }
        .encode_to_vec(),
    ]
}

pub(crate) fn relay_file() -> Vec<Vec<u8>> {
    let pin = "ab".repeat(32);
    let other = "cd".repeat(32);
    vec![
        format!(
            r#"{{"version":1,"name":"relay.example","address":"127.0.0.1:4433","pins":["{pin}","{other}"],"issuers":["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"],"development":true}}"#
        )
        .into_bytes(),
    ]
}

/// Magic, version, parameters, salt, slot, nonce, then what would be ciphertext.
pub(crate) fn vault_file() -> Vec<Vec<u8>> {
    let mut header = b"CSLVAULT".to_vec();
    header.push(1);
    header.extend_from_slice(&3_u32.to_be_bytes());
    header.extend_from_slice(&262_144_u32.to_be_bytes());
    header.extend_from_slice(&[7; 16]);
    header.push(0);
    header.extend_from_slice(&[8; 24]);
    header.extend_from_slice(&[9; 300]);
    vec![header]
}

/// Under any gate secret: what is wrapped shows only when it is unwrapped.
pub(crate) fn biometric_file() -> Vec<Vec<u8>> {
    let header = [
        &b"CSLFINGR\x01"[..],
        &[7; 16],
        &[8; 16],
        &[0, 0, 0, 0, 0, 0, 9, 9],
        &[6; 24],
    ];
    vec![[header.concat(), vec![5; 48]].concat(), header.concat()]
}

/// As the vault file seals them: with everything there is, and with nothing that may be absent.
pub(crate) fn vault_secrets() -> Vec<Vec<u8>> {
    let (Some(full), Some(bare)) = (secrets(true), secrets(false)) else {
        return Vec::new();
    };
    let mark = ClockMark {
        wall: Timestamp(7),
        boot: BootTime {
            boot: [8; 16],
            ms: 9,
        },
    };
    [full, bare]
        .into_iter()
        .filter_map(|secrets| Some(secrets.encode(mark).ok()?.expose().to_vec()))
        .collect()
}

fn secrets(full: bool) -> Option<VaultSecrets> {
    let seed = |byte: u8| Secret::from_slice(&[byte; 32]).ok();
    let entry = PrekeyEntry {
        seed: seed(9)?,
        statement: prekey()?,
        confirmed: Some(Timestamp(2_000)),
        replaced: None,
    };
    let code = || RecoveryCode::generate(&SeededEntropy::new(1)).ok();
    Some(VaultSecrets {
        statement: statement(1, 1)?,
        identity_seed: if full { Some(seed(2)?) } else { None },
        device_seed: seed(10)?,
        database_key: seed(5)?,
        recovery_code: if full { Some(code()?) } else { None },
        prekeys: full.then_some(entry).into_iter().collect(),
    })
}

pub(crate) fn recovery_code() -> Vec<Vec<u8>> {
    [1, 2]
        .into_iter()
        .filter_map(|seed| RecoveryCode::generate(&SeededEntropy::new(seed)).ok())
        .map(|code| code.text().as_bytes().to_vec())
        .collect()
}

pub(crate) fn verification_qr() -> Vec<Vec<u8>> {
    let (Some(own), Some(contact)) = (key(1), key(3)) else {
        return Vec::new();
    };
    let qr = VerificationQr::new(own.verifying_key(), contact.verifying_key());
    vec![qr.to_bytes().to_vec()]
}

pub(crate) fn phone_number() -> Vec<Vec<u8>> {
    [
        "+31 6 12345678",
        "06-12345678",
        "0044 (0)20 7946 0958",
        "+1-202-555-0143 ext. 5",
    ]
    .into_iter()
    .map(|text| text.as_bytes().to_vec())
    .collect()
}

pub(crate) fn address_book() -> Vec<Vec<u8>> {
    [
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85se;=\r\nNils;;;\r\nTEL;CELL:+31612345678\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Amina El\n  Idrissi\nitem1.TEL;TYPE=CELL,VOICE:06 1234 5678\nEND:VCARD\n",
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Jonas\r\nTEL;VALUE=uri:tel:+49-170-1234567\r\nEND:VCARD\r\n",
        "First Name,Last Name,Phone 1 - Label,Phone 1 - Value\nAmina,\"El, Idrissi\",Mobile,+31 6 12345678 ::: 020 1234567\n",
        "\u{feff}Name;Mobiltelefon\r\n\"Jo \"\"J\"\" nas\";+49 170 1234567\r\n",
    ]
    .into_iter()
    .map(|text| text.as_bytes().to_vec())
    .collect()
}
