//! `doctor`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use consilium_types::{Clock, SystemClock};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::aws_lc_rs;
use rustls_pki_types::{ServerName, UnixTime};
use std::sync::Arc;
use std::time::Duration;

use super::{Place, say};
use crate::admin::{Answer, Question, ask};
use crate::config::{Config, SmsProvider};
use crate::folder;
use crate::lifecycle::open_store;
use crate::pki;
use crate::relay_file::RelayFile;
use crate::transport::tls::{Certificates, TlsError};

/// A certificate that ends this soon is worth a warning.
const RENEW_DAYS: i64 = 30;
/// Less room than this on the store's disk is an error: commits would fail soon.
const LEAST_BYTES: u64 = 1 << 30;

/// What one check found.
enum Finding {
    Fine(String),
    Warning(String),
    Broken(String),
}

use Finding::{Broken, Fine, Warning};

/// Checks everything; an error if something is broken.
pub(super) async fn run(place: &Place) -> anyhow::Result<()> {
    let config = place.load(false)?;
    let mut findings = vec![("configuration", configuration(&config))];
    findings.push(("store key", store_key(&config)));
    findings.push(("data folder", private(&config.folder, 0o077)));
    findings.push((
        "TLS key",
        private(&config.path(&config.tls.key_file), 0o077),
    ));
    findings.push(("certificate", certificate(&config)));
    findings.push(("certificate name", chain(&config)));
    findings.push(("issuer pins", pins(&config)));
    findings.push(("disk", disk(&config)));
    let running = ask(&config.folder, Question::Inspect).await?;
    findings.push(("store", store(&config, running.as_ref()).await));
    findings.push(("clock", clock(running.as_ref())));
    findings.push(("port", port(&config, running.is_some())));
    findings.push(("open files", open_files(&config)));
    findings.push(("text messages", sms(&config)));
    let mut broken = 0_usize;
    for (what, finding) in findings {
        match finding {
            Fine(text) => say(format_args!("ok       {what}: {text}"))?,
            Warning(text) => say(format_args!("warning  {what}: {text}"))?,
            Broken(text) => {
                broken = broken.saturating_add(1);
                say(format_args!("BROKEN   {what}: {text}"))?;
            }
        }
    }
    if broken > 0 {
        anyhow::bail!("{broken} of the checks failed");
    }
    Ok(())
}

fn configuration(config: &Config) -> Finding {
    match config.validate() {
        Ok(()) if config.development => Warning("this is a development relay".to_owned()),
        Ok(()) => Fine(format!("relay {}", config.name)),
        Err(error) => Broken(error.to_string()),
    }
}

fn store_key(config: &Config) -> Finding {
    match folder::store_key(config) {
        Ok(_) => {
            let path = config.path(&config.store.key_file);
            if path.exists() {
                private(&path, 0o077)
            } else {
                Fine("from the environment".to_owned())
            }
        }
        Err(error) => Broken(error.to_string()),
    }
}

/// No permission of `forbidden` may be set.
fn private(path: &Path, forbidden: u32) -> Finding {
    match fs::metadata(path) {
        Ok(metadata) => {
            let mode = metadata.permissions().mode() & 0o777;
            if mode & forbidden == 0 {
                Fine(format!("{} (mode {mode:o})", path.display()))
            } else {
                Broken(format!(
                    "{} can be read by others (mode {mode:o}): chmod go= {}",
                    path.display(),
                    path.display()
                ))
            }
        }
        Err(error) => Broken(format!("{}: {}", path.display(), error.kind())),
    }
}

fn certificate(config: &Config) -> Finding {
    let path = config.path(&config.tls.certificate_file);
    let check = || -> Result<Finding, String> {
        Certificates::load(path.clone(), config.path(&config.tls.key_file))
            .map_err(|error: TlsError| error.to_string())?;
        let pem = fs::read_to_string(&path).map_err(|error| error.kind().to_string())?;
        let chain = pki::certificates(&pem).map_err(|error| error.to_string())?;
        let leaf = chain.first().ok_or("no certificate")?;
        let (from, until) = pki::validity(leaf).map_err(|error| error.to_string())?;
        let now = i64::try_from(SystemClock.now().as_millis() / 1000).unwrap_or(i64::MAX);
        let days = until.saturating_sub(now) / 86_400;
        Ok(if now < from {
            Broken("is not valid yet: check the clock, or the certificate".to_owned())
        } else if now >= until {
            Broken("has expired: renew it; the relay reads it again by itself".to_owned())
        } else if days < RENEW_DAYS {
            Warning(format!("expires in {days} days: renew it"))
        } else {
            Fine(format!("valid for {days} days"))
        })
    };
    check().unwrap_or_else(Broken)
}

