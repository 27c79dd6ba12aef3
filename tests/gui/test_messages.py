"""Every error of the domain has a title and a sentence of its own, in words, and repeats nothing dangerous."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain import errors
from toptickets_desktop.domain.errors import (
    AnswerLost,
    CredentialError,
    FileChanged,
    FileRefused,
    Forbidden,
    InvalidApiKey,
    InvalidApiKeyReason,
    InvalidBaseUrl,
    InvalidBaseUrlReason,
    InvalidCaFile,
    InvalidCaFileReason,
    InvalidProxy,
    InvalidProxyReason,
    KeyringFailed,
    KeyringTimedOut,
    KeyringUnavailable,
    LengthMismatch,
    LocalFileError,
    LocalFileReason,
    MembersMissing,
    NotFound,
    NotReached,
    NotReachedReason,
    ObjectMissing,
    RateLimited,
    ReceivedInstead,
    RefusalReason,
    Rejected,
    ServerFault,
    ServiceError,
    SignedUrlRefused,
    Stalled,
    StorageError,
    TopTicketsError,
    TransferCancelled,
    TransferError,
    Unauthorized,
    UnexpectedAnswer,
)
from toptickets_desktop.gui.messages import hint, sentence, title, type_words

PATH = Path("folder") / "report.pdf"
PROGRAM = "application/vnd.microsoft.portable-executable"

EXAMPLES: list[TopTicketsError] = [
    TopTicketsError(),
    *(InvalidBaseUrl(url_reason) for url_reason in InvalidBaseUrlReason),
    *(InvalidApiKey(key_reason) for key_reason in InvalidApiKeyReason),
    *(InvalidProxy(proxy_reason) for proxy_reason in InvalidProxyReason),
    *(InvalidCaFile(PATH, ca_reason) for ca_reason in InvalidCaFileReason),
    ServiceError(status=418),
    *(NotReached(reach_reason) for reach_reason in NotReachedReason),
    Unauthorized("Invalid API key", status=401),
    Forbidden("IP address not allowed"),
    Forbidden("Insufficient permissions. Required scope: attachments:delete", required_scope="attachments:delete"),
    NotFound("Ticket not found", status=404),
    Rejected("File too large", status=400),
    RateLimited("Rate limit exceeded.", retry_after_s=30),
    RateLimited(),
    ServerFault("Internal error", status=500),
    *(UnexpectedAnswer(received, status=502) for received in ReceivedInstead),
    StorageError(500),
    SignedUrlRefused(400, "InvalidJWT"),
    ObjectMissing(400, "NoSuchKey"),
    TransferError(),
    LengthMismatch(expected_bytes=1_234_567, received_bytes=1_234_566),
    AnswerLost(),
    FileChanged(),
    MembersMissing(["a.png"], total=3, is_saved=False, first_error=ObjectMissing(400)),
    MembersMissing(["a.png", "b.png"], total=3, is_saved=True),
    Stalled(moved_bytes=10, window_s=60.0),
    TransferCancelled(),
    *(FileRefused(PATH, why, size_bytes=40_000_000, found_type=PROGRAM, named_type="application/pdf") for why in RefusalReason),
    *(LocalFileError(PATH, local_reason, errno_name="EIO") for local_reason in LocalFileReason),
    CredentialError(),
    KeyringUnavailable(),
    KeyringTimedOut(),
    KeyringFailed(),
]
EXAMPLE_IDS = [f"{type(error).__name__}-{getattr(error, 'reason', getattr(error, 'received', ''))}" for error in EXAMPLES]

each_example = pytest.mark.parametrize("error", EXAMPLES, ids=EXAMPLE_IDS)


def all_error_classes(base: type[TopTicketsError] = TopTicketsError) -> Iterator[type[TopTicketsError]]:
    for subclass in base.__subclasses__():
        if subclass.__module__ == errors.__name__:
            yield subclass
            yield from all_error_classes(subclass)


def test_no_error_class_lacks_an_example() -> None:
    assert {type(error) for error in EXAMPLES} == {TopTicketsError, *all_error_classes()}


def test_no_two_errors_share_a_sentence() -> None:
    sentences = [sentence(error) for error in EXAMPLES]
    assert len(set(sentences)) == len(sentences)


@each_example
def test_words_are_for_people(error: TopTicketsError) -> None:
    for words in (sentence(error), sentence(error, name="scan.png")):
        assert words[0].isupper() or words[0] == "“"
        assert words.endswith((".", "”"))
        assert "..." not in words
        assert ".." not in words
    for words in (sentence(error), sentence(error, name="scan.png"), hint(error), title(error)):
        assert type(error).__name__ not in words
        for forbidden in ("None", "Error", "Traceback", "Exception", "errno", "{", "}", "\n", "_not", "httpx"):
            assert forbidden not in words
        reason = getattr(error, "reason", getattr(error, "received", None))
        if reason is not None and "_" in reason.value:
            assert reason.value not in words
    assert 3 < len(title(error)) <= 30
    assert hint(error) == "" or hint(error).endswith(".")


@each_example
def test_file_is_named_where_one_is_known(error: TopTicketsError) -> None:
    assert "“scan.png”" in sentence(error, name="scan.png")
    if isinstance(error, (FileRefused, InvalidCaFile, LocalFileError)):
        assert "“report.pdf”" in sentence(error)
    else:
        assert "“”" not in sentence(error)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            FileRefused(Path("scan.png"), RefusalReason.DISGUISED, found_type=PROGRAM, named_type="image/png"),
            "“scan.png” is named as a PNG image, but is a Windows program.",
        ),
        (
            FileRefused(Path("a.docx"), RefusalReason.TYPE_NOT_ALLOWED, named_type="application/x-ole-storage"),
            "“a.docx” is an older Microsoft Office document, which the service does not take.",
        ),
        (
            FileRefused(Path("blob"), RefusalReason.TYPE_NOT_ALLOWED),
            "“blob” is a file of an unknown type, which the service does not take.",
        ),
        (
            FileRefused(Path("film.mp4"), RefusalReason.TOO_LARGE, size_bytes=31_457_281),
            "“film.mp4” is too large: 30.0 MB (31,457,281 bytes), and at most 30 MB are taken.",
        ),
        (FileRefused(Path("film.mp4"), RefusalReason.TOO_LARGE), "“film.mp4” is too large: at most 30 MB are taken."),
        (LocalFileError(Path("a.txt"), LocalFileReason.OTHER), "“a.txt” could not be read or written."),
        (Rejected("File  too\nlarge", status=400), "The service refused the request; it says: “File too large”"),
        (Rejected(), "The service refused the request."),
        (
            Forbidden("…", required_scope="attachments:write"),
            "The API key may not do this: it lacks the permission “attachments:write”.",
        ),
        (RateLimited(retry_after_s=90), "There were too many requests; the service asks to wait for 1 min 30 s."),
        (
            NotReached(NotReachedReason.TLS, "certificate has expired"),
            "No secure connection to the service could be made (certificate has expired).",
        ),
        (NotReached(NotReachedReason.CONNECT), "There is no connection to the service."),
        (ServerFault("Boom", status=500), "The service has a fault of its own (HTTP 500); it says: “Boom”"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_sentences_read_well(error: TopTicketsError, expected: str) -> None:
    assert sentence(error) == expected


def test_name_of_the_transfer_wins_over_the_path_of_the_error() -> None:
    assert sentence(LocalFileError(Path("Downloads"), LocalFileReason.NO_SPACE), name="a.png") == "“a.png” was not saved: the disk is full."


@given(st.text(max_size=2_000))
def test_foreign_text_is_bounded_and_cannot_turn_the_sentence(foreign: str) -> None:
    for error in (
        ServiceError(foreign),
        Rejected(foreign),
        NotReached(NotReachedReason.CONNECT, foreign),
        Forbidden("", required_scope=foreign),
    ):
        words = sentence(error, name=foreign)
        assert len(words) < 8 * 1024
        assert not re.search("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", words)


def test_types_in_words() -> None:
    assert type_words("image/jpeg") == "a JPEG image"
    assert type_words("image/pjpeg; q=1") == "a JPEG image"
    assert type_words("application/vnd.oasis.opendocument.text") == "an OpenDocument file"
    assert type_words("image/x-odd") == "an image of another type (image/x-odd)"
    assert type_words("application/x-odd") == "a file of another type (application/x-odd)"
    for unusable in (None, "", "nonsense", "a/b/c", "image/\u202egnp", "x/" + "y" * 500):
        assert type_words(unusable) == "a file of an unknown type"
