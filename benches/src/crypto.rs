//! Sealing and opening a message beside the raw primitives that they cannot do without.

use crate::measure::{Figures, median_of, rounded};
use clap::Args;
use consilium_client::seal::{Header, Kind, PrekeyKeys, PrekeySecret, Sealed, Signed, open, seal};
use consilium_sodium::{
    Argon2Params, BoxSecretKey, Context, KemSecretKey, Secret, SigningKey, SystemEntropy, aead,
    argon2id, sealed_box,
};
use consilium_statement::{PrekeyDraft, PrekeyStatement, id};
use consilium_types::limits::{KEM_CIPHERTEXT, MAX_DEVICES};
use consilium_types::{AccountId, ConversationId, MessageHash, StatementHash, Timestamp};
use std::hint::black_box;
use std::time::Duration;

/// How much to measure.
#[derive(Args)]
pub struct Options {
    /// Rounds; the median is reported.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Milliseconds of a round, each figure.
    #[arg(long, default_value_t = 300)]
    milliseconds: u64,
    /// Bytes of a message's text.
    #[arg(long, default_value_t = 200)]
    text: usize,
}

struct Scene {
    device: SigningKey,
    secret: PrekeySecret,
    prekey: PrekeyStatement,
    header: Header,
    payload: Vec<u8>,
}

impl Scene {
    fn new(options: &Options) -> anyhow::Result<Self> {
        let device = SigningKey::generate(&SystemEntropy)?;
        let seed = Secret::generate(&SystemEntropy)?;
        let keys = PrekeyKeys::from_seed(&seed)?;
        let account = AccountId::new([1; 16]);
        let device_id = id::device_id(&device.verifying_key());
        let prekey = PrekeyDraft {
            account,
            device: device_id,
            envelope_version: 1,
            standby: device.verifying_key(),
            box_key: &keys.box_key(),
            kem_key: keys.kem_key(),
            not_before: Timestamp(1),
        }
        .sign(&device)?;
        let secret = PrekeySecret::from_seed(&seed, prekey.hash())?;
        let header = Header {
            kind: Kind::Text,
            sender: account,
            device: device_id,
            sender_statement: StatementHash::new([2; 32]),
            conversation: ConversationId::new([3; 16]),
            recipient: AccountId::new([4; 16]),
            view: [5; 32],
            sent: Timestamp(6),
            counter: 1,
            prev: MessageHash::ZERO,
        };
        Ok(Self {
            device,
            secret,
            prekey,
            header,
            payload: vec![b'x'; options.text],
        })
    }

    fn signed(&self) -> anyhow::Result<Signed> {
        Ok(self.header.sign(&self.payload, &self.device)?)
    }
}

/// Runs every comparison; raw and ours alternate within a round.
pub fn run(options: &Options) -> anyhow::Result<Figures> {
    let scene = Scene::new(options)?;
    let mut figures = Figures::new();
    for devices in [1, 2, MAX_DEVICES] {
        send(&scene, options, devices, &mut figures)?;
    }
    receive(&scene, options, &mut figures)?;
    unlock(options, &mut figures)?;
    Ok(figures)
}

/// Sealing to `devices`: one signature, then a seal and an encapsulation for each.
fn send(
    scene: &Scene,
    options: &Options,
    devices: usize,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let signed = scene.signed()?;
    let inner = vec![0; KEM_CIPHERTEXT + 16 + 512];
    let (raw, ours) = median_of(
        options.rounds,
        Duration::from_millis(options.milliseconds),
        || {
            black_box(scene.device.sign(Context::Content, &[signed.as_bytes()]));
            for _ in 0..devices {
                let _ = black_box(scene.prekey.kem_key().encapsulate());
                let _ = black_box(sealed_box::seal(scene.prekey.box_key(), &inner));
            }
        },
        || {
            if let Ok(signed) = scene.header.sign(&scene.payload, &scene.device) {
                for _ in 0..devices {
                    let _ = black_box(seal(&signed, &scene.prekey));
                }
            }
        },
    );
    figures.insert(format!("seal_{devices}_devices_us"), rounded(ours * 1e6));
    figures.insert(
        format!("seal_{devices}_devices_ratio_to_raw"),
        rounded(ours / raw),
    );
    Ok(())
}

/// Opening and verifying beside open, decapsulate and verify.
fn receive(scene: &Scene, options: &Options, figures: &mut Figures) -> anyhow::Result<()> {
    let signed = scene.signed()?;
    let envelope = seal(&signed, &scene.prekey)?.into_bytes();
    let seed = || Secret::<32>::generate(&SystemEntropy);
    let (box_key, kem_key) = (
        BoxSecretKey::from_seed(&seed()?)?,
        KemSecretKey::from_seed(&seed()?)?,
    );
    let (ciphertext, _) = kem_key.public().encapsulate()?;
    let inner = vec![0; KEM_CIPHERTEXT + 16 + 512];
    let boxed = sealed_box::seal(&box_key.public(), &inner)?;
    let signature = scene.device.sign(Context::Content, &[signed.as_bytes()]);
    let verifying = scene.device.verifying_key();
    let encrypted = aead::encrypt(&[1; 32], &[0; 24], b"", &inner);
    let (raw, ours) = median_of(
        options.rounds,
        Duration::from_millis(options.milliseconds),
        || {
            let _ = black_box(sealed_box::open(&box_key, &box_key.public(), &boxed));
            let _ = black_box(kem_key.decapsulate(ciphertext.as_bytes()));
            let _ = black_box(aead::decrypt(&[1; 32], &[0; 24], b"", &encrypted));
            let _ = black_box(verifying.verify(Context::Content, &[signed.as_bytes()], &signature));
        },
        || {
            if let Ok(content) =
                Sealed::parse(&envelope).and_then(|sealed| open(&sealed, &scene.secret))
            {
                let _ = black_box(content.claims());
                let _ = black_box(signed.is_signed_by(&verifying));
            }
        },
    );
    figures.insert("open_and_verify_us".into(), rounded(ours * 1e6));
    figures.insert("open_and_verify_ratio_to_raw".into(), rounded(ours / raw));
    Ok(())
}

/// How many envelopes a second one core opens and verifies, without a database.
pub fn raw_open_per_s() -> anyhow::Result<f64> {
    let options = Options {
        rounds: 5,
        milliseconds: 200,
        text: 80,
    };
    let mut figures = Figures::new();
    receive(&Scene::new(&options)?, &options, &mut figures)?;
    let microseconds = figures.get("open_and_verify_us").and_then(|us| us.as_f64());
    Ok(1e6 / microseconds.unwrap_or(f64::INFINITY))
}

/// What a PIN costs.
fn unlock(options: &Options, figures: &mut Figures) -> anyhow::Result<()> {
    let parameters = Argon2Params::DEFAULT;
    let (argon2id_s, _) = median_of(
        options.rounds.min(3),
        Duration::from_millis(1),
        || {
            let _ = black_box(argon2id(b"482915", &[7; 16], parameters));
        },
        || (),
    );
    figures.insert("argon2id_ms".into(), rounded(argon2id_s * 1e3));
    Ok(())
}
