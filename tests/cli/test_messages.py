"""Every error of the domain has one visible sentence."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.cli.errors import AmbiguousName, NoKey, NoSuchProfile, TicketNotFound
from toptickets_desktop.cli.messages import sentence
from toptickets_desktop.domain import errors
from toptickets_desktop.domain.errors import TopTicketsError

PATH = Path("/home/agent/a.txt")

EVERY_ERROR: list[TopTicketsError] = [
    *map(errors.InvalidBaseUrl, errors.InvalidBaseUrlReason),
    *map(errors.InvalidApiKey, errors.InvalidApiKeyReason),
    *map(errors.InvalidProxy, errors.InvalidProxyReason),
    *(errors.InvalidCaFile(PATH, reason) for reason in errors.InvalidCaFileReason),
    *(errors.NotReached(reason, detail) for reason in errors.NotReachedReason for detail in ("", "getaddrinfo failed")),
    errors.Unauthorized("Invalid API key", status=401),
    errors.Forbidden("Not from this address"),
    errors.Forbidden("x", required_scope="attachments:write"),
    errors.NotFound(status=404),
    errors.Rejected("File too large", status=400),
    errors.RateLimited(retry_after_s=30.0),
    errors.RateLimited(),
    errors.ServerFault("boom", status=500),
    *(errors.UnexpectedAnswer(received, status=200) for received in errors.ReceivedInstead),
    errors.ServiceError("", status=418),
    errors.SignedUrlRefused(400),
    errors.ObjectMissing(400),
    errors.StorageError(503),
    errors.LengthMismatch(expected_bytes=10, received_bytes=9),
    errors.AnswerLost(),
    errors.FileChanged(),
    errors.MembersMissing(["a.png"], total=3, is_saved=False, first_error=errors.ObjectMissing(400)),
    errors.MembersMissing(["a.png", "b.png"], total=3, is_saved=True),
    errors.Stalled(moved_bytes=10, window_s=60.0),
    errors.TransferCancelled(),
    errors.TransferError(),
    *(errors.FileRefused(PATH, reason) for reason in errors.RefusalReason),
    errors.FileRefused(PATH, errors.RefusalReason.DISGUISED, found_type="application/x-dosexec", named_type="image/png"),
    errors.FileRefused(PATH, errors.RefusalReason.TYPE_NOT_ALLOWED, found_type="application/x-dosexec"),
    errors.FileRefused(PATH, errors.RefusalReason.TOO_LARGE, size_bytes=31_457_281),
    *(errors.LocalFileError(PATH, reason, errno_name="EIO") for reason in errors.LocalFileReason),
    errors.KeyringUnavailable(),
    errors.KeyringTimedOut(),
    errors.KeyringFailed(),
    AmbiguousName(["a1", "a2"]),
    NoKey(),
    NoSuchProfile("staging"),
    TicketNotFound("TKT-7\x1b"),
]


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: f"{type(error).__name__} {error}"[:60])
def test_one_sentence_for_each(error: TopTicketsError) -> None:
    words = sentence(error)
    assert words.endswith(".")
    assert words.isprintable()
    assert "no words for" not in words
    assert sentence(error, name="a.txt") == f"a.txt: {words}"


def test_every_kind_of_error_is_here() -> None:
    def all_kinds(of: type[TopTicketsError]) -> set[type[TopTicketsError]]:
        return {of}.union(*map(all_kinds, of.__subclasses__()))

    abstract = {TopTicketsError, errors.CredentialError}
    # The window has some of its own, which no command can meet; whether they are loaded depends on the tests before this one.
    ours = {
        kind for kind in all_kinds(TopTicketsError) if kind.__module__.startswith("toptickets_desktop") and ".gui." not in kind.__module__
    }
    assert ours - abstract <= {type(error) for error in EVERY_ERROR}


def test_a_size_just_above_the_limit_is_told_apart_from_it() -> None:
    def words(size_bytes: int) -> str:
        return sentence(errors.FileRefused(PATH, errors.RefusalReason.TOO_LARGE, size_bytes=size_bytes))

    assert words(31_457_281) == "it is larger than 30 MB (31457281 bytes)."
    assert words(2 * 31_457_280) == "it is larger than 30 MB (60 MB)."


def test_what_there_are_no_words_for_is_said_to_be_so() -> None:
    assert "no words for" in sentence(TopTicketsError("x"))


@given(text=st.text())
def test_foreign_text_is_visible(text: str) -> None:
    for error in (
        errors.Rejected(text),
        errors.Forbidden(text),
        errors.Forbidden("", required_scope=text),
        errors.ServerFault(text, status=500),
    ):
        words = sentence(error, name=text)
        assert not {unicodedata.category(character) for character in words} & {"Cc", "Cs", "Zl", "Zp"}
