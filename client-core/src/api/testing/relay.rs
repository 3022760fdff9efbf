//! A relay in memory. It does what an honest relay does, unless a test takes hold of it.

use super::super::core::locked;
use crate::net::{
    ArchivePage, ArchiveRecord, Attempt, Checked, Closed, Command, Cursor, Fetched, Login,
    LoginSigner, Match, NetError, OwnAccount, RealtimeEvent, RealtimePeer, RealtimeReceiver,
    RealtimeSender, Refusal, Registered, Relay, RelayFile, SendBatch, SendOutcome, StoredEnvelope,
    Ticket, Token, realtime_pair,
};
use async_trait::async_trait;
use consilium_sodium::SystemEntropy;
use consilium_statement::{AccountStatement, PrekeyStatement};
use consilium_types::{
    AccountId, ArchiveId, Clock, DeviceId, DiscoveryHash, DiscoveryScheme, EnvelopeId, ManualClock,
    PhoneNumber, RecordId, Timestamp,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::mpsc;

/// The relay's memory, open to tests.
#[derive(Default)]
pub(in crate::api) struct State {
    pub(in crate::api) statements: HashMap<AccountId, AccountStatement>,
    pub(in crate::api) numbers: HashMap<PhoneNumber, AccountId>,
    pub(in crate::api) discoverable: HashSet<AccountId>,
    pub(in crate::api) prekeys: HashMap<DeviceId, PrekeyStatement>,
    pub(in crate::api) mailboxes: HashMap<DeviceId, Vec<StoredEnvelope>>,
    pub(in crate::api) acknowledged: HashMap<DeviceId, u64>,
    pub(in crate::api) archives: HashMap<(AccountId, ArchiveId), BTreeMap<RecordId, ArchiveRecord>>,
    pub(in crate::api) seen: HashSet<EnvelopeId>,
    /// Every envelope that any device sent.
    pub(in crate::api) sends: u64,
    /// Statements are not given out.
    pub(in crate::api) hide_statements: bool,
    /// Prekeys are not given out.
    pub(in crate::api) hide_prekeys: bool,
    /// The relay's clock is off by this.
    pub(in crate::api) clock_off_ms: i64,
    tickets: HashMap<[u8; 16], PhoneNumber>,
    tokens: HashMap<[u8; 32], DeviceId>,
    sockets: HashMap<DeviceId, mpsc::Sender<RealtimeEvent>>,
    next: u8,
}

pub(in crate::api) struct FakeRelay {
    file: RelayFile,
    pub(super) clock: Arc<ManualClock>,
    state: Arc<Mutex<State>>,
}

pub(super) fn relay_file() -> RelayFile {
    static FILE: OnceLock<String> = OnceLock::new();
    let json = FILE.get_or_init(|| {
        let made = rcgen::generate_simple_self_signed(vec!["relay.example".to_owned()]).unwrap();
        let pem = made.cert.pem();
        serde_json::json!({
            "version": 1, "name": "relay.example", "address": "127.0.0.1:1",
            "pins": ["11".repeat(32), "22".repeat(32)], "issuers": [pem], "development": true
        })
        .to_string()
    });
    RelayFile::parse(json).unwrap()
}

impl FakeRelay {
    pub(in crate::api) fn new(clock: Arc<ManualClock>) -> Arc<Self> {
        Arc::new(Self {
            file: relay_file(),
            clock,
            state: Arc::default(),
        })
    }

    pub(in crate::api) fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut locked(&self.state))
    }

    fn now(&self) -> Timestamp {
        let off = self.with(|state| state.clock_off_ms);
        Timestamp(self.clock.now().0.saturating_add_signed(off))
    }

    fn device(&self, token: &Token) -> Result<DeviceId, NetError> {
        self.with(|state| {
            state
                .tokens
                .get(&token.bytes())
                .copied()
                .ok_or(NetError::Unauthenticated)
        })
    }

    fn account(&self, token: &Token) -> Result<AccountId, NetError> {
        let device = self.device(token)?;
        self.with(|state| {
            let known = state
                .statements
                .values()
                .find(|known| known.device(device).is_some());
            known
                .map(AccountStatement::account)
                .ok_or(NetError::Unauthenticated)
        })
    }

    /// Puts an envelope into a mailbox, as only a relay can.
    pub(in crate::api) fn inject(&self, device: DeviceId, envelope: &[u8]) {
        let now = self.now();
        self.with(|state| state.append(device, envelope.to_vec().into(), now));
    }

    /// Everything in a mailbox.
    pub(in crate::api) fn mailbox(&self, device: DeviceId) -> Vec<StoredEnvelope> {
        self.with(|state| state.mailboxes.get(&device).cloned().unwrap_or_default())
    }
}

