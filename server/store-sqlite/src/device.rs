//! Devices and tokens: read from memory, written through.

use crate::change::Change;
use crate::job::{Guard, Work};
use crate::load::scope_number;
use crate::sql::{execute, time};
use crate::state::Token;
use crate::store::SqliteStore;
use async_trait::async_trait;
use consilium_store::{DeviceRecord, DeviceStore, StoreError, TokenHash, TokenRecord, TokenScope};
use consilium_types::{DeviceId, Timestamp};
use rusqlite::params;

#[async_trait]
impl DeviceStore for SqliteStore {
    async fn device(&self, device: DeviceId) -> Result<Option<DeviceRecord>, StoreError> {
        let state = self.published()?;
        Ok(state.device(device).map(|(_, device)| device.record()))
    }

    async fn set_locked(&self, device: DeviceId, locked: bool) -> Result<bool, StoreError> {
        self.write(Guard::Savepoint, move |work| {
            set_locked(work, device, locked)
        })
        .await
    }

    async fn put_token(
        &self,
        token: TokenHash,
        device: DeviceId,
        scope: TokenScope,
        expires: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(Guard::Savepoint, move |work| {
            put_token(work, token, device, scope, expires)
        })
        .await
    }

    async fn token(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<TokenRecord>, StoreError> {
        Ok(self.published()?.token(token, now))
    }

    async fn delete_token(&self, token: TokenHash) -> Result<(), StoreError> {
        self.write(Guard::Savepoint, move |work| delete_token(work, token))
            .await
    }

    async fn sweep_tokens(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.write(Guard::Savepoint, move |work| {
            let expired = work.state.expired_tokens(now);
            for token in &expired {
                delete_token(work, *token)?;
            }
            Ok(u64::try_from(expired.len()).unwrap_or(u64::MAX))
        })
        .await
    }
}

fn set_locked(work: &mut Work<'_>, device: DeviceId, locked: bool) -> Result<bool, StoreError> {
    let Some((number, _)) = work.state.device(device) else {
        return Ok(false);
    };
    execute(
        work.connection,
        "UPDATE device SET locked = ?2 WHERE number = ?1",
        params![number.0, locked],
    )?;
    if locked {
        execute(
            work.connection,
            "DELETE FROM token WHERE device_number = ?1",
            params![number.0],
        )?;
    }
    work.stage(Change::Locked(number, locked));
    Ok(true)
}

fn put_token(
    work: &mut Work<'_>,
    token: TokenHash,
    device: DeviceId,
    scope: TokenScope,
    expires: Timestamp,
) -> Result<bool, StoreError> {
    let open = |(_, device): &(_, &crate::state::Device)| !device.locked;
    let Some((number, _)) = work.state.device(device).filter(open) else {
        return Ok(false);
    };
    execute(
        work.connection,
        "INSERT OR REPLACE INTO token (hash, device_number, scope, expires)
         VALUES (?1, ?2, ?3, ?4)",
        params![token.0, number.0, scope_number(scope), time(expires)],
    )?;
    work.stage(Change::TokenAdded(
        token,
        Token {
            device: number,
            scope,
            expires,
        },
    ));
    Ok(true)
}

fn delete_token(work: &mut Work<'_>, token: TokenHash) -> Result<(), StoreError> {
    execute(
        work.connection,
        "DELETE FROM token WHERE hash = ?1",
        params![token.0],
    )?;
    work.stage(Change::TokenRemoved(token));
    Ok(())
}
