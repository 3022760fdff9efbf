//! A worker's process, told what to do line by line.

use anyhow::{Context, ensure};
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{ChildStdin, ChildStdout, Command};

/// What a worker opens.
pub struct Home {
    /// Holds `reader` and `reader-keystore`.
    pub folder: PathBuf,
    /// The relay's.
    pub relay_file: PathBuf,
    /// Where the worker's classes are, if it is in Kotlin.
    pub classes: Option<String>,
}

/// A running worker.
pub struct Child {
    process: tokio::process::Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Child {
    /// Starts a worker of either language.
    pub fn start(home: &Home) -> anyhow::Result<Self> {
        let mut command = if let Some(classes) = &home.classes {
            let mut java = Command::new("java");
            java.args(["-cp", classes, "org.consilium.client.bench.WorkerKt"]);
            java
        } else {
            let mut own = Command::new(std::env::current_exe()?);
            own.arg("worker");
            own
        };
        let mut process = command
            .arg(&home.folder)
            .arg(&home.relay_file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("starting a worker")?;
        let input = process.stdin.take().context("the worker's input")?;
        let output = process.stdout.take().context("the worker's output")?;
        Ok(Self {
            process,
            input,
            output: BufReader::new(output).lines(),
        })
    }

    /// Tells it to do something.
    pub async fn say(&mut self, what: &str) -> anyhow::Result<()> {
        Ok(self.input.write_all(format!("{what}\n").as_bytes()).await?)
    }

    /// Waits for this answer.
    pub async fn expect(&mut self, answer: &str) -> anyhow::Result<()> {
        let line = self.line().await?;
        ensure!(line == answer, "the worker said {line:?}, not {answer:?}");
        Ok(())
    }

    /// Tells it to do something, and waits for the answer.
    pub async fn tell(&mut self, what: &str, answer: &str) -> anyhow::Result<()> {
        self.say(what).await?;
        self.expect(answer).await
    }

    /// Tells it to measure something.
    pub async fn figure(&mut self, what: &str) -> anyhow::Result<f64> {
        self.say(what).await?;
        self.number().await
    }

    /// Waits for a number.
    pub async fn number(&mut self) -> anyhow::Result<f64> {
        let line = self.line().await?;
        line.parse()
            .with_context(|| format!("the worker said {line:?}, not a number"))
    }

    /// Waits for its end.
    pub async fn end(mut self) -> anyhow::Result<()> {
        drop(self.input);
        let status = self.process.wait().await?;
        ensure!(status.success(), "the worker ended with {status}");
        Ok(())
    }

    async fn line(&mut self) -> anyhow::Result<String> {
        self.output
            .next_line()
            .await?
            .context("the worker ended too early")
    }
}
