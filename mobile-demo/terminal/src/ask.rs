//! Questions to the person at the terminal, or to the script that stands in.

use crate::failure::Failure;
use crate::secret::Secret;

/// Who answers questions.
pub(crate) trait Ask {
    /// Something typed without being shown.
    fn secret(&mut self, prompt: &str) -> Result<Secret, Failure>;
    /// Something typed.
    fn line(&mut self, prompt: &str) -> Result<String, Failure>;
    /// Shows lines before a question.
    fn say(&mut self, text: &str);
    /// Whether a wrong answer may be given anew.
    fn again(&self) -> bool {
        false
    }
    /// Yes or no; no is the answer to anything else.
    fn yes(&mut self, question: &str) -> Result<bool, Failure> {
        let answer = self.line(&format!("{question} [yes/no] "))?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }
}

/// Nobody is there: what a command needs must be in it.
#[derive(Debug, Default)]
pub(crate) struct Nobody {
    /// From `--pin-file` or `CONSILIUM_PIN`.
    pub(crate) pin: Option<Secret>,
}

impl Ask for Nobody {
    fn secret(&mut self, prompt: &str) -> Result<Secret, Failure> {
        self.pin.clone().ok_or_else(|| missing(prompt))
    }

    fn line(&mut self, prompt: &str) -> Result<String, Failure> {
        Err(missing(prompt))
    }

    fn say(&mut self, _text: &str) {}
}

/// A question that nobody can answer.
pub(crate) fn missing(prompt: &str) -> Failure {
    let what = prompt.trim_end_matches([' ', ':', '?']);
    Failure::new(
        "NEEDED",
        format!(
            "Nobody is there to answer: {what}. Give it with the command; a PIN by --pin-file or CONSILIUM_PIN."
        ),
    )
}

/// The PIN that a script gives, if it does.
pub(crate) fn pin_of_script(file: Option<&std::path::Path>) -> Result<Option<Secret>, Failure> {
    if let Some(file) = file {
        let text = zeroize::Zeroizing::new(crate::setup::read(file)?);
        let first = text.lines().next().unwrap_or_default();
        return Ok(Some(Secret::from(first.to_owned())));
    }
    Ok(std::env::var("CONSILIUM_PIN").ok().map(Secret::from))
}
