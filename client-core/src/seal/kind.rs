//! What a content is: the registry of kinds (docs/protocol.md §16). Numbers are never reused.

/// The kind of a content. Another number is kept as it is, and shown as "needs a newer app".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What a person writes.
    Text,
    /// Delivery and reading of messages.
    Receipts,
    /// The sender's current account statement.
    Statement,
    /// Deletes messages of the sender's own account.
    Delete,
    /// Who the sender says they are.
    Profile,
    /// Self conversation: a conversation is kept, or no longer.
    Keep,
    /// "I have seen this", for an urgent message.
    Seen,
    /// Changes the text of a message of the sender's own account.
    Edit,
    /// A kind that this version does not know.
    Other(u16),
}

impl Kind {
    /// The number in the content.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Text => 1,
            Self::Receipts => 2,
            Self::Statement => 3,
            Self::Delete => 4,
            Self::Profile => 5,
            Self::Keep => 6,
            Self::Seen => 7,
            Self::Edit => 8,
            Self::Other(number) => number,
        }
    }

    /// The kind of that number.
    #[must_use]
    pub const fn from_number(number: u16) -> Self {
        match number {
            1 => Self::Text,
            2 => Self::Receipts,
            3 => Self::Statement,
            4 => Self::Delete,
            5 => Self::Profile,
            6 => Self::Keep,
            7 => Self::Seen,
            8 => Self::Edit,
            other => Self::Other(other),
        }
    }

    /// Whether a person sees it as a message of its own. Only such a content is receipted
    /// (protocol §7): a control content that made a phone answer would be a tracking beacon.
    #[must_use]
    pub const fn is_user_visible(self) -> bool {
        matches!(self, Self::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back() {
        for number in 0..=u16::MAX {
            assert_eq!(Kind::from_number(number).number(), number);
        }
    }

    #[test]
    fn only_a_text_is_receipted() {
        let visible = (0..=u16::MAX).filter(|number| Kind::from_number(*number).is_user_visible());
        assert_eq!(visible.collect::<Vec<_>>(), [1]);
    }
}
