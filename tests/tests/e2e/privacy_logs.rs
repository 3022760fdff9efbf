//! Canaries: whatever clinicians wrote, their names, numbers, hashes, PINs and keys are in no log,
//! metric, report or file where they do not belong, with everything logged at TRACE.

use crate::operations::metrics;
use crate::support::actor::Actor;
use crate::support::person::Phone;
use crate::support::process::Process;
use crate::support::relay::{Options, Relay, free_port};
use aho_corasick::AhoCorasick;
use consilium_audit::{Layout, visit_pages};
use consilium_client::discovery::discovery_hash;
use consilium_client::probe::NoProbe;
use consilium_client::vault::{FolderKeystore, LockedVault, Pin, Platform, Vault};
use consilium_sodium::SystemEntropy;
use consilium_types::ids::{from_hex, to_hex};
use consilium_types::{DiscoveryScheme, PhoneNumber, SystemClock};
use data_encoding::BASE64;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PIN: &str = "plover kestrel wren 71";
const WRONG_PIN: &str = "osprey bittern rail 38";
const NAMES: [&str; 2] = ["Quilligotch Vandermeer", "Ambrosius Theodorakis"];
const TEXTS: [&str; 4] = [
    "zolpidem-canary-one 10 mg at night",
    "troponin-canary-two doubled since six",
    "corrected-canary-three 5 mg, not 10",
    "draft-canary-four not sent yet",
];

/// A text is recognised by so many bytes of it.
const PIECE: usize = 12;

/// What must not be found, and what to call it when it is.
struct Needle {
    name: String,
    bytes: Vec<u8>,
}

/// Needles that are found by exact bytes.
#[derive(Default)]
struct Needles(Vec<Needle>);

impl Needles {
    fn text(&mut self, name: &str, text: &str) {
        let bytes = text.as_bytes().to_vec();
        self.0.push(Needle {
            name: name.to_owned(),
            bytes,
        });
    }

    /// A binary secret in every form in which programs print bytes.
    fn secret(&mut self, name: &str, bytes: &[u8]) {
        self.0.push(Needle {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        });
        self.text(&format!("{name} as hex"), &to_hex(bytes));
        self.text(&format!("{name} as HEX"), &to_hex(bytes).to_uppercase());
        self.text(&format!("{name} as base64"), &BASE64.encode(bytes));
        let list = format!("{bytes:?}");
        self.text(&format!("{name} as a list"), list.trim_matches(['[', ']']));
    }

    fn number(&mut self, number: &str) {
        self.text("a phone number", number.trim_start_matches('+'));
        let parsed = PhoneNumber::parse(number).expect("a number");
        for scheme in [DiscoveryScheme::HmacSha1, DiscoveryScheme::Sha1] {
            let hash = discovery_hash(scheme, &parsed).0;
            self.secret("a discovery hash", &hash);
            for value in [u64::from_be_bytes(hash), u64::from_le_bytes(hash)] {
                self.text("a discovery hash as a number", &value.to_string());
                self.text(
                    "a discovery hash as a number",
                    &value.cast_signed().to_string(),
                );
            }
        }
    }

    fn found_in(&self, haystack: &[u8]) -> BTreeSet<&str> {
        let needles = self.0.iter().map(|needle| &needle.bytes);
        let search = AhoCorasick::new(needles).expect("a search");
        search
            .find_overlapping_iter(haystack)
            .map(|hit| self.0[hit.pattern()].name.as_str())
            .collect()
    }

    fn assert_absent(&self, place: &str, haystack: &[u8]) {
        assert_eq!(self.found_in(haystack), BTreeSet::new(), "in {place}");
    }
}

/// The vault of a phone whose app is not running.
fn vault_of(phone: &Phone) -> Vault {
    let platform = Platform {
        keystore: Arc::new(FolderKeystore::open(phone.keystore()).unwrap()),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        biometrics: None,
        probe: Arc::new(NoProbe),
    };
    let locked = LockedVault::open(&phone.data(), platform).unwrap();
    locked.unlock(&Pin::entered(PIN)).unwrap()
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}

fn pages_of(database: &Path, key: &[u8; 32], layout: Layout) -> Vec<u8> {
    let mut all = Vec::new();
    visit_pages(database, key, layout, |page| all.extend_from_slice(page)).unwrap();
    assert!(!all.is_empty());
    all
}

/// What a talk leaves to look for.
struct Trace {
    /// Must be nowhere but in the phones' databases.
    needles: Needles,
    /// The relay's database may hold these; no log, metric or report may.
    ids: Needles,
    reports: Vec<String>,
}

