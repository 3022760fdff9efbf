-- Accounts. Numbers are never given twice: rows of a deleted account may wait for the purge.
CREATE TABLE account (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    epoch INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    hash BLOB NOT NULL,
    prev BLOB NOT NULL,
    identity_pk BLOB NOT NULL UNIQUE,
    statement BLOB NOT NULL
) STRICT;

-- Phone numbers: encrypted, and found by a keyed hash.
CREATE TABLE phone (
    lookup BLOB NOT NULL PRIMARY KEY,
    account_number INTEGER NOT NULL UNIQUE REFERENCES account (number),
    encrypted BLOB NOT NULL,
    discoverable INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- A phone number that another account proved; encrypted for that account.
CREATE TABLE phone_move (
    lookup BLOB NOT NULL PRIMARY KEY REFERENCES phone (lookup),
    to_account INTEGER NOT NULL UNIQUE REFERENCES account (number),
    encrypted BLOB NOT NULL,
    moves_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Devices of the newest statements.
CREATE TABLE device (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    account_number INTEGER NOT NULL REFERENCES account (number),
    position INTEGER NOT NULL,
    device_pk BLOB NOT NULL UNIQUE,
    locked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX device_of_account ON device (account_number, position);

-- Tokens by their hash.
CREATE TABLE token (
    hash BLOB NOT NULL PRIMARY KEY,
    device_number INTEGER NOT NULL REFERENCES device (number),
    scope INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX token_of_device ON token (device_number);

-- Prekeys that envelopes are taken for: each device's newest, and those replaced lately.
CREATE TABLE prekey (
    number INTEGER PRIMARY KEY,
    device_number INTEGER NOT NULL REFERENCES device (number),
    id BLOB NOT NULL,
    newest INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    standby_pk BLOB NOT NULL,
    statement BLOB NOT NULL
) STRICT;
CREATE INDEX prekey_of_device ON prekey (device_number, newest);

-- Box keys of prekeys, until their validity is over: none may be used twice.
CREATE TABLE box_key (
    box_pk BLOB NOT NULL PRIMARY KEY,
    device_number INTEGER NOT NULL REFERENCES device (number),
    not_after INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX box_key_of_device ON box_key (device_number, not_after);

-- Envelopes in order of arrival. The writer counts `row` on and never gives one twice; every commit
-- touches the end of this table only, so nothing else may be indexed here.
CREATE TABLE envelope (
    row INTEGER PRIMARY KEY,
    device_number INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    arrived_hour INTEGER NOT NULL,
    id BLOB NOT NULL,
    envelope BLOB NOT NULL
) STRICT;

-- Where a mailbox's envelopes are, merged in bulk: rows after `progress.merged_row` may be missing,
-- rows that expired may still be listed below `mailbox.first`.
CREATE TABLE mailbox_index (
    device_number INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (device_number, sequence)
) STRICT, WITHOUT ROWID;

-- Mailboxes as of the last write to this row: later envelopes are those of a higher sequence, later
-- cursors are in `acknowledgement`.
CREATE TABLE mailbox (
    device_number INTEGER PRIMARY KEY,
    newest INTEGER NOT NULL DEFAULT 0,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    unacknowledged INTEGER NOT NULL DEFAULT 0,
    first INTEGER NOT NULL DEFAULT 1,
    swept INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Cursors that moved since the last merge.
CREATE TABLE acknowledgement (
    row INTEGER PRIMARY KEY,
    device_number INTEGER NOT NULL,
    up_to INTEGER NOT NULL
) STRICT;

-- Where the arrival hour changes: from `first_row` on it is `hour`, until the next run.
CREATE TABLE arrival_run (
    first_row INTEGER PRIMARY KEY,
    hour INTEGER NOT NULL
) STRICT;

-- Sealed copies of kept conversations.
CREATE TABLE archive (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    account_number INTEGER NOT NULL REFERENCES account (number),
    id BLOB NOT NULL,
    records INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account_number, id)
) STRICT;
CREATE TABLE archive_record (
    archive_number INTEGER NOT NULL,
    id BLOB NOT NULL,
    envelope BLOB NOT NULL,
    PRIMARY KEY (archive_number, id)
) STRICT, WITHOUT ROWID;

-- Mailboxes and archives that are gone for everybody, whose rows are being deleted.
CREATE TABLE removed_mailbox (
    device_number INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE removed_archive (
    archive_number INTEGER PRIMARY KEY
) STRICT;

-- Discovery quota used on a day (days since 1970).
CREATE TABLE discovery_quota (
    account_number INTEGER PRIMARY KEY REFERENCES account (number),
    day INTEGER NOT NULL,
    used INTEGER NOT NULL
) STRICT;

-- The clocks as last seen; one row or none.
CREATE TABLE clock_mark (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    wall INTEGER NOT NULL,
    boot BLOB NOT NULL,
    boot_ms INTEGER NOT NULL,
    held INTEGER NOT NULL
) STRICT;

-- The store's own marks; always one row.
CREATE TABLE progress (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    merged_row INTEGER NOT NULL,
    checks INTEGER NOT NULL
) STRICT;
INSERT INTO progress (only, merged_row, checks) VALUES (1, 0, 0);
