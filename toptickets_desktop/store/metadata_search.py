"""Finding tickets by words while somebody types: a hundred answers in a few milliseconds, however many tickets there are.

A word that few tickets have is looked up in the index over three letters, and those tickets are put in order. A word that very many
have would take long to look up, and so would one too short for the index; but those are met soon by walking from the newest on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

_TRIGRAM_CHARACTERS = 3  # shorter words are in no index: https://www.sqlite.org/fts5.html#the_trigram_tokenizer
_RARE_MAX = 3_000
_WALK_MAX = 4_000  # rows looked at for words that are in no index, or in very many rows
_WORDS_MAX = 12


def find_rows(
    connection: sqlite3.Connection, account: str, search: str, conditions: Sequence[str], values: Sequence[str], *, limit: int
) -> list[int]:
    """The rows of tickets that have every word in the subject, the number or the name of a file; those updated last first.

    Args:
        connection: the file.
        account: whose tickets.
        search: words, as the service takes them.
        conditions: what else must hold, as SQL over the table of tickets.
        values: what the conditions ask for.
        limit: rows wanted.
    """
    words = search.replace("\0", " ").split()[:_WORDS_MAX]  # a NUL would end what FTS5 reads
    rare: set[int] | None = None
    common: list[str] = []
    for word in words:
        rows = _rows_with(connection, account, word)
        if rows is None:
            common.append(word.casefold())
        else:
            rare = rows if rare is None else rare & rows
    where = " AND ".join(["account = ?", *conditions])
    if rare is not None:
        found = connection.execute(
            f"SELECT row, words FROM tickets WHERE {where} AND row IN (SELECT value FROM json_each(?)) ORDER BY updated_at DESC",  # noqa: S608  # names of ours
            [account, *values, json.dumps(list(rare))],
        )
    else:
        found = connection.execute(
            f"SELECT row, words FROM tickets WHERE {where} ORDER BY updated_at DESC LIMIT ?",  # noqa: S608  # names of ours
            [account, *values, _WALK_MAX if common else limit],
        )
    rows_found = []
    for row, text in found:
        if all(word in text.casefold() for word in common):
            rows_found.append(row)
            if len(rows_found) == limit:
                break
    found.close()
    return rows_found


def _rows_with(connection: sqlite3.Connection, account: str, word: str) -> set[int] | None:
    """The rows with a word in them or in a file's name; None when they are too many, or cannot be looked up."""
    if len(word) < _TRIGRAM_CHARACTERS:
        return None
    phrase = '"' + word.replace('"', '""') + '"'
    rows = connection.execute("SELECT rowid FROM ticket_words WHERE ticket_words MATCH ? LIMIT ?", [phrase, _RARE_MAX + 1]).fetchall()
    if len(rows) > _RARE_MAX:
        return None
    rows += connection.execute(
        "SELECT tickets.row FROM (SELECT rowid AS file FROM file_words WHERE file_words MATCH ? LIMIT ?)"
        " CROSS JOIN attachments ON attachments.row = file AND attachments.account = ?"
        " CROSS JOIN tickets ON tickets.account = attachments.account AND tickets.id = attachments.ticket_id",
        [phrase, _RARE_MAX, account],
    ).fetchall()
    return {row for (row,) in rows}