/// Two phones that do everything that leaves a trace somewhere.
async fn talk(relay: &Relay, phones: [&Phone; 2]) -> Trace {
    let mut needles = Needles::default();
    let [mut anna, mut ben] = phones.map(|phone| Process::start(phone, relay));
    let (anna_id, anna_number) = anna.register(relay, NAMES[0], PIN).await;
    let (ben_id, ben_number) = ben.register(relay, NAMES[1], PIN).await;
    for number in [&anna_number, &ben_number] {
        needles.number(number);
    }
    for app in [&mut anna, &mut ben] {
        let code = app.must(json!({ "do": "recovery-code" })).await;
        let groups: Vec<_> = code.as_array().unwrap().iter().collect();
        let groups: Vec<_> = groups.iter().map(|group| group.as_str().unwrap()).collect();
        needles.text("a recovery code", &groups.join(" "));
        needles.text("a recovery code", &groups.join("-"));
        needles.text("a recovery code", &groups.concat());
    }
    let know = |name, number: &str| json!({ "do": "know", "name": name, "number": number });
    anna.must(know(NAMES[1], &ben_number)).await;
    ben.must(know(NAMES[0], &anna_number)).await;
    let send = |to: consilium_types::AccountId, text| json!({ "do": "send", "account": to.to_hex(), "text": text });
    let first = anna.must(send(ben_id, TEXTS[0])).await;
    anna.until_sent().await;
    ben.must(json!({ "do": "sync" })).await;
    assert_eq!(ben.texts(anna_id, false).await, [TEXTS[0]]);
    ben.must(send(anna_id, TEXTS[1])).await;
    ben.must(json!({ "do": "read", "account": anna_id.to_hex() }))
        .await;
    ben.until_sent().await;
    anna.must(json!({ "do": "edit", "message": first, "text": TEXTS[2] }))
        .await;
    anna.must(json!({ "do": "draft", "account": ben_id.to_hex(), "text": TEXTS[3] }))
        .await;
    anna.must(json!({ "do": "keep", "account": ben_id.to_hex() }))
        .await;
    anna.until_sent().await;
    assert_eq!(anna.texts(ben_id, false).await, [TEXTS[1]]);
    let hits = anna
        .must(json!({ "do": "search", "text": "corrected" }))
        .await;
    assert_eq!(hits, 1);
    let mut reports = Vec::new();
    for app in [&mut anna, &mut ben] {
        let report = app.must(json!({ "do": "diagnostics" })).await;
        reports.push(report.as_str().unwrap().to_owned());
        app.must(json!({ "do": "lock" })).await;
        let wrong = json!({ "do": "unlock", "pin": WRONG_PIN });
        assert!(!matches!(
            app.ask(wrong).await,
            crate::support::process::Reply::Ok(_)
        ));
        app.must(json!({ "do": "unlock", "pin": PIN })).await;
        app.must(json!({ "do": "sync" })).await;
    }
    anna.kill().await;
    ben.kill().await;
    let mut ids = Needles::default();
    for account in [anna_id, ben_id] {
        ids.secret("an account id", account.as_bytes());
    }
    Trace {
        needles,
        ids,
        reports,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_personal_is_in_any_log_metric_report_or_file_where_it_does_not_belong() {
    let port = free_port();
    let mut relay = Relay::start_with(Options {
        unlimited: true,
        settings: vec![("METRICS__LISTEN", format!("127.0.0.1:{port}"))],
        ..Options::default()
    });
    let phones = [Phone::new(), Phone::new()];
    let Trace {
        mut needles,
        mut ids,
        reports,
    } = talk(&relay, [&phones[0], &phones[1]]).await;
    for text in TEXTS {
        // Pieces too: a log line may hold the beginning or the end of something.
        for piece in text.as_bytes().windows(PIECE) {
            needles.text("a text", &String::from_utf8_lossy(piece));
        }
    }
    for name in NAMES {
        needles.text("a name", name);
    }
    for pin in [PIN, WRONG_PIN] {
        needles.text("a PIN", pin);
    }
    let actor = Actor::register(&relay).await;
    actor.own_account().await.unwrap();
    needles.secret("a token", &actor.token);
    ids.secret("an account id", actor.account().as_bytes());
    ids.secret("a device id", actor.device().as_bytes());
    let metrics = metrics(port).await;
    relay.kill();

    // The search is known to find: both phones' databases hold what the relay must not.
    let mut bites = Vec::new();
    for phone in &phones {
        let vault = vault_of(phone);
        let secrets = vault.secrets();
        let database = phone.data().join("messages.db");
        bites.extend(pages_of(
            &database,
            secrets.database_key.expose(),
            Layout::CLIENT,
        ));
        needles.secret("a database key", secrets.database_key.expose());
        needles.secret("a device key", secrets.device_seed.expose());
        if let Some(identity) = &secrets.identity_seed {
            needles.secret("an identity key", identity.expose());
        }
        for prekey in &secrets.prekeys {
            needles.secret("a prekey", prekey.seed.expose());
        }
        let mut slots = Vec::new();
        files_below(&phone.keystore(), &mut slots);
        for slot in slots {
            let secret = std::fs::read(slot).unwrap();
            if secret.len() >= 16 {
                needles.secret("a keystore secret", &secret);
            }
        }
    }
    let found = needles.found_in(&bites);
    for name in ["a text", "a name", "a phone number"] {
        assert!(found.contains(name), "{name} is not in a phone: {found:?}");
    }

    let store_key = std::fs::read_to_string(relay.folder().join("store.key")).unwrap();
    let store_key = from_hex::<32>(store_key.trim()).unwrap();
    let pages = pages_of(
        &relay.folder().join("store/relay.db"),
        &store_key,
        Layout::RELAY,
    );
    needles.assert_absent("the relay's database, decrypted", &pages);
    for needles in [&needles, &ids] {
        needles.assert_absent("metrics", metrics.as_bytes());
        for report in &reports {
            needles.assert_absent("a report for support", report.as_bytes());
        }
    }
    needles.secret("the store's key", &store_key);
    let mut places = Vec::new();
    files_below(relay.folder(), &mut places);
    for phone in &phones {
        let folder = phone.data().parent().unwrap().to_owned();
        files_below(&folder, &mut places);
        places.retain(|path| !path.starts_with(phone.keystore()));
    }
    // The outbox stands for the telephone network, the key file is where the key belongs.
    places.retain(|path| !path.ends_with("sms-outbox.jsonl") && !path.ends_with("store.key"));
    let is_log = |path: &PathBuf| path.extension() == Some("log".as_ref());
    let logs = places.iter().filter(|path| is_log(path)).count();
    assert_eq!(logs, 3, "the relay's and both phones'");
    for path in places {
        let bytes = std::fs::read(&path).unwrap();
        let place = path.display().to_string();
        needles.assert_absent(&place, &bytes);
        if is_log(&path) {
            ids.assert_absent(&place, &bytes);
        }
    }
}
