use super::Service;
use consilium_proto::convert::prekey as convert;
use consilium_proto::wire::{self, prekey_server::Prekey};
use consilium_store::TokenScope::Device;
use consilium_types::limits::MAX_DEVICES;
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl Prekey for Service {
    async fn put(
        &self,
        request: Request<wire::PutPrekeyRequest>,
    ) -> Result<Response<wire::PutPrekeyResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let prekey = self.parsed(convert::put(request.into_inner()))?;
        self.answer(self.0.prekeys.put(&caller.record, prekey).await)?;
        Ok(Response::new(wire::PutPrekeyResponse {}))
    }

    async fn get(
        &self,
        request: Request<wire::GetPrekeysRequest>,
    ) -> Result<Response<wire::GetPrekeysResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let accounts = self.parsed(convert::get(request.into_inner()))?;
        self.take_lookups(&caller, accounts.len().saturating_mul(MAX_DEVICES))?;
        let prekeys = self.answer(self.0.prekeys.get(&accounts).await)?;
        Ok(Response::new(wire::GetPrekeysResponse { prekeys }))
    }
}
