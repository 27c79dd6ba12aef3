"""The tables of the cache of tickets, attachments and people, and the indexes over their words."""

from __future__ import annotations

from toptickets_desktop.store.database import Schema

METADATA_SCHEMA = Schema(
    name="metadata",
    application_id=0x5454_4D31,  # "TTM1"
    version=1,
    statements=(
        """
CREATE TABLE tickets (
    row INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    seen_at_s REAL NOT NULL,
    words TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    display_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    status TEXT NOT NULL,
    priority TEXT NOT NULL,
    category TEXT,
    customer_id TEXT,
    assigned_user_id TEXT,
    assigned_team_id TEXT,
    due_date TEXT,
    created_at TEXT,
    updated_at TEXT,
    resolved_at TEXT,
    closed_at TEXT,
    UNIQUE (account, id)
)
""",
        "CREATE INDEX tickets_by_update ON tickets (account, updated_at DESC)",
        """
CREATE TABLE attachments (
    row INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    seen_at_s REAL NOT NULL,
    id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size_bytes INTEGER,
    uploaded_by_user_id TEXT,
    created_at TEXT,
    UNIQUE (account, ticket_id, id)
)
""",
        "CREATE TABLE users (account TEXT NOT NULL, id TEXT NOT NULL, full_name TEXT NOT NULL, UNIQUE (account, id))",
        "CREATE TABLE lists (account TEXT NOT NULL, name TEXT NOT NULL, fetched_at_s REAL NOT NULL, UNIQUE (account, name))",
        "CREATE VIRTUAL TABLE ticket_words USING fts5(words, content='tickets', content_rowid='row', tokenize='trigram')",
        "CREATE VIRTUAL TABLE file_words USING fts5(filename, content='attachments', content_rowid='row', tokenize='trigram')",
        # External content tables are kept up to date by triggers: https://www.sqlite.org/fts5.html#external_content_tables
        (
            "CREATE TRIGGER ticket_added AFTER INSERT ON tickets BEGIN"
            " INSERT INTO ticket_words (rowid, words) VALUES (new.row, new.words); END"
        ),
        (
            "CREATE TRIGGER ticket_gone AFTER DELETE ON tickets BEGIN"
            " INSERT INTO ticket_words (ticket_words, rowid, words) VALUES ('delete', old.row, old.words); END"
        ),
        (
            "CREATE TRIGGER ticket_renamed AFTER UPDATE OF words ON tickets WHEN old.words IS NOT new.words BEGIN"
            " INSERT INTO ticket_words (ticket_words, rowid, words) VALUES ('delete', old.row, old.words);"
            " INSERT INTO ticket_words (rowid, words) VALUES (new.row, new.words); END"
        ),
        (
            "CREATE TRIGGER file_added AFTER INSERT ON attachments BEGIN"
            " INSERT INTO file_words (rowid, filename) VALUES (new.row, new.filename); END"
        ),
        (
            "CREATE TRIGGER file_gone AFTER DELETE ON attachments BEGIN"
            " INSERT INTO file_words (file_words, rowid, filename) VALUES ('delete', old.row, old.filename); END"
        ),
        (
            "CREATE TRIGGER file_renamed AFTER UPDATE OF filename ON attachments WHEN old.filename IS NOT new.filename BEGIN"
            " INSERT INTO file_words (file_words, rowid, filename) VALUES ('delete', old.row, old.filename);"
            " INSERT INTO file_words (rowid, filename) VALUES (new.row, new.filename); END"
        ),
    ),
    probe=(
        "SELECT t.row, a.row, u.id, l.name, w.rowid, f.rowid"
        " FROM tickets t, attachments a, users u, lists l, ticket_words w, file_words f LIMIT 0"
    ),
    is_synchronous=False,
    is_checked_whole=False,
)
