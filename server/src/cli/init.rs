//! `init`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use consilium_types::SystemClock;

use super::say;
use crate::config::{CONFIG_FILE, Config};
use crate::files;
use crate::folder;
use crate::relay_file::RELAY_FILE;

/// Makes what a relay needs.
#[derive(clap::Args)]
pub(super) struct InitArgs {
    /// The data folder; default: the working folder.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// The same, by name.
    #[arg(long, value_name = "FOLDER", conflicts_with = "folder")]
    data: Option<PathBuf>,
    /// Development: makes a CA and a certificate, on loopback.
    #[arg(long, conflicts_with_all = ["certificate", "key", "issuer", "spare"])]
    dev: bool,
    /// Name of the relay: a DNS name, as in its certificate.
    #[arg(long, value_name = "NAME", required_unless_present = "dev")]
    name: Option<String>,
    /// `host:port` that clients connect to.
    #[arg(long, value_name = "HOST:PORT", required_unless_present = "dev")]
    address: Option<String>,
    /// Where the relay listens.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// PEM: the relay's certificate and any intermediates.
    #[arg(long, value_name = "FILE", required_unless_present = "dev")]
    certificate: Option<PathBuf>,
    /// PEM: its private key.
    #[arg(long, value_name = "FILE", required_unless_present = "dev")]
    key: Option<PathBuf>,
    /// PEM: certificate of the CA that issued it: the only one that clients trust.
    #[arg(long, value_name = "FILE", required_unless_present = "dev")]
    issuer: Option<PathBuf>,
    /// PEM: certificate or public key of a spare CA, whose private key is kept offline. Clients
    /// know its pin from the first day, so that the first CA can be replaced.
    #[arg(long, value_name = "FILE", required_unless_present = "dev")]
    spare: Option<PathBuf>,
}

impl InitArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let config = self.config()?;
        config.validate()?;
        folder::prepare(&config, &SystemClock)?;
        say(format_args!("data folder    {}", config.folder.display()))?;
        let key = config.path(&config.store.key_file);
        let made = folder::make_store_key(&key)?;
        // In development `prepare` made it.
        told(made || config.development, "store key", &key)?;
        let file = config.folder.join(CONFIG_FILE);
        let new = !file.exists();
        if new {
            files::replace(&file, template(&config).as_bytes(), 0o600)?;
        }
        told(new, "configuration", &file)?;
        // The file decides, in case it was there already.
        let config = Config::load(&config, None, std::iter::empty())?;
        config.validate()?;
        let relay_file = folder::write_relay_file(&config, config.listen)?;
        told(true, "relay file", &relay_file)?;
        say(format_args!(
            "\nGive {RELAY_FILE} to clients. Keep store.key apart from backups of the store: \
             without it nobody reads them, you included."
        ))?;
        if !config.development {
            say("Next: set [sms] in relay.toml, then `consilium-relay doctor`, then `serve`.")?;
        }
        Ok(())
    }

    fn config(&self) -> anyhow::Result<Config> {
        let given = self.folder.as_ref().or(self.data.as_ref());
        let folder = given.cloned().unwrap_or_else(|| PathBuf::from("."));
        let mut config = if self.dev {
            Config::development(&folder)
        } else {
            Config {
                folder,
                ..Config::default()
            }
        };
        if let Some(name) = &self.name {
            config.name.clone_from(name);
        }
        if let Some(address) = &self.address {
            config.address.clone_from(address);
        }
        if let Some(listen) = self.listen {
            config.listen = listen;
        } else if self.dev {
            config.listen.set_port(8443);
        }
        let tls = &mut config.tls;
        for (given, field) in [
            (&self.certificate, &mut tls.certificate_file),
            (&self.key, &mut tls.key_file),
            (&self.issuer, &mut tls.issuer_file),
            (&self.spare, &mut tls.spare_file),
        ] {
            if let Some(path) = given {
                *field = std::path::absolute(path)?;
            }
        }
        Ok(config)
    }
}

fn told(made: bool, what: &str, path: &Path) -> std::io::Result<()> {
    let note = if made {
        ""
    } else {
        "  (was there, left as it is)"
    };
    say(format_args!("{what:<14} {}{note}", path.display()))
}

/// The configuration file: what was decided, and the choices that are left.
fn template(config: &Config) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let path = |path: &Path| quoted(&path.display().to_string());
    let tls = &config.tls;
    format!(
        "\
# Consilium relay. `consilium-relay check-config` shows every key with its value.
# Environment variables go over this file: CONSILIUM_RELAY_STORE__KEY_FILE is store.key_file.

# Clients sign this name in every login and expect it in the certificate.
name = {name}
# Where the relay listens, and what clients connect to.
listen = {listen}
address = {address}
{development}
[tls]
certificate_file = {certificate}
key_file = {key}
issuer_file = {issuer}
spare_file = {spare}

[store]
file = {store}
key_file = {store_key}

{sms}
[log]
format = \"text\"   # or \"json\"
level = \"info\"

# Prometheus, on loopback only.
#[metrics]
#listen = \"127.0.0.1:9464\"
",
        name = quoted(&config.name),
        listen = quoted(&config.listen.to_string()),
        address = quoted(&config.address),
        development = if config.development {
            "# Never for real users.\ndevelopment = true\n"
        } else {
            ""
        },
        certificate = path(&tls.certificate_file),
        key = path(&tls.key_file),
        issuer = path(&tls.issuer_file),
        spare = path(&tls.spare_file),
        store = path(&config.store.file),
        store_key = path(&config.store.key_file),
        sms = sms(config.development),
    )
}

const fn sms(development: bool) -> &'static str {
    if development {
        "[sms]\nprovider = \"outbox\"\noutbox_file = \"sms-outbox.jsonl\"\n"
    } else {
        "\
# Who carries registration codes. Any gateway that takes an HTTP request; {phone}, {code} and {text}
# are filled in, {secret} from secret_file.
[sms]
provider = \"none\"
#provider = \"gateway\"
#[sms.gateway]
#url = \"https://sms.example.org/v1/messages\"
#method = \"POST\"
#headers = { content-type = \"application/json\" }
#header_files = { authorization = \"sms-token\" }
#body = '{\"to\":\"{phone}\",\"text\":\"{text}\"}'
#timeout_seconds = 10
"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_that_init_writes_is_the_one_that_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let asked = Config {
            name: "relay.example.org".to_owned(),
            address: "relay.example.org:443".to_owned(),
            folder: folder.path().to_owned(),
            ..Config::default()
        };
        for config in [asked, Config::development(folder.path())] {
            let path = folder.path().join(CONFIG_FILE);
            std::fs::write(path, template(&config)).unwrap();
            let base = Config {
                folder: folder.path().to_owned(),
                limits: config.limits.clone(),
                log: config.log.clone(),
                ..Config::default()
            };
            let mut read = Config::load(&base, None, std::iter::empty()).unwrap();
            read.log = config.log.clone();
            assert_eq!(read.explain(), config.explain());
        }
    }
}
