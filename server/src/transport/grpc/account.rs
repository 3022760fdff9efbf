use super::Service;
use consilium_proto::convert::account as convert;
use consilium_proto::wire::{self, account_server::Account};
use consilium_store::TokenScope::Device;
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl Account for Service {
    async fn logout(
        &self,
        request: Request<wire::LogoutRequest>,
    ) -> Result<Response<wire::LogoutResponse>, Status> {
        let caller = self
            .caller(&request, consilium_store::TokenScope::Standby)
            .await?;
        let wire::LogoutRequest {} = request.into_inner();
        let device = caller.record.device;
        self.answer(self.0.authentication.logout(device, caller.token).await)?;
        Ok(Response::new(wire::LogoutResponse {}))
    }

    async fn put_statement(
        &self,
        request: Request<wire::PutStatementRequest>,
    ) -> Result<Response<wire::PutStatementResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let statement = self.parsed(convert::put_statement(request.into_inner()))?;
        self.answer(
            self.0
                .accounts
                .put_statement(&caller.record, statement)
                .await,
        )?;
        Ok(Response::new(wire::PutStatementResponse {}))
    }

    async fn get_statements(
        &self,
        request: Request<wire::GetStatementsRequest>,
    ) -> Result<Response<wire::GetStatementsResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let accounts = self.parsed(convert::get_statements(request.into_inner()))?;
        self.take_lookups(&caller, accounts.len())?;
        let statements = self.answer(self.0.accounts.statements(&accounts).await)?;
        Ok(Response::new(wire::GetStatementsResponse { statements }))
    }

    async fn set_discoverable(
        &self,
        request: Request<wire::SetDiscoverableRequest>,
    ) -> Result<Response<wire::SetDiscoverableResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let wire::SetDiscoverableRequest { discoverable } = request.into_inner();
        let account = caller.record.account;
        self.answer(
            self.0
                .accounts
                .set_discoverable(account, discoverable)
                .await,
        )?;
        Ok(Response::new(wire::SetDiscoverableResponse {}))
    }

    async fn get_own_account(
        &self,
        request: Request<wire::GetOwnAccountRequest>,
    ) -> Result<Response<wire::GetOwnAccountResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let wire::GetOwnAccountRequest {} = request.into_inner();
        let own = self.answer(self.0.accounts.own(caller.record.account).await)?;
        Ok(Response::new(wire::GetOwnAccountResponse {
            discoverable: own.discoverable,
            has_number: own.has_number,
            number_leaves_at: own.leaving.map_or(0, |pending| pending.at.as_millis()),
            number_arrives_at: own.arriving.map_or(0, |pending| pending.at.as_millis()),
        }))
    }

    async fn answer_number_move(
        &self,
        request: Request<wire::AnswerNumberMoveRequest>,
    ) -> Result<Response<wire::AnswerNumberMoveResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let wire::AnswerNumberMoveRequest { allow } = request.into_inner();
        let account = caller.record.account;
        self.answer(self.0.accounts.answer_move(account, allow).await)?;
        Ok(Response::new(wire::AnswerNumberMoveResponse {}))
    }

    async fn delete(
        &self,
        request: Request<wire::DeleteAccountRequest>,
    ) -> Result<Response<wire::DeleteAccountResponse>, Status> {
        let caller = self.caller(&request, Device).await?;
        let wire::DeleteAccountRequest {} = request.into_inner();
        self.answer(self.0.accounts.delete(caller.record.account).await)?;
        Ok(Response::new(wire::DeleteAccountResponse {}))
    }
}
