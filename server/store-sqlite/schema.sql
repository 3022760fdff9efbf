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

CREATE TABLE acknowledgement (
    row INTEGER PRIMARY KEY,
    device_number INTEGER NOT NULL,
    up_to INTEGER NOT NULL
) STRICT;

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

CREATE TABLE arrival_run (
    first_row INTEGER PRIMARY KEY,
    hour INTEGER NOT NULL
) STRICT;

CREATE TABLE box_key (
    box_pk BLOB NOT NULL PRIMARY KEY,
    device_number INTEGER NOT NULL REFERENCES device (number),
    not_after INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX box_key_of_device ON box_key (device_number, not_after);

CREATE TABLE clock_mark (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    wall INTEGER NOT NULL,
    boot BLOB NOT NULL,
    boot_ms INTEGER NOT NULL,
    held INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    account_number INTEGER NOT NULL REFERENCES account (number),
    position INTEGER NOT NULL,
    device_pk BLOB NOT NULL UNIQUE,
    locked INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX device_of_account ON device (account_number, position);

CREATE TABLE discovery_quota (
    account_number INTEGER PRIMARY KEY REFERENCES account (number),
    day INTEGER NOT NULL,
    used INTEGER NOT NULL
) STRICT;

CREATE TABLE envelope (
    row INTEGER PRIMARY KEY,
    device_number INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    arrived_hour INTEGER NOT NULL,
    id BLOB NOT NULL,
    envelope BLOB NOT NULL
) STRICT;

CREATE TABLE mailbox (
    device_number INTEGER PRIMARY KEY,
    newest INTEGER NOT NULL DEFAULT 0,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    unacknowledged INTEGER NOT NULL DEFAULT 0,
    first INTEGER NOT NULL DEFAULT 1,
    swept INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE mailbox_index (
    device_number INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (device_number, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE phone (
    lookup BLOB NOT NULL PRIMARY KEY,
    account_number INTEGER NOT NULL UNIQUE REFERENCES account (number),
    encrypted BLOB NOT NULL,
    discoverable INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE phone_move (
    lookup BLOB NOT NULL PRIMARY KEY REFERENCES phone (lookup),
    to_account INTEGER NOT NULL UNIQUE REFERENCES account (number),
    encrypted BLOB NOT NULL,
    moves_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE progress (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    merged_row INTEGER NOT NULL,
    checks INTEGER NOT NULL
) STRICT;

CREATE TABLE removed_archive (
    archive_number INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE removed_mailbox (
    device_number INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE token (
    hash BLOB NOT NULL PRIMARY KEY,
    device_number INTEGER NOT NULL REFERENCES device (number),
    scope INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX token_of_device ON token (device_number);
