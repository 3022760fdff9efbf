//! The development outbox: a file that gets a JSON line a message instead of a phone getting it.

use std::path::PathBuf;

use async_trait::async_trait;
use serde::Serialize;
use tokio::io::AsyncWriteExt;
use tokio::sync::Mutex;

use super::{CodeMessage, SmsError, SmsSender};

/// Appends to a file.
pub struct SmsOutbox {
    path: PathBuf,
    writing: Mutex<()>,
}

/// One line of the file.
#[derive(Serialize)]
struct Line<'a> {
    phone: &'a str,
    code: &'a str,
    text: &'a str,
}

impl SmsOutbox {
    /// To this file, which is made when needed.
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            writing: Mutex::new(()),
        }
    }

    async fn append(&self, line: &[u8]) -> std::io::Result<()> {
        let _one_at_a_time = self.writing.lock().await;
        let mut file = tokio::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.path)
            .await?;
        file.write_all(line).await?;
        file.flush().await
    }
}

#[async_trait]
impl SmsSender for SmsOutbox {
    async fn send(&self, message: CodeMessage<'_>) -> Result<(), SmsError> {
        let line = Line {
            phone: message.phone.expose(),
            code: message.code,
            text: message.text,
        };
        let mut bytes = serde_json::to_vec(&line).map_err(|_| SmsError::Outbox)?;
        bytes.push(b'\n');
        self.append(&bytes).await.map_err(|_| SmsError::Outbox)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consilium_types::PhoneNumber;

    #[tokio::test]
    async fn every_message_is_a_line_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox.jsonl");
        let outbox = SmsOutbox::new(path.clone());
        let phone = PhoneNumber::parse("+31612345678").unwrap();
        for code in ["000001", "000002"] {
            let message = CodeMessage {
                phone: &phone,
                code,
                text: "a \"text\"\nof two lines",
            };
            outbox.send(message).await.unwrap();
        }
        let text = std::fs::read_to_string(path).unwrap();
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1]["code"], "000002");
        assert_eq!(lines[1]["phone"], "+31612345678");
    }
}
