//! The shell for scripts: one JSON command a line in, replies and events out, each a line.

use crate::app::{Answer, App};
use crate::ask::Nobody;
use crate::command::Command;
use crate::failure::Failure;
use crate::live::Told;
use crate::{json, output};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

/// Longest command; a text is far shorter.
const MAX_LINE: u64 = 1024 * 1024;

/// Until standard input ends.
pub(crate) async fn run(app: &mut App, ask: &mut Nobody) {
    let mut input = BufReader::new(tokio::io::stdin());
    let mut line = Vec::new();
    loop {
        tokio::select! {
            read = read_line(&mut input, &mut line) => {
                if !read {
                    break;
                }
                if !line.ends_with(b"\n") && line.len() as u64 >= MAX_LINE {
                    let failure = Failure::usage("A command has at most a million bytes.");
                    output::print(&reply(&Value::Null, Err(failure)).to_string());
                    break;
                }
                let reply = carry_out(app, ask, &line).await;
                line.clear();
                output::print(&reply.to_string());
            }
            told = app.live.next() => {
                if told == Told::Tick {
                    app.tick();
                } else {
                    tell(app, &told);
                }
            }
        }
    }
    app.lock();
    while let Some(event) = app.live.try_next() {
        tell(app, &Told::Event(event));
    }
}

/// Appends to `line` until it is whole, so that a cancelled read loses nothing; false at the end.
async fn read_line(input: &mut BufReader<tokio::io::Stdin>, line: &mut Vec<u8>) -> bool {
    let room = MAX_LINE.saturating_sub(u64::try_from(line.len()).unwrap_or(u64::MAX));
    match (&mut *input).take(room).read_until(b'\n', line).await {
        Err(_) | Ok(0) => false,
        Ok(_) => true,
    }
}

async fn carry_out(app: &mut App, ask: &mut Nobody, line: &[u8]) -> Value {
    let mut id = Value::Null;
    let outcome = match command(line, &mut id) {
        Ok(command) => app.run(command, ask).await,
        Err(failure) => Err(failure),
    };
    reply(&id, outcome)
}

fn command(line: &[u8], id: &mut Value) -> Result<Command, Failure> {
    let mut value: Value = serde_json::from_slice(line).map_err(|_| {
        Failure::usage("A line is one JSON object: {\"id\": 1, \"cmd\": \"status\"}")
    })?;
    if let Some(given) = value.as_object_mut().and_then(|object| object.remove("id")) {
        *id = given;
    }
    // serde's text names fields and kinds; it can repeat a value, which is the script's own.
    serde_json::from_value(value).map_err(|error| Failure::usage(error.to_string()))
}

fn reply(id: &Value, outcome: Result<Answer, Failure>) -> Value {
    let mut reply = serde_json::Map::new();
    if !id.is_null() {
        reply.insert("id".to_owned(), id.clone());
    }
    match outcome {
        Ok(answer) => reply.insert("ok".to_owned(), answer.json),
        Err(failure) => reply.insert("error".to_owned(), failure.to_json()),
    };
    Value::Object(reply)
}

/// The reply of a command that stands alone.
pub(crate) fn reply_once(outcome: Result<Answer, Failure>) -> String {
    reply(&Value::Null, outcome).to_string()
}

fn tell(app: &App, told: &Told) {
    let value = match told {
        Told::Missed | Told::Tick => json!({"event": "missed"}),
        Told::Event(event) => {
            use consilium_client::api::Event;
            let id = match event {
                Event::MessageAdded { message, .. } | Event::MessageChanged { message, .. } => {
                    Some(*message)
                }
                _ => None,
            };
            let row = id
                .zip(app.open_session())
                .and_then(|(id, session)| session.message(id).ok());
            json::event(event, row.as_ref())
        }
    };
    output::print(&value.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_comes_back_whatever_it_is_and_whatever_happens() {
        let mut id = Value::Null;
        let failure = command(br#"{"id":{"a":[1]},"cmd":"dance"}"#, &mut id).unwrap_err();
        let value = reply(&id, Err(failure));
        assert_eq!(value["id"], json!({"a": [1]}));
        assert_eq!(value["error"]["code"], "USAGE");
        assert!(command(b"no json", &mut id).is_err());
    }

    #[test]
    fn a_command_is_read_beside_its_id() {
        let mut id = Value::Null;
        let read = command(
            br#"{"id":7,"cmd":"keep","who":"amina","on":"off"}"#,
            &mut id,
        );
        assert!(matches!(read.unwrap(), Command::Keep { .. }));
        assert_eq!(id, json!(7));
    }
}
