use super::Service;
use consilium_proto::convert::archive as convert;
use consilium_proto::wire::{self, archive_server::Archive};
use consilium_store::TokenScope::Device;
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl Archive for Service {
    async fn put(
        &self,
        request: Request<wire::PutArchiveRequest>,
    ) -> Result<Response<wire::PutArchiveResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let put = self.parsed(convert::put(request.into_inner()))?;
        self.answer(self.0.archives.put(caller.record.account, put).await)?;
        Ok(Response::new(wire::PutArchiveResponse {}))
    }

    async fn list(
        &self,
        request: Request<wire::ListArchiveRequest>,
    ) -> Result<Response<wire::ListArchiveResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let list = self.parsed(convert::list(request.into_inner()))?;
        let listed = self.0.archives.list(caller.record.account, list).await;
        let (rows, more) = self.answer(listed)?;
        let records = rows
            .into_iter()
            .map(|row| wire::ArchiveRecord {
                record_id: row.record.as_bytes().to_vec().into(),
                envelope: row.envelope,
            })
            .collect();
        Ok(Response::new(wire::ListArchiveResponse { records, more }))
    }

    async fn delete(
        &self,
        request: Request<wire::DeleteArchiveRequest>,
    ) -> Result<Response<wire::DeleteArchiveResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let delete = self.parsed(convert::delete(request.into_inner()))?;
        let deleted = self.0.archives.delete(caller.record.account, delete).await;
        Ok(Response::new(wire::DeleteArchiveResponse {
            deleted: self.answer(deleted)?,
        }))
    }
}
