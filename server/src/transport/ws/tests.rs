use std::future::poll_fn;
use std::sync::Arc;

use consilium_proto::convert::relay::{Outgoing, SealedEnvelope, SendOutcome};
use consilium_proto::wire;
use consilium_store::MailboxStore;
use consilium_types::EnvelopeId;
use prost::Message as _;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector, client};
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::{Opened, Socket};
use crate::pki::DevelopmentPki;
use crate::presence::{End, Outbox};
use crate::service::authentication::token_hash;
use crate::session::Submission;
use crate::telemetry::Metrics;
use crate::testing::keys::Keys;
use crate::testing::{NAME, PEER, World};
use crate::transport::connections::Connections;
use crate::transport::listener::Stream;
use crate::transport::tls::{Certificates, server_config};

/// Both ends of a TLS connection.
async fn tls(world: &World) -> (Stream, client::TlsStream<TcpStream>) {
    let pki = DevelopmentPki::make(NAME, world.now()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = (folder.path().join("c.pem"), folder.path().join("k.pem"));
    std::fs::write(&certificate, &pki.certificate).unwrap();
    std::fs::write(&key, &pki.key).unwrap();
    let server = server_config(Certificates::load(certificate, key).unwrap()).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    let issuer = CertificateDer::from_pem_slice(pki.issuer.as_bytes()).unwrap();
    roots.add(issuer).unwrap();
    let client = rustls::ClientConfig::builder_with_provider(server.crypto_provider().clone())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).await;
    let (accepted, _) = listener.accept().await.unwrap();
    let name = ServerName::try_from(NAME).unwrap();
    let (server, client) = tokio::join!(
        TlsAcceptor::from(server).accept(accepted),
        TlsConnector::from(Arc::new(client)).connect(name, stream.unwrap()),
    );
    (server.unwrap(), client.unwrap())
}

/// A frame of the client, as it lies in the socket's buffer.
fn send_to(keys: &Keys, id: u8) -> Vec<u8> {
    let outgoing = wire::OutgoingEnvelope {
        envelope_id: vec![id; 16].into(),
        device_id: keys.id().as_bytes().to_vec().into(),
        envelope: keys.envelope(1713).into(),
    };
    let send = wire::SendBatch {
        batch: 1,
        envelopes: vec![outgoing],
    };
    let frame = wire::ClientFrame {
        frame: Some(wire::client_frame::Frame::Send(send)),
    };
    let payload = frame.encode_to_vec();
    let mut frame = Frame::message(payload, OpCode::Data(Data::Binary), true);
    frame.header_mut().mask = Some([7; 4]);
    let mut bytes = Vec::new();
    frame.format(&mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_socket_that_is_to_end_takes_no_frame_that_waits_with_its_end() {
    let world = World::new().await;
    let alice = Keys::new(world.now());
    let registered = world.register(&alice, "+31612345678").await.unwrap();
    let token = token_hash(&registered.login.token);
    let record = world.app.authentication.token(token).await.unwrap();
    let (bob, _) = world.member("+31687654321").await;
    let connections = Connections::new(100, 100, Arc::new(Metrics::new()));
    // Which of the two is seen first may be chance: often enough, chance shows.
    for id in 0..32 {
        let (stream, mut client) = tls(&world).await;
        let opened = Opened {
            stream,
            read: send_to(&bob, id).into(),
            token,
            record: record.clone(),
        };
        let counted = connections.admit(PEER).unwrap();
        let socket = Socket::new(Arc::clone(&world.app), opened, counted).await;
        socket.outbox.end(End::TokenEnded);
        let mut answer = Vec::new();
        let reading = async {
            // The relay may end TCP without ending TLS first.
            let _ = client.read_to_end(&mut answer).await;
            drop(client);
        };
        tokio::join!(socket.run(), reading);
        // Ready came, so the frame could have been taken.
        assert_eq!(answer[0], 0x82);
    }
    // The pump is through with whatever came before this.
    let outbox = Outbox::new(alice.id(), token, record.expires);
    let last = Submission {
        batch: 1,
        outcomes: vec![SendOutcome::Unspecified],
        envelopes: vec![Outgoing {
            envelope_id: EnvelopeId::new([99; 16]),
            device: alice.id(),
            sealed: SealedEnvelope::parse(alice.envelope(1713).into()),
        }],
        retry_after_ms: 0,
    };
    world.app.mailboxes.submit(&outbox, vec![last]).await;
    poll_fn(|cx| outbox.poll(cx, false)).await;
    assert_eq!(world.store.cursor(bob.id()).await.unwrap().newest, 0);
}
