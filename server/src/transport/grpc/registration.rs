use super::{Service, login_response, peer};
use consilium_proto::convert::account as convert;
use consilium_proto::wire::{self, registration_server::Registration};
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl Registration for Service {
    async fn start(
        &self,
        request: Request<wire::StartRequest>,
    ) -> Result<Response<wire::StartResponse>, Status> {
        self.answer(self.not_draining())?;
        let peer = peer(&request);
        let phone = self.parsed(convert::start(request.into_inner()))?;
        let started = self.0.registration.start(phone, peer).await;
        match &started {
            Ok(_) => self.0.metrics.sms_sent.increment(1),
            Err(crate::service::ServiceError::Sms(_)) => self.0.metrics.sms_failed.increment(1),
            Err(_) => {}
        }
        let started = self.answer(started)?;
        Ok(Response::new(wire::StartResponse {
            attempt_id: started.attempt.to_vec().into(),
            expires_in_ms: started.expires_in_ms,
            retry_after_ms: started.retry_after_ms,
        }))
    }

    async fn confirm(
        &self,
        request: Request<wire::ConfirmRequest>,
    ) -> Result<Response<wire::ConfirmResponse>, Status> {
        self.answer(self.not_draining())?;
        let peer = peer(&request);
        let confirm = self.parsed(convert::confirm(request.into_inner()))?;
        let ticket = self.answer(self.0.registration.confirm(&confirm, peer))?;
        Ok(Response::new(wire::ConfirmResponse {
            ticket: ticket.to_vec().into(),
        }))
    }

    async fn finish(
        &self,
        request: Request<wire::FinishRequest>,
    ) -> Result<Response<wire::FinishResponse>, Status> {
        self.answer(self.not_draining())?;
        let peer = peer(&request);
        let finish = self.parsed(convert::finish(request.into_inner()))?;
        let finished = self.answer(self.0.registration.finish(finish, peer).await)?;
        self.0.metrics.logins.increment(1);
        let moves_at = finished.number_moves_at.map_or(0, |at| at.as_millis());
        Ok(Response::new(wire::FinishResponse {
            login: Some(login_response(&finished.login)),
            number_moves_at: moves_at,
        }))
    }
}
