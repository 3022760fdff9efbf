use super::Service;
use consilium_proto::convert::discovery as convert;
use consilium_proto::wire::{self, discovery_server::Discovery};
use consilium_store::TokenScope::Device;
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl Discovery for Service {
    async fn find(
        &self,
        request: Request<wire::FindRequest>,
    ) -> Result<Response<wire::FindResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let find = self.parsed(convert::find(request.into_inner()))?;
        let count = u64::try_from(find.hashes.len()).unwrap_or_default();
        let found = self.0.discovery.find(caller.record.account, find).await;
        let found = self.answer(found)?;
        self.0.metrics.discovery_lookups.increment(count);
        Ok(Response::new(convert::found(found)))
    }
}
