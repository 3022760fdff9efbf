//! A hook between the steps of unlock, PIN change, vault rewrite, send and receive.

/// Is called between the steps of whatever must survive a crash at any of them. An app passes
/// [`NoProbe`]; a test ends the process, or counts, at a step.
pub trait Probe: Send + Sync {
    /// The step that was just finished, `room.action.step`, for instance `vault.rewrite.renamed`.
    fn step(&self, name: &'static str);
}

/// Does nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProbe;

impl Probe for NoProbe {
    fn step(&self, _name: &'static str) {}
}
