use super::Service;
use consilium_proto::convert::mailbox as convert;
use consilium_proto::convert::relay::Delivered;
use consilium_proto::wire::{self, mailbox_server::Mailbox};
use consilium_store::TokenScope::{Device, Standby};
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl Mailbox for Service {
    async fn fetch(
        &self,
        request: Request<wire::FetchRequest>,
    ) -> Result<Response<wire::FetchResponse>, Status> {
        let caller = self.caller(&request, Standby).await?;
        let fetch = convert::fetch(request.into_inner());
        let device = caller.record.device;
        let one_more = fetch.limit.saturating_add(1);
        let fetched = self.0.mailboxes.fetch(device, fetch.after, one_more).await;
        let mut stored = self.answer(fetched.map_err(Into::into))?;
        let more = stored.len() > fetch.limit;
        stored.truncate(fetch.limit);
        let count = u64::try_from(stored.len()).unwrap_or_default();
        self.0.metrics.fetched.increment(count);
        let envelopes = stored.into_iter().map(|stored| {
            let delivered = Delivered {
                sequence: stored.sequence,
                arrived: stored.arrived,
                envelope: stored.envelope,
            };
            delivered.into()
        });
        Ok(Response::new(wire::FetchResponse {
            envelopes: envelopes.collect(),
            more,
        }))
    }

    async fn get_cursor(
        &self,
        request: Request<wire::GetCursorRequest>,
    ) -> Result<Response<wire::GetCursorResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let wire::GetCursorRequest {} = request.into_inner();
        let cursor = self
            .0
            .mailboxes
            .reachable_cursor(caller.record.device)
            .await;
        let cursor = self.answer(cursor.map_err(Into::into))?;
        Ok(Response::new(wire::GetCursorResponse {
            acknowledged: cursor.acknowledged,
            newest: cursor.newest,
        }))
    }

    async fn delete(
        &self,
        request: Request<wire::DeleteEnvelopeRequest>,
    ) -> Result<Response<wire::DeleteEnvelopeResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let sequence = convert::delete(request.into_inner());
        let device = caller.record.device;
        let deleted = self.answer(self.0.mailboxes.delete(device, sequence).await)?;
        Ok(Response::new(wire::DeleteEnvelopeResponse { deleted }))
    }
}
