//! Phone numbers of the model: who has which, who waits for one.

use super::{Holder, Model, Waiting};
use crate::{MoveAnswer, MovedNumber, PendingMove, Registered};
use consilium_types::limits::NUMBER_MOVE_MS;
use consilium_types::{AccountId, PhoneNumber, Timestamp};

impl Model {
    pub(super) fn number_of(&self, account: AccountId) -> Option<PhoneNumber> {
        let mut numbers = self.numbers.iter();
        let own = numbers.find(|(_, holder)| holder.account == account);
        own.map(|(number, _)| number.clone())
    }

    pub(super) fn awaited_by(&self, account: AccountId) -> Option<PhoneNumber> {
        let mut moves = self.moves.iter();
        let own = moves.find(|(_, waiting)| waiting.to == account);
        own.map(|(number, _)| number.clone())
    }

    pub(super) fn pending(&self, number: &PhoneNumber) -> Option<PendingMove> {
        let waiting = self.moves.get(number)?;
        Some(PendingMove {
            from: self.numbers.get(number)?.account,
            to: waiting.to,
            at: waiting.at,
        })
    }

    pub(super) fn prove_number(
        &mut self,
        account: AccountId,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> Registered {
        let Some(from) = self.numbers.get(number).map(|holder| holder.account) else {
            self.give(number.clone(), account);
            return Registered::Done;
        };
        let waiting = self.moves.get(number).copied();
        if from == account {
            self.forget_moves(number, account);
            return Registered::Done;
        }
        if let Some(waiting) = waiting.filter(|waiting| waiting.to == account) {
            let moves_at = waiting.at;
            return Registered::NumberPending { moves_at, from };
        }
        self.forget_moves(number, account);
        let moves_at = now.plus(NUMBER_MOVE_MS);
        let waiting = Waiting {
            to: account,
            at: moves_at,
        };
        self.moves.insert(number.clone(), waiting);
        Registered::NumberPending { moves_at, from }
    }

    fn forget_moves(&mut self, number: &PhoneNumber, account: AccountId) {
        self.moves
            .retain(|other, waiting| other != number && waiting.to != account);
    }

    /// Gives a number to an account. Its former number goes to whoever waits for that.
    fn give(&mut self, number: PhoneNumber, account: AccountId) -> Vec<MovedNumber> {
        self.forget_moves(&number, account);
        let former = self.number_of(account);
        let heir = former.as_ref().and_then(|former| self.moves.remove(former));
        if let Some(former) = &former {
            self.numbers.remove(former);
        }
        let holder = Holder {
            account,
            discoverable: false,
        };
        let before = self.numbers.insert(number, holder);
        let mut moved = Vec::new();
        if let Some(before) = before {
            moved.push(MovedNumber {
                from: before.account,
                to: account,
            });
        }
        if let (Some(former), Some(heir)) = (former, heir) {
            moved.push(MovedNumber {
                from: account,
                to: heir.to,
            });
            moved.extend(self.give(former, heir.to));
        }
        moved
    }

    pub(super) fn answer_move(
        &mut self,
        account: AccountId,
        allow: bool,
        now: Timestamp,
    ) -> MoveAnswer {
        let Some(number) = self.number_of(account) else {
            return MoveAnswer::NonePending;
        };
        let Some(waiting) = self.moves.get(&number).copied() else {
            return MoveAnswer::NonePending;
        };
        if allow || waiting.at <= now {
            self.give(number, waiting.to);
            MoveAnswer::Moved(waiting.to)
        } else {
            self.moves.remove(&number);
            MoveAnswer::Refused
        }
    }

    pub(super) fn move_due_numbers(&mut self, now: Timestamp) -> Vec<MovedNumber> {
        let mut moved = Vec::new();
        while let Some((number, waiting)) = self.next_due(now) {
            moved.extend(self.give(number, waiting.to));
        }
        moved
    }

    fn next_due(&self, now: Timestamp) -> Option<(PhoneNumber, Waiting)> {
        let due = self.moves.iter().filter(|(_, waiting)| waiting.at <= now);
        let first = due.min_by_key(|(_, waiting)| (waiting.at, waiting.to))?;
        Some((first.0.clone(), *first.1))
    }

    /// Takes away what an account has and waits for.
    pub(super) fn release_number(&mut self, account: AccountId) {
        self.moves.retain(|_, waiting| waiting.to != account);
        let Some(number) = self.number_of(account) else {
            return;
        };
        self.numbers.remove(&number);
        if let Some(heir) = self.moves.remove(&number) {
            self.give(number, heir.to);
        }
    }
}
