//! A relay that is not the pinned one is refused before anything is said to it.

use crate::support::authority::{Authority, Fault};
use crate::support::impostor::Impostor;
use crate::support::person::{PIN, Person, Phone};
use crate::support::relay::Relay;
use crate::support::wait::until;
use consilium_client::api::{ClientError, Connection};

/// What an impostor bears, and what a client was given for the relay it means to reach.
struct Case {
    what: &'static str,
    /// Whether TLS itself ends it; otherwise only the pin can.
    certificate: fn(&Issuers, &str) -> std::sync::Arc<rustls::ServerConfig>,
    trusted: fn(&Issuers) -> Vec<&Authority>,
}

struct Issuers {
    own: Authority,
    spare: Authority,
    other: Authority,
}

const CASES: [Case; 5] = [
    Case {
        what: "another issuer",
        certificate: |issuers, name| issuers.other.server(name, Fault::None),
        trusted: |issuers| vec![&issuers.own],
    },
    Case {
        what: "a trusted issuer that is not pinned",
        certificate: |issuers, name| issuers.other.server(name, Fault::None),
        trusted: |issuers| vec![&issuers.own, &issuers.other],
    },
    Case {
        what: "another name",
        certificate: |issuers, _| issuers.own.server("elsewhere.example.org", Fault::None),
        trusted: |issuers| vec![&issuers.own],
    },
    Case {
        what: "a certificate that has expired",
        certificate: |issuers, name| issuers.own.server(name, Fault::Expired),
        trusted: |issuers| vec![&issuers.own],
    },
    Case {
        what: "a certificate that is not valid yet",
        certificate: |issuers, name| issuers.own.server(name, Fault::NotYet),
        trusted: |issuers| vec![&issuers.own],
    },
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_certificate_is_refused_before_a_byte_of_registration_or_login_leaves() {
    let relay = Relay::start();
    let anna = Person::register(&relay, "Anna").await;
    anna.lock();
    let issuers = Issuers {
        own: Authority::new("Own"),
        spare: Authority::new("Spare"),
        other: Authority::new("Other"),
    };
    let name = relay.endpoint().name;
    for case in CASES {
        let impostor = Impostor::listen((case.certificate)(&issuers, &name)).await;
        let file = Authority::relay_file(
            &name,
            impostor.address,
            [&issuers.own, &issuers.spare],
            &(case.trusted)(&issuers),
        );
        let newcomer = Phone::new().client(&file);
        let refused = newcomer.request_code("+31612345678").await;
        assert_eq!(refused, Err(ClientError::RelayNotTrusted), "{}", case.what);

        let phone = anna.phone.copy();
        let session = phone.client(&file).unlock(PIN).unwrap();
        assert_eq!(
            session.sync_now().await,
            Err(ClientError::RelayNotTrusted),
            "{}",
            case.what
        );
        session.connect();
        until("the line to give up", async || {
            (session.status().ok()?.connection == Connection::NotTrusted).then_some(())
        })
        .await;
        session.lock();
        until("the impostor's count", async || {
            (impostor.connections() >= 3).then_some(())
        })
        .await;
        assert_eq!(impostor.bytes(), 0, "{}", case.what);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_spare_issuer_takes_over_without_a_new_relay_file() {
    let relay = Relay::start();
    let (own, spare) = (Authority::new("Own"), Authority::new("Spare"));
    // The same test bites: what is pinned and trusted gets the client's bytes.
    let impostor = Impostor::listen(spare.server(&relay.endpoint().name, Fault::None)).await;
    let file = Authority::relay_file(
        &relay.endpoint().name,
        impostor.address,
        [&own, &spare],
        &[&own, &spare],
    );
    let client = Phone::new().client(&file);
    let call = tokio::spawn(async move { client.request_code("+31612345678").await });
    until("bytes inside TLS", async || {
        (impostor.bytes() > 0).then_some(())
    })
    .await;
    assert!(impostor.handshakes() > 0);
    call.abort();
}