impl State {
    fn append(&mut self, device: DeviceId, envelope: bytes::Bytes, now: Timestamp) {
        let mailbox = self.mailboxes.entry(device).or_default();
        let sequence = mailbox.last().map_or(1, |last| last.sequence + 1);
        let stored = StoredEnvelope {
            sequence,
            arrived: now.hour(),
            envelope,
        };
        mailbox.push(stored.clone());
        self.deliver(device, vec![stored]);
    }

    /// To an open socket; one that is full gets it with its next connection.
    pub(in crate::api) fn deliver(&self, device: DeviceId, envelopes: Vec<StoredEnvelope>) {
        if let Some(socket) = self.sockets.get(&device) {
            let _ = socket.try_send(RealtimeEvent::Deliver(envelopes));
        }
    }

    fn take(&mut self, batch: SendBatch, now: Timestamp) -> RealtimeEvent {
        let mut outcomes = Vec::new();
        for outgoing in batch.envelopes {
            self.sends += 1;
            let current = self.prekeys.get(&outgoing.device);
            let stale = current.is_none_or(|prekey| {
                outgoing.envelope.get(1..17) != Some(prekey.id().as_bytes().as_slice())
            });
            let known = self
                .statements
                .values()
                .any(|known| known.device(outgoing.device).is_some());
            outcomes.push(if !known {
                SendOutcome::UnknownDevice
            } else if stale {
                SendOutcome::StalePrekey
            } else if self.seen.insert(outgoing.id) {
                self.append(outgoing.device, outgoing.envelope, now);
                SendOutcome::Stored
            } else {
                SendOutcome::Duplicate
            });
        }
        RealtimeEvent::Results {
            batch: batch.batch,
            outcomes,
        }
    }
}

#[async_trait]
impl Relay for FakeRelay {
    fn file(&self) -> &RelayFile {
        &self.file
    }

    async fn start_registration(&self, phone: &PhoneNumber) -> Result<Attempt, NetError> {
        self.with(|state| {
            state.next += 1;
            let id = [state.next; 16];
            state.tickets.insert(id, phone.clone());
            Ok(Attempt {
                id,
                expires_in_ms: 600_000,
                retry_after_ms: 0,
            })
        })
    }

    async fn confirm_code(&self, attempt: [u8; 16], code: &str) -> Result<Ticket, NetError> {
        if code != "123456" {
            return Err(NetError::Refused(Refusal::Input));
        }
        let mut ticket = [0; 32];
        ticket[..16].copy_from_slice(&attempt);
        Ok(Ticket::new(ticket))
    }

    async fn finish_registration(
        &self,
        _ticket: Ticket,
        statement: &AccountStatement,
        prekey: &PrekeyStatement,
        signer: &dyn LoginSigner,
    ) -> Result<Registered, NetError> {
        self.with(|state| {
            let number = state.tickets.get(&[state.next; 16]).cloned().unwrap();
            let account = statement.account();
            let before = state.statements.get(&account);
            if before.is_some_and(|before| statement.epoch() <= before.epoch()) {
                return Err(NetError::Refused(Refusal::State));
            }
            state.statements.insert(account, statement.clone());
            state.prekeys.insert(prekey.device(), prekey.clone());
            state.numbers.insert(number, account);
            Ok(())
        })?;
        let login = self.login(signer).await?;
        Ok(Registered {
            login,
            number_moves_at: None,
        })
    }

