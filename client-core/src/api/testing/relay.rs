//! A relay in memory. It does what an honest relay does, unless a test takes hold of it.

use super::super::core::locked;
use super::state::{Finish, State, serve};
use crate::net::{
    ArchivePage, ArchiveRecord, Attempt, Checked, Cursor, Fetched, Login, LoginSigner, Match,
    NetError, OwnAccount, RealtimeEvent, RealtimeReceiver, RealtimeSender, Refusal, Registered,
    Relay, RelayFile, StoredEnvelope, Ticket, Token, realtime_pair,
};
use async_trait::async_trait;
use consilium_sodium::SystemEntropy;
use consilium_statement::{AccountStatement, LoginKey, PrekeyStatement};
use consilium_types::limits::PREKEY_RELAY_SKEW_MS;
use consilium_types::{
    AccountId, ArchiveId, Clock, DeviceId, DiscoveryHash, DiscoveryScheme, ManualClock,
    PhoneNumber, RecordId, Timestamp,
};
use std::sync::{Arc, Mutex};

pub(in crate::api) struct FakeRelay {
    file: RelayFile,
    pub(super) clock: Arc<ManualClock>,
    state: Arc<Mutex<State>>,
}

impl FakeRelay {
    pub(in crate::api) fn new(clock: Arc<ManualClock>) -> Arc<Self> {
        Arc::new(Self {
            file: super::relay_file(),
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

    /// Whose token this is, of either scope.
    fn owner(&self, token: &Token) -> Result<(DeviceId, LoginKey), NetError> {
        let known = self.with(|state| state.tokens.get(&token.bytes()).copied());
        known.ok_or(NetError::Unauthenticated)
    }

    /// Whose token this is, for what a standby token does not allow.
    fn device(&self, token: &Token) -> Result<DeviceId, NetError> {
        match self.owner(token)? {
            (device, LoginKey::Device) => Ok(device),
            (_, LoginKey::Standby) => Err(NetError::Refused(Refusal::Denied)),
        }
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
        let finish = self.with(|state| state.finish);
        match finish {
            Finish::Answered | Finish::Lost => {}
            Finish::Unsent => return Err(NetError::Offline),
            Finish::Refused => return Err(NetError::Refused(Refusal::State)),
        }
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
        if finish == Finish::Lost {
            return Err(NetError::Offline);
        }
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
            if state.no_login {
                return Err(NetError::Offline);
            }
            if !state
                .statements
                .values()
                .any(|known| known.device(device).is_some())
            {
                return Err(NetError::Unauthenticated);
            }
            let token: [u8; 32] = (&SystemEntropy as &dyn consilium_types::Entropy).array();
            state.tokens.insert(token, (device, signer.key()));
            Ok(Login {
                token: Token::new(token),
                expires_in_ms: 3_600_000,
                relay_time,
            })
        })
    }

    async fn logout(&self, token: &Token) -> Result<(), NetError> {
        self.owner(token)?;
        self.with(|state| state.tokens.remove(&token.bytes()));
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
            state.count("get_statements");
            if state.refuse_statements {
                return Err(NetError::Refused(Refusal::Denied));
            }
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
        let now = self.now();
        self.with(|state| {
            state.count("put_prekey");
            if prekey.not_before().distance(now) > PREKEY_RELAY_SKEW_MS {
                return Err(NetError::Clock);
            }
            state.prekeys.insert(device, prekey.clone());
            Ok(())
        })
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
        let (device, _) = self.owner(token)?;
        let (stalled, page, repeats) = self.with(|state| {
            state.count("fetch");
            (state.stalled, state.page, state.repeat_pages)
        });
        if stalled {
            std::future::pending::<()>().await;
        }
        let mut envelopes = self.mailbox(device);
        envelopes.retain(|stored| repeats || stored.sequence > after);
        let more = repeats || page > 0 && envelopes.len() > page;
        if more && page > 0 {
            envelopes.truncate(page);
        }
        Ok(Fetched { envelopes, more })
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
            state.count("put_archive");
            if state.archives_full {
                return Err(NetError::Refused(Refusal::State));
            }
            let stored = state.archives.entry((account, archive)).or_default();
            for record in records {
                stored.entry(record.id).or_insert_with(|| record.clone());
            }
            Ok(())
        })
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
        self.with(|state| state.count("connect_realtime"));
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
