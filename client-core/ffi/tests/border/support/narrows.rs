//! A way to the relay that lets so much through and no more.

use super::PATIENCE;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

/// Between apps and a relay, on a loopback port of its own. Wide until it is told otherwise.
pub(crate) struct Narrows {
    address: String,
    gate: Arc<Gate>,
}

/// How many bytes of the relay's may still pass; all of them if there is no number.
#[derive(Default)]
struct Gate {
    left: Mutex<Option<usize>>,
    changed: Condvar,
}

impl Narrows {
    /// Before the relay at this address.
    pub(crate) fn before(relay: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let gate = Arc::new(Gate::default());
        let (own, relay) = (Arc::clone(&gate), relay.to_owned());
        // Ends with the process of the test; what it joins ends with its connections.
        std::thread::spawn(move || {
            for app in listener.incoming().map_while(Result::ok) {
                if let Ok(relay) = TcpStream::connect(&relay) {
                    join(app, relay, &own);
                }
            }
        });
        Self { address, gate }
    }

    /// What apps know the relay by.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// From now on so many bytes of the relay's pass, of all connections together, and then none.
    pub(crate) fn let_through(&self, bytes: usize) {
        *self.gate.left.lock().expect("a gate") = Some(bytes);
    }

    /// Waits until all of that has passed.
    pub(crate) fn wait_until_closed(&self) {
        let left = self.gate.left.lock().expect("a gate");
        let waited = self
            .gate
            .changed
            .wait_timeout_while(left, PATIENCE, |left| *left != Some(0));
        assert!(
            !waited.expect("a gate").1.timed_out(),
            "more was let through"
        );
    }

    /// Everything passes again.
    pub(crate) fn open(&self) {
        *self.gate.left.lock().expect("a gate") = None;
        self.gate.changed.notify_all();
    }
}

impl Drop for Narrows {
    fn drop(&mut self) {
        self.open();
    }
}

impl Gate {
    /// Waits until some may pass; how many of `wanted`.
    fn pass(&self, wanted: usize) -> usize {
        let left = self.left.lock().expect("a gate");
        let mut left = self
            .changed
            .wait_while(left, |left| *left == Some(0))
            .expect("a gate");
        let passing = left.map_or(wanted, |left| left.min(wanted));
        *left = left.map(|left| left - passing);
        self.changed.notify_all();
        passing
    }
}

/// Carries bytes both ways, on two threads, until either side ends.
fn join(app: TcpStream, relay: TcpStream, gate: &Arc<Gate>) {
    let (from_app, to_relay) = (app.try_clone(), relay.try_clone());
    let gate = Arc::clone(gate);
    std::thread::spawn(move || carry(from_app?, to_relay?, |wanted| wanted));
    std::thread::spawn(move || carry(relay, app, |wanted| gate.pass(wanted)));
}

fn carry(
    mut from: TcpStream,
    mut to: TcpStream,
    pass: impl Fn(usize) -> usize,
) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let mut carried = 0;
        while carried < read {
            let passing = pass(read - carried);
            if to.write_all(&buffer[carried..carried + passing]).is_err() {
                return from.shutdown(Shutdown::Both);
            }
            carried += passing;
        }
    }
    to.shutdown(Shutdown::Both)
}
