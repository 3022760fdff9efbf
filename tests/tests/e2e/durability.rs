//! "Stored" means on disk: the system calls of the relay during one send, as a tracer saw them.

use crate::support::actor::Actor;
use crate::support::relay::{Options, Relay};
use crate::support::wait::until;
use consilium_proto::wire::SendOutcome;
use std::path::{Path, PathBuf};

/// One system call as the tracer wrote it: the line where it ended.
struct Call {
    name: String,
    text: String,
    result: i64,
}

fn tracer(output: &Path) -> Vec<String> {
    let calls = "trace=read,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync";
    ["strace", "-D", "-f", "-yy", "-s", "0", "-e", calls, "-o"]
        .into_iter()
        .map(str::to_owned)
        .chain([output.display().to_string()])
        .collect()
}

/// The lines of a trace, calls that were interrupted in the output joined to where they ended.
fn parse(trace: &str) -> Vec<Call> {
    let mut unfinished: Vec<(String, String)> = Vec::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        let whole = if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
            unfinished.push((thread.to_owned(), start.to_owned()));
            continue;
        } else if let Some(resumed) = rest.strip_prefix("<... ") {
            let Some(index) = unfinished.iter().position(|(of, _)| of == thread) else {
                continue;
            };
            let end = resumed.split_once(" resumed>").map_or("", |(_, end)| end);
            unfinished.remove(index).1 + end
        } else {
            rest.to_owned()
        };
        let (Some((name, _)), Some((_, result))) =
            (whole.split_once('('), whole.rsplit_once(" = "))
        else {
            continue;
        };
        let result = result
            .split(' ')
            .next()
            .and_then(|number| number.parse().ok());
        if let Some(result) = result {
            calls.push(Call {
                name: name.to_owned(),
                text: whole.clone(),
                result,
            });
        }
    }
    calls
}

#[tokio::test]
async fn an_acknowledgement_and_a_delivery_leave_after_the_disk_has_the_envelope() {
    let traces = tempfile::tempdir().unwrap();
    let output: PathBuf = traces.path().join("trace");
    let relay = Relay::start_with(Options {
        unlimited: true,
        under: tracer(&output),
        ..Options::default()
    });
    let (from, to) = (Actor::register(&relay).await, Actor::register(&relay).await);
    let (mut out, mut incoming) = (from.socket().await, to.socket().await);
    out.settle().await.unwrap();
    incoming.settle().await.unwrap();
    let before = trace(&output).len();
    assert_eq!(out.send(vec![to.envelope()]).await, [SendOutcome::Stored]);
    incoming.deliver().await;
    let (sender, recipient) = (port(&out), port(&incoming));
    let calls = until("the trace of both answers", async || {
        let calls = parse(trace(&output).get(before..)?);
        let answered = written_to(&calls, sender).is_some();
        (answered && written_to(&calls, recipient).is_some()).then_some(calls)
    })
    .await;
    for (who, peer) in [("acknowledgement", sender), ("delivery", recipient)] {
        let answer = written_to(&calls, peer).unwrap();
        let written: i64 = stored(&calls[..answer]).map(|(_, call)| call.result).sum();
        assert!(
            written >= 1713,
            "{who}: only {written} bytes were written before it"
        );
        let last_write = stored(&calls[..answer])
            .map(|(index, _)| index)
            .last()
            .unwrap();
        let synced = calls[last_write..answer].iter().any(|call| {
            (call.name == "fdatasync" || call.name == "fsync")
                && call.text.contains("/store/")
                && call.result == 0
        });
        assert!(synced, "{who} left before a sync of what was written");
    }
}

fn trace(output: &Path) -> String {
    std::fs::read_to_string(output)
        .expect("strace is installed (./dev test installs it) and may trace")
}

fn port(socket: &crate::support::socket::Socket) -> u16 {
    socket.local_port()
}

/// Where the first bytes for the peer with that port left.
fn written_to(calls: &[Call], port: u16) -> Option<usize> {
    let peer = format!("->127.0.0.1:{port}]");
    calls.iter().position(|call| {
        matches!(&*call.name, "write" | "writev" | "sendto" | "sendmsg")
            && call.text.contains(&peer)
            && call.result > 0
    })
}

/// Writes into the store's files.
fn stored(calls: &[Call]) -> impl Iterator<Item = (usize, &Call)> {
    calls.iter().enumerate().filter(|(_, call)| {
        matches!(&*call.name, "pwrite64" | "write") && call.text.contains("/store/")
    })
}