/// What a client checks: the chain up to the pinned issuer, the name, the time.
fn chain(config: &Config) -> Finding {
    let check = || -> Result<(), String> {
        let read = |path: &Path| {
            let pem = fs::read_to_string(config.path(path)).map_err(|e| e.kind().to_string())?;
            pki::certificates(&pem).map_err(|error| error.to_string())
        };
        let mut roots = rustls::RootCertStore::empty();
        for issuer in read(&config.tls.issuer_file)? {
            roots.add(issuer).map_err(|error| error.to_string())?;
        }
        let chain = read(&config.tls.certificate_file)?;
        let (leaf, intermediates) = chain.split_first().ok_or("no certificate")?;
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|error| error.to_string())?;
        let name = ServerName::try_from(config.name.clone()).map_err(|e| e.to_string())?;
        let now = UnixTime::since_unix_epoch(Duration::from_millis(SystemClock.now().as_millis()));
        verifier
            .verify_server_cert(leaf, intermediates, &name, &[], now)
            .map_err(|error| error.to_string())?;
        Ok(())
    };
    match check() {
        Ok(()) => Fine(format!("clients accept it for {}", config.name)),
        Err(reason) => Broken(format!(
            "clients would refuse it ({reason}): check tls.issuer_file, and that the certificate \
             names {}",
            config.name
        )),
    }
}

fn pins(config: &Config) -> Finding {
    let read = |path: &Path| fs::read_to_string(config.path(path)).ok();
    let Some(issuer) = read(&config.tls.issuer_file) else {
        return Broken("tls.issuer_file cannot be read".to_owned());
    };
    let spare = read(&config.tls.spare_file);
    match RelayFile::new(&config.name, "", &issuer, spare.as_deref(), false) {
        Ok(file) if file.pins() >= 2 => Fine(format!("{} of them", file.pins())),
        Ok(_) => Warning(
            "there is no spare: if the issuer is lost, no client can connect; set tls.spare_file"
                .to_owned(),
        ),
        Err(error) => Broken(error.to_string()),
    }
}

fn disk(config: &Config) -> Finding {
    let store = config.path(&config.store.file);
    let folder = store.parent().unwrap_or(&config.folder);
    match rustix::fs::statvfs(folder) {
        Ok(stat) => {
            let free = stat.f_bavail.saturating_mul(stat.f_frsize);
            let gib = free >> 30;
            if free < LEAST_BYTES {
                Broken("less than 1 GiB is free: make room, or the relay cannot store".to_owned())
            } else {
                Fine(format!("{gib} GiB free"))
            }
        }
        Err(error) => Broken(format!("{}: {error}", folder.display())),
    }
}

async fn store(config: &Config, running: Option<&Answer>) -> Finding {
    match running {
        Some(Answer::Inspection(seen)) => {
            return Fine(format!(
                "open in the running relay, {} envelopes",
                seen.envelopes
            ));
        }
        Some(_) => return Broken("the running relay cannot read it: look at its log".to_owned()),
        None => {}
    }
    if !config.path(&config.store.file).exists() {
        return Warning("is not there yet: the first start makes it".to_owned());
    }
    let check = async {
        let store = open_store(config)
            .await
            .map_err(|error| error.to_string())?;
        let checked = store.check().await.map_err(|error| error.to_string());
        store.close().await.map_err(|error| error.to_string())?;
        checked
    };
    match check.await {
        Ok(()) => Fine("opens, and writes reach the disk".to_owned()),
        Err(error) => Broken(error),
    }
}

fn clock(running: Option<&Answer>) -> Finding {
    match running {
        Some(Answer::Inspection(seen)) if seen.expiry_held => Broken(
            "it jumped by over a day and nothing expires: set it right, then `confirm-clock`"
                .to_owned(),
        ),
        _ => {
            let seconds = SystemClock.now().as_millis() / 1000;
            let year = seconds / 31_556_952 + 1970;
            Fine(format!("says the year {year}"))
        }
    }
}

fn port(config: &Config, running: bool) -> Finding {
    if running {
        return Fine(format!("{} is the running relay's", config.listen));
    }
    match std::net::TcpListener::bind(config.listen) {
        Ok(_) => Fine(format!("{} is free", config.listen)),
        Err(error) => Broken(format!(
            "{}: {}; choose another with `listen`",
            config.listen,
            error.kind()
        )),
    }
}

fn open_files(config: &Config) -> Finding {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let wanted = u64::try_from(config.limits.connections).unwrap_or(u64::MAX);
    match limit.maximum {
        Some(most) if most < wanted => Warning(format!(
            "the system allows {most}, limits.connections is {wanted}: raise LimitNOFILE"
        )),
        _ => Fine(format!("enough for {wanted} connections")),
    }
}

fn sms(config: &Config) -> Finding {
    match config.sms.provider {
        SmsProvider::None => Warning("no provider: nobody can register; set [sms]".to_owned()),
        SmsProvider::Outbox => Warning("codes go into a file".to_owned()),
        SmsProvider::Gateway => match folder::sms(config) {
            Ok(_) => Fine("gateway".to_owned()),
            Err(error) => Broken(error.to_string()),
        },
    }
}
