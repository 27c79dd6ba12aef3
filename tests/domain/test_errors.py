"""Every error says what it is to machines, whether a retry can help, and never more than it should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toptickets_desktop.domain import errors
from toptickets_desktop.domain.errors import (
    FileRefused,
    Forbidden,
    LengthMismatch,
    LocalFileError,
    LocalFileReason,
    NotFound,
    NotReached,
    NotReachedReason,
    RateLimited,
    ReceivedInstead,
    RefusalReason,
    Rejected,
    ServerFault,
    SignedUrlRefused,
    StorageError,
    TopTicketsError,
    UnexpectedAnswer,
)

ALL_ERRORS = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, TopTicketsError)]


def test_the_tree_on_top_of_the_file_is_the_tree() -> None:
    tree = errors.__doc__ or ""
    drawn = re.findall(r"^[│ ├└─]*([A-Z]\w+)", tree.split("\n\n", 1)[1], re.MULTILINE)
    assert sorted(drawn) == sorted(error.__name__ for error in ALL_ERRORS)


def test_kinds_are_words_for_machines_and_tell_errors_apart() -> None:
    kinds = [error.kind for error in ALL_ERRORS]
    assert len(kinds) == len(set(kinds))
    assert all(re.fullmatch(r"[a-z_]+", kind) for kind in kinds)


@pytest.mark.parametrize(
    ("error", "retryable", "text"),
    [
        (NotReached(NotReachedReason.TLS), True, "tls"),
        (NotReached(NotReachedReason.TIMEOUT, "after 30 s"), True, "after 30 s"),
        (NotFound("Ticket not found", status=404), False, "Ticket not found"),
        (NotFound(status=404), False, "HTTP 404"),
        (NotFound(), False, "NotFound"),
        (Rejected("no", status=400), False, "no"),
        (ServerFault(status=500), True, "HTTP 500"),
        (UnexpectedAnswer(ReceivedInstead.HTML, status=502), True, "html"),
        (StorageError(500, "Internal"), True, "HTTP 500 Internal"),
        (SignedUrlRefused(400), True, "HTTP 400"),
        (LengthMismatch(expected_bytes=5, received_bytes=3), True, "expected 5 bytes, received 3"),
        (LocalFileError(Path("a"), LocalFileReason.NO_SPACE, errno_name="ENOSPC"), True, "no_space ENOSPC"),
        (LocalFileError(Path("a"), LocalFileReason.PERMISSION), False, "permission"),
    ],
)
def test_errors_know_whether_a_retry_can_help(error: TopTicketsError, retryable: bool, text: str) -> None:
    assert (error.retryable, str(error)) == (retryable, text)


def test_errors_carry_what_their_sentences_need() -> None:
    forbidden = Forbidden("Insufficient permissions", required_scope="attachments:delete")
    assert (forbidden.status, forbidden.required_scope, forbidden.detail) == (403, "attachments:delete", "Insufficient permissions")
    limited = RateLimited("Slow down", retry_after_s=30)
    assert (limited.status, limited.retry_after_s, limited.retryable) == (429, 30, True)
    refused = FileRefused(Path("a.png"), RefusalReason.DISGUISED, size_bytes=5, found_type="x/y", named_type="image/png")
    assert (refused.path, refused.size_bytes, refused.found_type, refused.named_type) == (Path("a.png"), 5, "x/y", "image/png")
    lost = NotReached(NotReachedReason.CONNECTION_LOST, request_sent=True)
    assert (lost.reason, lost.request_sent) == (NotReachedReason.CONNECTION_LOST, True)
