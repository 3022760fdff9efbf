//! A phone whose whole storage was copied, keystore and PIN too: nothing protects the messages
//! then, but the copy cannot hide.

use crate::support::person::acquainted;
use crate::support::relay::Relay;
use crate::support::wait::until;
use consilium_client::api::{Connection, Event};

fn replaced(event: &Event) -> bool {
    let state = Connection::Replaced;
    *event == Event::Connection { state }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_connects_is_seen_and_the_two_do_not_fight_over_the_line() {
    let relay = Relay::start();
    let (anna, ben) = acquainted(&relay).await;
    let copy = ben.copied(&ben.phone, &relay.endpoint().file);
    copy.online().await;
    ben.until_event("the copy to be seen", replaced).await;
    // The original stays away until its owner wants the line back: the copy gets what comes.
    anna.say(&ben, "to whoever is online");
    copy.hears(&anna, "to whoever is online").await;
    assert_eq!(
        ben.session.status().unwrap().connection,
        Connection::Replaced
    );
    assert!(!copy.events.any(replaced));

    ben.session.connect();
    copy.until_event("the original to be back", replaced).await;
    ben.online().await;
    anna.say(&ben, "to the original");
    ben.hears(&anna, "to the original").await;
    until("the copy to stay away", async || {
        (copy.session.status().ok()?.connection == Connection::Replaced).then_some(())
    })
    .await;
}
