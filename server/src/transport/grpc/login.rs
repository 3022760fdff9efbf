use super::{Service, login_response, peer};
use consilium_proto::convert::account as convert;
use consilium_proto::wire::{self, login_server::Login};
use tonic::{Request, Response, Status};

#[tonic::async_trait]
impl Login for Service {
    async fn challenge(
        &self,
        request: Request<wire::ChallengeRequest>,
    ) -> Result<Response<wire::ChallengeResponse>, Status> {
        self.answer(self.not_draining())?;
        let peer = peer(&request);
        let wire::ChallengeRequest {} = request.into_inner();
        let (nonce, now) = self.answer(self.0.authentication.challenge(peer))?;
        Ok(Response::new(wire::ChallengeResponse {
            relay_nonce: nonce.to_vec().into(),
            relay_time: now.as_millis(),
        }))
    }

    async fn prove(
        &self,
        request: Request<wire::LoginProof>,
    ) -> Result<Response<wire::LoginResponse>, Status> {
        self.answer(self.not_draining())?;
        let peer = peer(&request);
        let proof = self.parsed(convert::proof(request.into_inner()))?;
        let login = self.answer(self.0.authentication.prove(proof, peer).await)?;
        self.0.metrics.logins.increment(1);
        Ok(Response::new(login_response(&login)))
    }
}
