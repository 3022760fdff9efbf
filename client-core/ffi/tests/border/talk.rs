//! The main job, through the border.

use crate::support::listener::Ear;
use crate::support::person::Person;
use crate::support::relay::Relay;
use crate::support::{until, wait};
use consilium_ffi::{Delivery, Event};

#[test]
fn two_people_talk_both_ways_though_the_relay_is_killed_in_the_middle() {
    let mut relay = Relay::start();
    let (anna, bram) = Person::pair(&relay);
    let ear = Ear::new();
    bram.session.subscribe(ear.clone()).unwrap();
    for who in [&anna, &bram] {
        who.session.connect().unwrap();
    }
    anna.send(&bram, "Potassium 6.1, please look");
    ear.wait_for("the first message", |event| {
        matches!(event, Event::MessageAdded { own: false, .. })
    });
    relay.kill();
    bram.send(&anna, "On my way");
    assert!(matches!(
        bram.deliveries(&anna)[..],
        [Delivery::Waiting { .. }]
    ));
    relay.restart();
    let both = ["Potassium 6.1, please look", "On my way"];
    until("the answer", || (anna.texts(&bram) == both).then_some(()));
    wait(bram.session.mark_read(bram.conversation(&anna))).unwrap();
    until("the receipt", || {
        (anna.deliveries(&bram) == [Delivery::Read]).then_some(())
    });
    assert_eq!(bram.texts(&anna), both);
}

#[test]
fn what_was_written_is_there_after_the_app_was_closed() {
    let relay = Relay::start();
    let (anna, mut bram) = Person::pair(&relay);
    anna.send(&bram, "Still here");
    anna.sync();
    bram.sync();
    bram.reopen();
    assert_eq!(bram.texts(&anna), ["Still here"]);
}

#[test]
fn a_wake_up_by_push_fetches_what_came() {
    let relay = Relay::start();
    let (anna, bram) = Person::pair(&relay);
    anna.send(&bram, "Wake up");
    anna.sync();
    wait(bram.session.wake(None)).unwrap();
    assert_eq!(bram.texts(&anna), ["Wake up"]);
}

#[test]
fn a_network_that_comes_back_brings_the_line_back_at_once() {
    let mut relay = Relay::start();
    let (anna, bram) = Person::pair(&relay);
    let ear = Ear::new();
    bram.session.subscribe(ear.clone()).unwrap();
    bram.session.connect().unwrap();
    ear.wait_for("the line", is_online);
    relay.kill();
    ear.wait_for("the loss", |event| {
        matches!(
            event,
            Event::ConnectionChanged {
                state: consilium_ffi::Connection::Offline { .. }
            }
        )
    });
    bram.session.connectivity_changed(false).unwrap();
    relay.restart();
    anna.send(&bram, "Back again");
    anna.sync();
    bram.session.connectivity_changed(true).unwrap();
    until("the message", || {
        (bram.texts(&anna) == ["Back again"]).then_some(())
    });
}

fn is_online(event: &Event) -> bool {
    let state = consilium_ffi::Connection::Online;
    *event == Event::ConnectionChanged { state }
}
