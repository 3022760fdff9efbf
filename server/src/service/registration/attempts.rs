//! SMS codes and tickets under way, in bounded memory.

use std::collections::{HashMap, VecDeque};

use consilium_sodium::ct_eq;
use consilium_types::PhoneNumber;
use consilium_types::limits::{SMS_DIGITS, SMS_LIFE_MS, SMS_TRIES};

use crate::limits::Wait;

/// Attempts at once, and tickets at once. The relay-wide rate keeps them far below.
const CAPACITY: usize = 50_000;

/// A number that got a code.
struct Attempt {
    phone: PhoneNumber,
    code: [u8; SMS_DIGITS],
    tries: u32,
}

/// What is under way. Times are boot-clock ms.
#[derive(Default)]
pub(super) struct Attempts {
    attempts: HashMap<[u8; 16], Attempt>,
    attempt_order: VecDeque<(u64, [u8; 16])>,
    tickets: HashMap<[u8; 32], PhoneNumber>,
    ticket_order: VecDeque<(u64, [u8; 32])>,
}

impl Attempts {
    /// Remembers a code.
    pub(super) fn start(
        &mut self,
        id: [u8; 16],
        phone: PhoneNumber,
        code: [u8; SMS_DIGITS],
        now: u64,
    ) -> Result<(), Wait> {
        self.expire(now);
        if self.attempt_order.len() >= CAPACITY {
            return Err(Wait { ms: SMS_LIFE_MS });
        }
        let attempt = Attempt {
            phone,
            code,
            tries: 0,
        };
        self.attempts.insert(id, attempt);
        self.attempt_order
            .push_back((now.saturating_add(SMS_LIFE_MS), id));
        Ok(())
    }

    /// The code never left.
    pub(super) fn forget(&mut self, id: &[u8; 16]) {
        self.attempts.remove(id);
    }

    /// The number that got the attempt's code.
    pub(super) fn number(&mut self, id: &[u8; 16], now: u64) -> Option<&PhoneNumber> {
        self.expire(now);
        self.attempts.get(id).map(|attempt| &attempt.phone)
    }

    /// Exchanges a code for a ticket. After five wrong codes the attempt is over.
    pub(super) fn confirm(
        &mut self,
        id: &[u8; 16],
        code: &[u8; SMS_DIGITS],
        ticket: [u8; 32],
        now: u64,
    ) -> Option<()> {
        self.expire(now);
        let attempt = self.attempts.get_mut(id)?;
        if !ct_eq(&attempt.code, code) {
            attempt.tries = attempt.tries.saturating_add(1);
            if attempt.tries >= SMS_TRIES {
                self.attempts.remove(id);
            }
            return None;
        }
        let Attempt { phone, .. } = self.attempts.remove(id)?;
        self.give_back(ticket, phone, now);
        Some(())
    }

    /// The number that a ticket proves.
    pub(super) fn ticket(&mut self, ticket: &[u8; 32], now: u64) -> Option<PhoneNumber> {
        self.expire(now);
        self.tickets.get(ticket).cloned()
    }

    /// Ends a ticket; false if it had ended.
    pub(super) fn use_ticket(&mut self, ticket: &[u8; 32]) -> bool {
        self.tickets.remove(ticket).is_some()
    }

    /// A ticket is good for ten minutes (again, if what it was used for failed).
    pub(super) fn give_back(&mut self, ticket: [u8; 32], phone: PhoneNumber, now: u64) {
        if self.ticket_order.len() < CAPACITY {
            self.tickets.insert(ticket, phone);
            self.ticket_order
                .push_back((now.saturating_add(SMS_LIFE_MS), ticket));
        }
    }

    fn expire(&mut self, now: u64) {
        while let Some((expires, id)) = self.attempt_order.front().copied() {
            if expires > now {
                break;
            }
            self.attempt_order.pop_front();
            self.attempts.remove(&id);
        }
        while let Some((expires, ticket)) = self.ticket_order.front().copied() {
            if expires > now {
                break;
            }
            self.ticket_order.pop_front();
            self.tickets.remove(&ticket);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup() -> Attempts {
        let mut attempts = Attempts::default();
        let phone = PhoneNumber::parse("+31612345678").unwrap();
        attempts.start([1; 16], phone, *b"123456", 0).unwrap();
        attempts
    }

    #[test]
    fn a_code_gives_a_ticket_once() {
        let mut attempts = setup();
        assert!(attempts.confirm(&[1; 16], b"123456", [9; 32], 1).is_some());
        assert!(attempts.confirm(&[1; 16], b"123456", [8; 32], 1).is_none());
        assert!(attempts.ticket(&[9; 32], 1).is_some());
        assert!(attempts.use_ticket(&[9; 32]));
        assert!(!attempts.use_ticket(&[9; 32]));
        assert!(attempts.ticket(&[9; 32], 1).is_none());
    }

    #[test]
    fn five_wrong_codes_end_an_attempt() {
        let mut attempts = setup();
        for _ in 0..4 {
            assert!(attempts.confirm(&[1; 16], b"000000", [9; 32], 1).is_none());
        }
        let mut lucky = setup();
        for _ in 0..4 {
            assert!(lucky.confirm(&[1; 16], b"000000", [9; 32], 1).is_none());
        }
        assert!(lucky.confirm(&[1; 16], b"123456", [9; 32], 1).is_some());
        assert!(attempts.confirm(&[1; 16], b"000000", [9; 32], 1).is_none());
        assert!(attempts.confirm(&[1; 16], b"123456", [9; 32], 1).is_none());
    }

    #[test]
    fn codes_and_tickets_end_after_ten_minutes() {
        let mut attempts = setup();
        assert!(
            attempts
                .confirm(&[1; 16], b"123456", [9; 32], SMS_LIFE_MS)
                .is_none()
        );
        let mut attempts = setup();
        let late = SMS_LIFE_MS - 1;
        assert!(
            attempts
                .confirm(&[1; 16], b"123456", [9; 32], late)
                .is_some()
        );
        assert!(attempts.ticket(&[9; 32], late + SMS_LIFE_MS - 1).is_some());
        assert!(attempts.ticket(&[9; 32], late + SMS_LIFE_MS).is_none());
    }

    #[test]
    fn the_table_does_not_grow_without_bound() {
        let mut attempts = Attempts::default();
        let phone = PhoneNumber::parse("+31612345678").unwrap();
        for n in 0..CAPACITY {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            attempts.start(id, phone.clone(), *b"123456", 0).unwrap();
        }
        let refused = attempts.start([0xff; 16], phone.clone(), *b"123456", 0);
        assert!(refused.is_err());
        let later = attempts.start([0xff; 16], phone, *b"123456", SMS_LIFE_MS);
        assert!(later.is_ok());
    }
}
