//! What every backend must do, as cases that any of them can be run through.
//!
//! A backend's test makes a [`Harness`] over a fresh store and runs [`cases`] on it, one test each,
//! and [`model::run`] beside the reference model.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test suite: it is in the library so that the tests of every backend can run it"
)]

mod account;
mod archive;
mod device;
mod fixture;
mod mailbox;
mod mailbox_life;
pub mod model;
mod number;
mod operation;
mod prekey;

use crate::{RelayStore, StoreLimits};
use async_trait::async_trait;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The limits that cases run with: small, to be reached.
pub const LIMITS: StoreLimits = StoreLimits {
    mailbox: 20,
    archive_records: 12,
};

/// A store under test, empty at first.
#[async_trait]
pub trait Harness: Send + Sync {
    /// The store, open.
    fn store(&self) -> Arc<dyn RelayStore>;
    /// Closes it and opens it again.
    async fn restart(&mut self);
    /// Ends it as a crash would, after the last call has returned, and opens it again.
    async fn crash(&mut self);
}

/// A boxed future.
pub type Running<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// One case.
#[derive(Clone, Copy)]
pub struct Case {
    /// What it shows, as a sentence.
    pub name: &'static str,
    /// Runs it on a fresh store; panics if the store does something else.
    pub run: for<'a> fn(&'a mut dyn Harness) -> Running<'a>,
}

macro_rules! cases {
    ($($module:ident: $($name:ident)+;)+) => {
        /// Every case.
        pub fn cases() -> Vec<Case> {
            vec![$($(Case {
                name: concat!(stringify!($module), "::", stringify!($name)),
                run: |harness| Box::pin($module::$name(harness)),
            },)+)+]
        }
    };
}

cases! {
    account:
        a_registration_keeps_account_device_prekey_and_number
        a_registration_that_is_not_newer_changes_nothing
        a_newer_epoch_ends_the_devices_left_out
        a_newer_epoch_keeps_what_a_staying_device_has
        a_registration_does_not_bring_back_an_older_prekey
        keys_of_others_are_refused_at_registration
        a_box_key_of_another_prekey_is_refused_at_registration
        a_prekey_of_a_foreign_device_is_our_bug
        the_next_serial_is_stored
        a_retry_of_the_newest_statement_is_the_same
        what_is_not_next_changes_nothing
        a_newer_epoch_needs_no_prev
        a_statement_of_an_unknown_account_is_refused
        keys_of_others_are_refused_in_a_statement
        a_statement_ends_the_devices_it_leaves_out
        a_device_that_comes_back_starts_anew
        devices_are_in_the_order_of_the_statement
        statements_come_in_the_order_asked
        a_deleted_account_is_gone_with_all_it_had
        keys_of_a_deleted_account_are_free
        accounts_survive_a_restart;
    number:
        a_number_in_use_waits_a_day
        the_last_who_asks_waits_and_asking_again_keeps_the_time
        proving_the_own_number_again_ends_the_move
        a_changed_number_frees_the_former_one
        a_refused_move_is_off
        an_allowed_move_is_carried_out_at_once
        an_answer_after_the_time_of_the_move_comes_too_late
        due_moves_are_carried_out_the_earliest_first
        a_former_number_goes_to_whoever_waits_for_it
        a_deleted_holder_leaves_the_number_to_whoever_waits
        a_deleted_waiter_ends_the_move
        discovery_is_chosen_and_unchosen
        the_choice_falls_with_the_number
        waiting_moves_survive_a_restart;
    device:
        a_device_is_known_by_its_statement
        locking_ends_tokens_and_unlocking_brings_none_back
        a_token_lives_until_it_expires
        a_token_needs_a_known_open_device
        a_token_of_the_same_hash_is_replaced
        a_token_ends_alone
        a_sweep_removes_what_expired
        tokens_die_with_their_device
        devices_and_tokens_survive_a_restart;
    prekey:
        the_newest_prekey_is_served
        a_retry_of_the_newest_prekey_is_the_same
        a_prekey_that_is_not_newer_is_refused
        a_known_box_key_is_refused
        a_box_key_is_free_once_its_validity_is_over_and_forgotten
        a_prekey_of_an_unknown_or_foreign_device_is_refused
        prekeys_come_by_account_and_device
        the_standby_key_is_that_of_the_newest_prekey
        prekeys_survive_a_restart;
    mailbox:
        positions_are_dense_and_each_mailbox_has_its_own
        outcomes_are_in_the_order_of_the_batch
        the_same_id_in_the_same_mailbox_is_a_duplicate
        the_same_id_is_a_duplicate_after_a_restart
        an_unknown_device_gets_nothing
        a_locked_device_gets_nothing_until_it_is_unlocked
        a_replaced_prekey_is_taken_for_a_day
        a_grace_survives_a_restart
        a_mailbox_is_full_at_its_limit
        a_full_mailbox_takes_again_what_was_acknowledged_deleted_or_expired
        the_first_reason_counts
        a_fetch_starts_after_a_position_and_ends_at_a_limit
        arrival_is_kept_to_the_hour
        a_cursor_moves_forward_and_never_past_the_newest
        acknowledged_envelopes_stay
        a_cursor_survives_a_restart
        a_deleted_envelope_is_gone_and_its_position_stays_empty
        acknowledging_over_holes_counts_right;
    mailbox_life:
        envelopes_go_thirty_days_after_their_hour
        acknowledged_or_not_they_go_alike
        expiry_keeps_to_its_budget_and_takes_the_first_stored_first
        expiry_of_nothing_says_so
        a_clock_that_went_back_expires_each_by_its_own_hour
        positions_go_on_after_everything_expired
        a_deleted_newest_position_is_not_given_again
        much_mail_survives_restart_and_crash
        a_mailbox_with_holes_survives_a_restart
        a_removed_device_leaves_nothing_behind;
    archive:
        records_are_listed_in_order_of_their_ids
        a_record_that_exists_stays_as_it_was
        archives_and_accounts_are_apart
        an_unknown_account_has_no_archive
        a_full_account_stores_none_of_a_batch
        named_records_are_deleted
        a_whole_archive_is_deleted
        records_survive_time_and_restart;
    operation:
        quota_is_counted_by_day_and_account
        the_clock_mark_is_the_last_one_set
        counts_add_up
        a_check_reaches_the_disk
        a_closed_store_answers_unavailable;
}