    async fn login(&self, signer: &dyn LoginSigner) -> Result<Login, NetError> {
        let relay_time = self.now();
        self.with(|state| {
            let device = signer.device();
            if !state
                .statements
                .values()
                .any(|known| known.device(device).is_some())
            {
                return Err(NetError::Unauthenticated);
            }
            let token: [u8; 32] = (&SystemEntropy as &dyn consilium_types::Entropy).array();
            state.tokens.insert(token, device);
            Ok(Login {
                token: Token::new(token),
                expires_in_ms: 3_600_000,
                relay_time,
            })
        })
    }

    async fn logout(&self, token: &Token) -> Result<(), NetError> {
        let device = self.device(token)?;
        self.with(|state| state.tokens.retain(|_, owner| *owner != device));
        Ok(())
    }

    async fn put_statement(
        &self,
        token: &Token,
        statement: &AccountStatement,
    ) -> Result<(), NetError> {
        let account = self.account(token)?;
        self.with(|state| state.statements.insert(account, statement.clone()));
        Ok(())
    }

    async fn get_statements(
        &self,
        token: &Token,
        accounts: &[AccountId],
    ) -> Result<Checked<AccountStatement>, NetError> {
        self.device(token)?;
        self.with(|state| {
            let known = accounts
                .iter()
                .filter_map(|account| state.statements.get(account));
            let items = if state.hide_statements {
                Vec::new()
            } else {
                known.cloned().collect()
            };
            Ok(Checked { items, refused: 0 })
        })
    }

    async fn set_discoverable(&self, token: &Token, discoverable: bool) -> Result<(), NetError> {
        let account = self.account(token)?;
        self.with(|state| {
            if discoverable {
                state.discoverable.insert(account);
            } else {
                state.discoverable.remove(&account);
            }
        });
        Ok(())
    }

    async fn own_account(&self, token: &Token) -> Result<OwnAccount, NetError> {
        let account = self.account(token)?;
        Ok(OwnAccount {
            discoverable: self.with(|state| state.discoverable.contains(&account)),
            has_number: true,
            number_leaves_at: None,
            number_arrives_at: None,
        })
    }

    async fn answer_number_move(&self, token: &Token, _allow: bool) -> Result<(), NetError> {
        self.device(token).map(|_| ())
    }

    async fn delete_account(&self, token: &Token) -> Result<(), NetError> {
        let account = self.account(token)?;
        self.with(|state| state.statements.remove(&account));
        Ok(())
    }

    async fn put_prekey(&self, token: &Token, prekey: &PrekeyStatement) -> Result<(), NetError> {
        let device = self.device(token)?;
        self.with(|state| state.prekeys.insert(device, prekey.clone()));
        Ok(())
    }

    async fn get_prekeys(
        &self,
        token: &Token,
        accounts: &[AccountId],
    ) -> Result<Checked<PrekeyStatement>, NetError> {
        self.device(token)?;
        self.with(|state| {
            let known = state
                .prekeys
                .values()
                .filter(|prekey| accounts.contains(&prekey.account()));
            let items = if state.hide_prekeys {
                Vec::new()
            } else {
                known.cloned().collect()
            };
            Ok(Checked { items, refused: 0 })
        })
    }

    async fn fetch(&self, token: &Token, after: u64, _limit: u32) -> Result<Fetched, NetError> {
        let device = self.device(token)?;
        let mut envelopes = self.mailbox(device);
        envelopes.retain(|stored| stored.sequence > after);
        Ok(Fetched {
            envelopes,
            more: false,
        })
    }

    async fn cursor(&self, token: &Token) -> Result<Cursor, NetError> {
        let device = self.device(token)?;
        let newest = self.mailbox(device).last().map_or(0, |last| last.sequence);
        let acknowledged = self.with(|state| state.acknowledged.get(&device).copied().unwrap_or(0));
        Ok(Cursor {
            acknowledged,
            newest,
        })
    }

