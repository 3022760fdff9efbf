//! Calls over real TLS and HTTP/2, against a relay that checks, refuses, dies or is an impostor.

use super::super::testing::{Issuer, NAME, acceptor, file, leaf, pin, root, spare};
use super::*;
use bytes::Bytes;
use consilium_proto::wire::login_server::{Login as LoginService, LoginServer};
use consilium_sodium::{Signature, SigningKey, SystemEntropy, VerifyingKey};
use consilium_statement::RecordError;
use consilium_statement::id::device_id;
use consilium_types::{DeviceId, SystemClock};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpListener;
use tonic::{Code, Request, Response, Status};

struct Signer(SigningKey);

impl LoginSigner for Signer {
    fn device(&self) -> DeviceId {
        device_id(&self.0.verifying_key())
    }

    fn key(&self) -> LoginKey {
        LoginKey::Device
    }

    fn sign(&self, transcript: &LoginTranscript<'_>) -> Result<Signature, RecordError> {
        transcript.sign(LoginKey::Device, &self.0)
    }
}

/// Checks proofs as a relay does.
struct Checker {
    key: VerifyingKey,
    calls: Arc<AtomicU32>,
}

#[tonic::async_trait]
impl LoginService for Checker {
    async fn challenge(
        &self,
        _request: Request<wire::ChallengeRequest>,
    ) -> Result<Response<wire::ChallengeResponse>, Status> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        Ok(Response::new(wire::ChallengeResponse {
            relay_nonce: Bytes::from_static(&[5; 32]),
            relay_time: 1,
        }))
    }

    async fn prove(
        &self,
        request: Request<wire::LoginProof>,
    ) -> Result<Response<wire::LoginResponse>, Status> {
        let proof = request.into_inner();
        let transcript = LoginTranscript {
            relay_name: NAME,
            device: DeviceId::from_slice(&proof.device_id).unwrap(),
            client_nonce: proof.client_nonce.as_ref().try_into().unwrap(),
            relay_nonce: [5; 32],
        };
        let signature = Signature::from_bytes(proof.signature.as_ref().try_into().unwrap());
        transcript
            .verify(LoginKey::Device, &self.key, &signature)
            .map_err(|_| Status::new(Code::Unauthenticated, "no"))?;
        Ok(Response::new(wire::LoginResponse {
            token: Bytes::from_static(&[7; 32]),
            expires_in_ms: 1_000,
            relay_time: 2,
        }))
    }
}

/// Serves one connection until the client or the caller ends it.
async fn serve_one(listener: &TcpListener, issuer: &Issuer, checker: Checker) {
    let acceptor = acceptor(leaf(issuer, &[], |_| {}), b"h2");
    let (tcp, _) = listener.accept().await.unwrap();
    let Ok(tls) = acceptor.accept(tcp).await else {
        return;
    };
    let routes = tonic::service::Routes::new(LoginServer::new(checker));
    let _ = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new())
        .serve_connection(TokioIo::new(tls), TowerToHyperService::new(routes))
        .await;
}

struct Scene {
    listener: TcpListener,
    issuer: Issuer,
    client: RelayClient,
    signer: Signer,
    calls: Arc<AtomicU32>,
}

async fn scene() -> Scene {
    let issuer = root();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let file = file(port, [pin(&issuer), spare()], &[&issuer]);
    let client = RelayClient::new(file, Arc::new(SystemClock), Arc::new(SystemEntropy)).unwrap();
    Scene {
        listener,
        issuer,
        client,
        signer: Signer(SigningKey::generate(&SystemEntropy).unwrap()),
        calls: Arc::default(),
    }
}

impl Scene {
    fn checker(&self) -> Checker {
        Checker {
            key: self.signer.0.verifying_key(),
            calls: Arc::clone(&self.calls),
        }
    }
}

#[tokio::test]
async fn a_login_proves_the_device_key_for_this_relay_and_its_nonce() {
    let scene = scene().await;
    let login = tokio::select! {
        login = scene.client.login(&scene.signer) => login.unwrap(),
        () = serve_one(&scene.listener, &scene.issuer, scene.checker()) => panic!("server ended"),
    };
    assert_eq!(login.token.0, [7; 32]);
    assert_eq!(login.expires_in_ms, 1_000);
}

#[tokio::test]
async fn a_foreign_key_is_not_logged_in() {
    let scene = scene().await;
    let stranger = Signer(SigningKey::generate(&SystemEntropy).unwrap());
    let login = tokio::select! {
        login = scene.client.login(&stranger) => login,
        () = serve_one(&scene.listener, &scene.issuer, scene.checker()) => panic!("server ended"),
    };
    assert_eq!(login.unwrap_err(), NetError::Unauthenticated);
}

#[tokio::test]
async fn a_call_to_an_impostor_says_so_and_never_reaches_it() {
    let scene = scene().await;
    let impostor = root();
    let number = PhoneNumber::parse("+31612345678").unwrap();
    let (started, ()) = tokio::join!(
        scene.client.start_registration(&number),
        serve_one(&scene.listener, &impostor, scene.checker())
    );
    assert_eq!(started.unwrap_err(), NetError::Pin);
    let (login, ()) = tokio::join!(
        scene.client.login(&scene.signer),
        serve_one(&scene.listener, &impostor, scene.checker())
    );
    assert_eq!(login.unwrap_err(), NetError::Pin);
    assert_eq!(scene.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_relay_that_went_away_is_offline_and_its_return_is_found() {
    let scene = scene().await;
    let login = tokio::select! {
        login = scene.client.login(&scene.signer) => login,
        () = serve_one(&scene.listener, &scene.issuer, scene.checker()) => panic!("server ended"),
    };
    login.unwrap();
    // The connection died with `serve_one`; the next one is cut before it says anything. Until
    // then, and then, every call says that the relay is away.
    let cut = async {
        let (tcp, _) = scene.listener.accept().await.unwrap();
        drop(tcp);
    };
    let calling = async {
        loop {
            let login = scene.client.login(&scene.signer).await;
            assert_eq!(login.unwrap_err(), NetError::Offline);
        }
    };
    tokio::select! {
        () = cut => {}
        () = calling => {}
    }
    let returned = async {
        loop {
            match scene.client.login(&scene.signer).await {
                Ok(_) => return,
                Err(error) => assert_eq!(error, NetError::Offline),
            }
        }
    };
    tokio::select! {
        () = returned => {}
        () = serve_one(&scene.listener, &scene.issuer, scene.checker()) => panic!("server ended"),
    }
}

#[tokio::test]
async fn a_relay_older_than_the_app_is_told_apart() {
    let scene = scene().await;
    let number = PhoneNumber::parse("+31612345678").unwrap();
    let started = tokio::select! {
        started = scene.client.start_registration(&number) => started,
        () = serve_one(&scene.listener, &scene.issuer, scene.checker()) => panic!("server ended"),
    };
    assert_eq!(
        started.unwrap_err(),
        NetError::Refused(Refusal::Unsupported)
    );
}
