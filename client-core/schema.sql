CREATE TABLE address_book (
    number  TEXT NOT NULL PRIMARY KEY,
    name    TEXT NOT NULL,
    account BLOB NOT NULL DEFAULT x''
) STRICT, WITHOUT ROWID;
CREATE TABLE amendments (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    hash    BLOB    NOT NULL,
    target  BLOB    NOT NULL CHECK (length(target) = 32),
    chain   INTEGER NOT NULL REFERENCES chains (id) ON DELETE CASCADE,
    counter INTEGER NOT NULL,
    sender  BLOB    NOT NULL CHECK (length(sender) = 16),
    kind    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    body    TEXT    NOT NULL DEFAULT '',
    signed  BLOB    NOT NULL DEFAULT x'',
    UNIQUE (hash, target)
) STRICT;
CREATE INDEX amendments_by_age ON amendments (at);
CREATE INDEX amendments_by_target ON amendments (target);
CREATE TABLE archive_jobs (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    job     INTEGER NOT NULL,
    archive BLOB    NOT NULL CHECK (length(archive) = 16),
    item    BLOB    NOT NULL DEFAULT x'',
    UNIQUE (job, archive, item)
) STRICT;
CREATE TABLE chains (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    device       BLOB    NOT NULL CHECK (length(device) = 16),
    account      BLOB    NOT NULL CHECK (length(account) = 16),
    base         INTEGER NOT NULL,
    newest       INTEGER NOT NULL,
    newest_hash  BLOB    NOT NULL CHECK (length(newest_hash) = 32),
    UNIQUE (conversation, device)
) STRICT;
CREATE TABLE contacts (
    account        BLOB    NOT NULL PRIMARY KEY CHECK (length(account) = 16),
    state          INTEGER NOT NULL,
    unblocked      INTEGER NOT NULL DEFAULT 0,
    address_name   TEXT    NOT NULL DEFAULT '',
    name           TEXT    NOT NULL DEFAULT '',
    profession     TEXT    NOT NULL DEFAULT '',
    new_key        INTEGER NOT NULL DEFAULT 0,
    paused         INTEGER NOT NULL DEFAULT 0,
    replaces       BLOB    NOT NULL DEFAULT x'',
    profile_sent   INTEGER NOT NULL DEFAULT 0,
    statement_sent BLOB    NOT NULL DEFAULT x'',
    unreachable    INTEGER NOT NULL DEFAULT 0,
    created        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE conversations (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation BLOB    NOT NULL UNIQUE CHECK (length(conversation) = 16),
    account      BLOB    NOT NULL UNIQUE CHECK (length(account) = 16),
    kept         INTEGER NOT NULL DEFAULT 0,
    archive      BLOB    NOT NULL DEFAULT x'',
    archive_seed BLOB    NOT NULL DEFAULT x'',
    draft        TEXT    NOT NULL DEFAULT '',
    drafted      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE counters (
    name  TEXT    NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE earlier_statements (
    account BLOB NOT NULL,
    hash    BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE held (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    hash     BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    account  BLOB    NOT NULL CHECK (length(account) = 16),
    received INTEGER NOT NULL,
    asked    INTEGER NOT NULL DEFAULT 0,
    envelope BLOB    NOT NULL
) STRICT;
CREATE INDEX held_by_account ON held (account);
CREATE TABLE links (
    hash       BLOB    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    chain      INTEGER NOT NULL REFERENCES chains (id) ON DELETE CASCADE,
    counter    INTEGER NOT NULL,
    prev       BLOB    NOT NULL CHECK (length(prev) = 32),
    remembered INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_age ON links (remembered);
CREATE INDEX links_by_counter ON links (chain, counter);
CREATE TABLE messages (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    shape        INTEGER NOT NULL,
    hash         BLOB    UNIQUE,
    chain        INTEGER NOT NULL DEFAULT 0,
    counter      INTEGER NOT NULL DEFAULT 0,
    last         INTEGER NOT NULL DEFAULT 0,
    sender       BLOB    NOT NULL CHECK (length(sender) = 16),
    own          INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    sort         INTEGER NOT NULL,
    body         TEXT    NOT NULL DEFAULT '',
    signed       BLOB    NOT NULL DEFAULT x'',
    reply_to     BLOB    NOT NULL DEFAULT x'',
    urgency      INTEGER NOT NULL DEFAULT 0,
    delivery     INTEGER NOT NULL DEFAULT 0,
    wait         INTEGER NOT NULL DEFAULT 0,
    unread       INTEGER NOT NULL DEFAULT 0,
    alarm        INTEGER NOT NULL DEFAULT 0,
    marks        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX messages_alarm ON messages (conversation, at) WHERE alarm = 1 AND shape = 0;
CREATE INDEX messages_by_age ON messages (conversation, at);
CREATE INDEX messages_gaps ON messages (chain, counter, last) WHERE shape = 1;
CREATE INDEX messages_in_order ON messages (conversation, sort, chain, counter, id);
CREATE INDEX messages_of_chain ON messages (chain, counter);
CREATE INDEX messages_unread ON messages (conversation, at) WHERE unread = 1;
CREATE INDEX messages_waiting ON messages (id) WHERE delivery = 1;
CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    outgoing    INTEGER NOT NULL REFERENCES outgoing (id) ON DELETE CASCADE,
    account     BLOB    NOT NULL CHECK (length(account) = 16),
    device      BLOB    NOT NULL CHECK (length(device) = 16),
    envelope_id BLOB    NOT NULL CHECK (length(envelope_id) = 16),
    attempts    INTEGER NOT NULL DEFAULT 0,
    due         INTEGER NOT NULL DEFAULT 0,
    UNIQUE (outgoing, device)
) STRICT;
CREATE INDEX outbox_by_account ON outbox (account);
CREATE INDEX outbox_by_due ON outbox (due, id);
CREATE TABLE outgoing (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    hash      BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    kind      INTEGER NOT NULL,
    recipient BLOB    NOT NULL CHECK (length(recipient) = 16),
    sent      INTEGER NOT NULL,
    signed    BLOB    NOT NULL
) STRICT;
CREATE INDEX outgoing_by_recipient ON outgoing (recipient);
CREATE TABLE prekeys (
    device     BLOB    NOT NULL PRIMARY KEY CHECK (length(device) = 16),
    account    BLOB    NOT NULL CHECK (length(account) = 16),
    not_before INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    statement  BLOB    NOT NULL,
    fetched    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    hash     BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    reason   TEXT    NOT NULL,
    received INTEGER NOT NULL,
    envelope BLOB    NOT NULL
) STRICT;
CREATE TABLE receipts (
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    kind    INTEGER NOT NULL,
    account BLOB    NOT NULL CHECK (length(account) = 16),
    due     INTEGER NOT NULL,
    PRIMARY KEY (hash, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_by_account ON receipts (account, due, hash);
CREATE VIRTUAL TABLE search USING fts5 (
    body, content = 'messages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE statements (
    account   BLOB    NOT NULL PRIMARY KEY CHECK (length(account) = 16),
    statement BLOB    NOT NULL,
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    learned   INTEGER NOT NULL,
    forked    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE verifications (
    own_root BLOB    NOT NULL CHECK (length(own_root) = 32),
    root     BLOB    NOT NULL CHECK (length(root) = 32),
    compared INTEGER NOT NULL,
    PRIMARY KEY (own_root, root)
) STRICT, WITHOUT ROWID;