    async fn delete_envelope(&self, token: &Token, _sequence: u64) -> Result<bool, NetError> {
        self.device(token).map(|_| false)
    }

    async fn discover(
        &self,
        token: &Token,
        scheme: DiscoveryScheme,
        hashes: &[DiscoveryHash],
    ) -> Result<Checked<Match>, NetError> {
        self.device(token)?;
        self.with(|state| {
            let known = state.numbers.iter().map(|(number, account)| Match {
                hash: crate::discovery::discovery_hash(scheme, number),
                account: *account,
            });
            let found = known.filter(|found| {
                hashes.contains(&found.hash) && state.discoverable.contains(&found.account)
            });
            Ok(Checked {
                items: found.collect(),
                refused: 0,
            })
        })
    }

    async fn put_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        records: &[ArchiveRecord],
    ) -> Result<(), NetError> {
        let account = self.account(token)?;
        self.with(|state| {
            let stored = state.archives.entry((account, archive)).or_default();
            for record in records {
                stored.entry(record.id).or_insert_with(|| record.clone());
            }
        });
        Ok(())
    }

    async fn list_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        after: Option<RecordId>,
    ) -> Result<ArchivePage, NetError> {
        let account = self.account(token)?;
        self.with(|state| {
            let all = state
                .archives
                .get(&(account, archive))
                .cloned()
                .unwrap_or_default();
            let rest = all
                .into_values()
                .filter(|record| after.is_none_or(|after| record.id > after));
            let records: Vec<_> = rest.take(2).collect();
            let more = records.len() == 2;
            Ok(ArchivePage { records, more })
        })
    }

    async fn delete_archive(
        &self,
        token: &Token,
        archive: ArchiveId,
        records: &[RecordId],
    ) -> Result<u64, NetError> {
        let account = self.account(token)?;
        self.with(|state| {
            if records.is_empty() {
                state.archives.remove(&(account, archive));
            } else if let Some(stored) = state.archives.get_mut(&(account, archive)) {
                stored.retain(|id, _| !records.contains(id));
            }
            Ok(0)
        })
    }

    async fn connect_realtime(
        &self,
        token: &Token,
    ) -> Result<(RealtimeSender, RealtimeReceiver), NetError> {
        let device = self.device(token)?;
        let (sender, mut receiver, peer) = realtime_pair();
        let ready = RealtimeEvent::Ready {
            relay_time: self.now(),
            acknowledged: self.with(|state| state.acknowledged.get(&device).copied().unwrap_or(0)),
        };
        let state = Arc::clone(&self.state);
        let clock = Arc::clone(&self.clock);
        receiver.drive(serve(state, clock, device, peer, ready));
        Ok((sender, receiver))
    }
}

async fn serve(
    state: Arc<Mutex<State>>,
    clock: Arc<ManualClock>,
    device: DeviceId,
    mut peer: RealtimePeer,
    ready: RealtimeEvent,
) {
    let _ = peer.events.send(ready).await;
    let waiting = {
        let mut state = locked(&state);
        let old = state.sockets.insert(device, peer.events.clone());
        if let Some(old) = old {
            let _ = old.try_send(RealtimeEvent::Closed(Closed::Replaced));
        }
        let after = state.acknowledged.get(&device).copied().unwrap_or(0);
        let mut mailbox = state.mailboxes.get(&device).cloned().unwrap_or_default();
        mailbox.retain(|stored| stored.sequence > after);
        mailbox
    };
    for chunk in waiting.chunks(64) {
        let _ = peer
            .events
            .send(RealtimeEvent::Deliver(chunk.to_vec()))
            .await;
    }
    while let Some(command) = peer.commands.recv().await {
        let answer = match command {
            Command::Send(batch) => Some(locked(&state).take(batch, clock.now())),
            Command::Acknowledge(up_to) => {
                let mut state = locked(&state);
                let cursor = state.acknowledged.entry(device).or_default();
                *cursor = up_to.max(*cursor);
                None
            }
        };
        if let Some(answer) = answer {
            let _ = peer.events.send(answer).await;
        }
    }
}
