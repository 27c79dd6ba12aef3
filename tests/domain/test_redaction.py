"""Secrets do not survive redaction, wherever they stand; harmless text does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.redaction import redact

KEY = "tt_agent_S3cretS3cretS3cret"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.S3cretS3cret"


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        f"Authorization: Bearer {KEY}",
        "{'authorization': 'Bearer S3cretS3cret'}",
        "(b'Authorization', b'Basic S3cret')"[1:].replace(", b", ": b"),
        "proxy-authorization=Basic S3cret",
        f"GET https://storage.example.com/object/sign/a.png?token={JWT} HTTP/1.1",
        "https://s3.example.com/a?X-Amz-Signature=S3cret&X-Amz-Date=1",
        "URL('http://127.0.0.2:4000/object?token=S3cret')",
        "https://user:S3cret@example.com/v1",
        "tracking_token: S3cret",
        '{"tracking_token": "S3cret"}',
        "/object/sign/a.png?token=S3cret",
        f"expired: {JWT}.",
    ],
)
def test_secrets_go(text: str) -> None:
    assert "S3cret" not in redact(text)
    assert "[redacted]" in redact(text)


@pytest.mark.parametrize(
    "text", ["", "uploaded a.png to TKT-1042", "https://api.toptickets.app/v1/tickets", "tokens are secret", "tt_agent_ keys"]
)
def test_harmless_text_stays(text: str) -> None:
    assert redact(text) == text


@given(st.text(), st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=12, max_size=60), st.text())
def test_a_key_goes_wherever_it_stands(before: str, body: str, after: str) -> None:
    assert f"tt_live_{body}" not in redact(f"{before} tt_live_{body} {after}")


FRAGMENTS = [
    *("tt_ro_abc", "Bearer ", "authorization", "proxy-authorization", "token", "tracking_token", "https://", "user", "eyJa.b.c"),
    *(": ", "=", "'", '"', "@", "?", "/", " ", "[redacted]", "&", ",", "x", "\n", "b'"),
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    assert redact(redact(text)) == redact(text)
