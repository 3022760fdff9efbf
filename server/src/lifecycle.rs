//! From a checked configuration to a running relay, and down again without losing anything.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use consilium_sodium::SystemEntropy;
use consilium_store::{RelayStore, StoreError};
use consilium_store_sqlite::{Options, SqliteStore};
use consilium_types::{Clock, ManualClock, SystemClock};
use serde::Serialize;
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::admin::Admin;
use crate::app::{App, Foundation};
use crate::config::{Config, ConfigError};
use crate::folder::{self, FolderError};
use crate::jobs::Jobs;
use crate::jobs::clock_guard::ClockGuard;
use crate::outbound::sms_gateway::TemplateError;
use crate::pki::PkiError;
use crate::relay_file::RELAY_FILE;
use crate::service::mailbox::Pump;
use crate::transport::listener::Server;
use crate::transport::tls::{self, Certificates, TlsError};

/// Connections that wait to be accepted: a whole hospital reconnecting.
const BACKLOG: u32 = 4096;
/// Between two looks at the certificate's files.
const CERTIFICATE_LOOK: Duration = Duration::from_secs(30);
/// What the last cursors may take when the relay ends.
const LAST_WRITES: Duration = Duration::from_secs(5);

/// Why a relay does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Configuration.
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// Data folder.
    #[error("{0}")]
    Folder(#[from] FolderError),
    /// Store.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// Certificate.
    #[error("{0}")]
    Tls(#[from] TlsError),
    /// Relay file.
    #[error("the relay file cannot be made: {0}")]
    Pki(#[from] PkiError),
    /// SMS gateway.
    #[error("{0}")]
    Sms(#[from] TemplateError),
    /// Port.
    #[error(
        "cannot listen on {address}: {reason}; is another relay running? choose another port with --listen"
    )]
    Listen {
        /// Which.
        address: SocketAddr,
        /// From the system.
        reason: io::ErrorKind,
    },
    /// Anything else of the system.
    #[error("{what}: {reason}")]
    System {
        /// What was tried.
        what: &'static str,
        /// From the system.
        reason: io::ErrorKind,
    },
}

/// How to serve.
pub struct Serve {
    /// Checked.
    pub config: Config,
    /// Where the development clock starts, ahead of the machine's.
    pub clock_offset_ms: u64,
}

/// The line that says that the relay is ready.
#[derive(Serialize)]
struct ReadyLine {
    ready: bool,
    address: String,
    relay_file: PathBuf,
}

/// Runs until SIGTERM or SIGINT, then drains.
///
/// # Errors
/// [`StartError`]; after the relay is ready there are none.
pub async fn serve(serve: Serve) -> Result<(), StartError> {
    let relay = Relay::start(serve).await?;
    relay.print_ready()?;
    relay.until_stopped().await;
    Ok(())
}

/// A running relay.
struct Relay {
    config: Config,
    app: Arc<App>,
    store: Arc<dyn RelayStore>,
    address: SocketAddr,
    running: Running,
    certificates: Arc<Certificates>,
    signals: Signals,
}

/// What runs, and how it is ended.
struct Running {
    pump: JoinHandle<()>,
    jobs: JoinHandle<()>,
    tasks: TaskTracker,
    drain: CancellationToken,
    stop_jobs: CancellationToken,
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Relay {
    async fn start(serve: Serve) -> Result<Self, StartError> {
        let Serve {
            config,
            clock_offset_ms,
        } = serve;
        // Before anything else: a signal during the start is not lost.
        let signals = Signals::listen()?;
        let (clock, development_clock) = clocks(config.development, clock_offset_ms);
        raise_open_files(config.limits.connections);
        folder::prepare(&config, &*clock)?;
        let store = open_store(&config).await?;
        let certificates = Certificates::load(
            config.path(&config.tls.certificate_file),
            config.path(&config.tls.key_file),
        )?;
        let (app, pump) = App::build(Foundation {
            name: config.name.clone(),
            store: Arc::clone(&store),
            clock,
            entropy: Arc::new(SystemEntropy),
            sms: folder::sms(&config)?,
            limits: config.limits.clone(),
            development_clock,
        })
        .await?;
        let listener = listen(config.listen)?;
        let address = local(&listener)?;
        if config.development {
            folder::write_relay_file(&config, address)?;
        }
        let tls = tls::server_config(Arc::clone(&certificates))?;
        let running = Running::start(&config, &app, pump, listener, tls)?;
        Ok(Self {
            config,
            app,
            store,
            address,
            running,
            certificates,
            signals,
        })
    }

    fn print_ready(&self) -> Result<(), StartError> {
        let relay_file = self.config.folder.join(RELAY_FILE);
        tracing::info!(address = %self.address, "ready");
        if !self.config.development {
            return Ok(());
        }
        let line = ReadyLine {
            ready: true,
            address: self.address.to_string(),
            relay_file: std::path::absolute(&relay_file).unwrap_or(relay_file),
        };
        let text = serde_json::to_string(&line).unwrap_or_default();
        writeln!(io::stdout(), "{text}").map_err(|error| StartError::System {
            what: "the ready line cannot be printed",
            reason: error.kind(),
        })
    }

    async fn until_stopped(mut self) {
        loop {
            tokio::select! {
                _ = self.signals.terminate.recv() => break,
                _ = self.signals.interrupt.recv() => break,
                _ = self.signals.hangup.recv() => self.reload(),
                () = tokio::time::sleep(CERTIFICATE_LOOK) => {
                    if self.certificates.changed() {
                        self.reload();
                    }
                }
            }
        }
        self.stop().await;
    }

    fn reload(&self) {
        match self.certificates.reload() {
            Ok(()) => {
                self.app.metrics.certificate_reloads.increment(1);
                tracing::info!("the certificate was read again");
            }
            Err(error) => {
                tracing::error!(error = %error, "the new certificate cannot be used; the former one stays");
            }
        }
    }

    /// Nothing new is taken; sends under way are finished; then the store is closed.
    async fn stop(self) {
        tracing::info!("draining");
        let Running {
            pump,
            jobs,
            tasks,
            drain,
            stop_jobs,
        } = self.running;
        self.app.drain();
        drain.cancel();
        tasks.close();
        let patience = Duration::from_secs(u64::from(self.config.limits.drain_seconds));
        if tokio::time::timeout(patience, tasks.wait()).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
        stop_jobs.cancel();
        let _ = jobs.await;
        drop(self.app);
        let _ = tokio::time::timeout(LAST_WRITES, pump).await;
        match self.store.close().await {
            Ok(()) => tracing::info!("stopped"),
            Err(error) => tracing::error!(error = %error, "the store did not close well"),
        }
    }
}

impl Running {
    /// Starts the pump, the jobs, the port, the operator's socket and the metrics.
    fn start(
        config: &Config,
        app: &Arc<App>,
        pump: Pump,
        listener: TcpListener,
        tls: Arc<rustls::ServerConfig>,
    ) -> Result<Self, StartError> {
        let (tasks, drain) = (TaskTracker::new(), CancellationToken::new());
        let stop_jobs = CancellationToken::new();
        let (store, clock) = (Arc::clone(&app.store), Arc::clone(&app.clock));
        let guard = Arc::new(ClockGuard::new(store, clock));
        let background = TaskTracker::new();
        let jobs = Jobs::new(
            Arc::clone(app),
            Arc::clone(&guard),
            config.retention.clone(),
            Arc::clone(&app.wake_jobs),
        );
        let server = Server::new(Arc::clone(app), tls, tasks.clone(), drain.clone());
        tasks.spawn(server.accept(listener));
        let admin = Admin::new(Arc::clone(app), guard);
        tasks.spawn(admin.serve(config.folder.clone(), drain.clone()));
        if let Some(at) = config.metrics.listen {
            let metrics = listen(at)?;
            let served = crate::transport::metrics::serve(metrics, Arc::clone(app), drain.clone());
            tasks.spawn(served);
        }
        Ok(Self {
            pump: background.spawn(pump.run()),
            jobs: background.spawn(jobs.run(stop_jobs.clone())),
            tasks,
            drain,
            stop_jobs,
        })
    }
}

impl Signals {
    fn listen() -> Result<Self, StartError> {
        let of = |kind| {
            signal(kind).map_err(|error| StartError::System {
                what: "signals cannot be listened to",
                reason: error.kind(),
            })
        };
        Ok(Self {
            terminate: of(SignalKind::terminate())?,
            interrupt: of(SignalKind::interrupt())?,
            hangup: of(SignalKind::hangup())?,
        })
    }
}

/// Opens the store on a thread of its own, since that reads.
///
/// # Errors
/// [`StartError`].
pub async fn open_store(config: &Config) -> Result<Arc<dyn RelayStore>, StartError> {
    let key = folder::store_key(config)?;
    let path = config.path(&config.store.file);
    let opened = tokio::task::spawn_blocking(move || {
        SqliteStore::open(Path::new(&path), &key, Options::default())
    })
    .await;
    match opened {
        Ok(store) => Ok(store?),
        Err(_) => Err(StartError::Store(StoreError::Internal("open"))),
    }
}

fn clocks(development: bool, offset_ms: u64) -> (Arc<dyn Clock>, Option<Arc<ManualClock>>) {
    if !development {
        return (Arc::new(SystemClock), None);
    }
    let clock = Arc::new(ManualClock::over(SystemClock));
    clock.advance(Duration::from_millis(offset_ms));
    (Arc::clone(&clock) as Arc<dyn Clock>, Some(clock))
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    let bind = || {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    bind().map_err(|error: io::Error| StartError::Listen {
        address,
        reason: error.kind(),
    })
}

fn local(listener: &TcpListener) -> Result<SocketAddr, StartError> {
    listener.local_addr().map_err(|error| StartError::System {
        what: "the listener has no address",
        reason: error.kind(),
    })
}

/// As many open files as connections need, if the system allows it.
fn raise_open_files(connections: usize) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = u64::try_from(connections)
        .unwrap_or(u64::MAX)
        .saturating_add(1024);
    if limit.current.is_none_or(|current| current >= wanted) {
        return;
    }
    let most = limit.maximum.map_or(wanted, |most| most.max(wanted));
    let raised = Rlimit {
        current: Some(wanted),
        maximum: Some(most),
    };
    // Above its maximum only with privileges; else as far as it goes.
    if setrlimit(Resource::Nofile, raised).is_ok() {
        return;
    }
    let allowed = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if setrlimit(Resource::Nofile, allowed).is_err() || limit.maximum < Some(wanted) {
        tracing::warn!(
            allowed = limit.maximum,
            wanted,
            "the system allows fewer open files than limits.connections needs: raise LimitNOFILE"
        );
    }
}
