"""Addresses and keys are checked before anything is sent, and a key shows itself to nobody."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.access import DEFAULT_BASE_URL, ApiKey, BaseUrl, KeyKind, is_loopback, kind_of_key
from toptickets_desktop.domain.errors import InvalidApiKey, InvalidApiKeyReason, InvalidBaseUrl, InvalidBaseUrlReason

SECRET = "tt_agent_0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DEFAULT_BASE_URL, DEFAULT_BASE_URL),
        (" https://Help.Example.com/api/v1/ ", "https://help.example.com/api/v1"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("http://localhost:8000/v1//", "http://localhost:8000/v1"),
        ("http://[::1]:80/v1", "http://[::1]:80/v1"),
    ],
)
def test_good_addresses_are_normalised(text: str, expected: str) -> None:
    parsed = BaseUrl.parse(text)
    assert str(parsed) == expected
    assert BaseUrl.parse(str(parsed)) == parsed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", InvalidBaseUrlReason.MALFORMED),
        ("api.toptickets.app/v1", InvalidBaseUrlReason.MALFORMED),
        ("ftp://example.com/v1", InvalidBaseUrlReason.MALFORMED),
        ("https:///v1", InvalidBaseUrlReason.MALFORMED),
        ("https://example.com:99999/v1", InvalidBaseUrlReason.MALFORMED),
        ("https://[::1/v1", InvalidBaseUrlReason.MALFORMED),
        ("https://exam ple.com/v1", InvalidBaseUrlReason.MALFORMED),
        ("https://user:secret@example.com/v1", InvalidBaseUrlReason.HAS_CREDENTIALS),
        ("https://example.com/v1?x=1", InvalidBaseUrlReason.HAS_QUERY),
        ("https://example.com/v1#top", InvalidBaseUrlReason.HAS_QUERY),
        ("http://example.com/v1", InvalidBaseUrlReason.NOT_HTTPS),
        ("http://localhost.example.com/v1", InvalidBaseUrlReason.NOT_HTTPS),
        ("http://10.0.0.1/v1", InvalidBaseUrlReason.NOT_HTTPS),
        ("https://example.com/", InvalidBaseUrlReason.NOT_V1),
        ("https://example.com/v2", InvalidBaseUrlReason.NOT_V1),
    ],
)
def test_bad_addresses_are_refused_with_the_reason(text: str, reason: InvalidBaseUrlReason) -> None:
    with pytest.raises(InvalidBaseUrl) as refused:
        BaseUrl.parse(text)
    assert refused.value.reason is reason


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        parsed = BaseUrl.parse(text)
    except InvalidBaseUrl:
        return
    assert parsed.text.endswith("/v1")


def test_only_this_machine_is_loopback() -> None:
    assert all(is_loopback(host) for host in ("localhost", "127.0.0.1", "127.8.8.8", "::1"))
    assert not any(is_loopback(host) for host in ("example.com", "localhost.example.com", "10.0.0.1", "0.0.0.0", ""))
    assert BaseUrl.parse("http://127.0.0.2/v1").is_loopback
    assert not BaseUrl.parse(DEFAULT_BASE_URL).is_loopback
    assert BaseUrl.parse(DEFAULT_BASE_URL).host == "api.toptickets.app"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n", InvalidApiKeyReason.EMPTY),
        ("password", InvalidApiKeyReason.UNKNOWN_PREFIX),
        ("tt_other_0123456789abcdef", InvalidApiKeyReason.UNKNOWN_PREFIX),
        ("tt_ro_", InvalidApiKeyReason.TOO_SHORT),
        ("tt_ro_12345", InvalidApiKeyReason.TOO_SHORT),
        (f"tt_ro_{'x' * 600}", InvalidApiKeyReason.TOO_LONG),
        (f"{SECRET}\r\nX-Other: header", InvalidApiKeyReason.BAD_CHARACTERS),
        (f"{SECRET}é", InvalidApiKeyReason.BAD_CHARACTERS),
    ],
)
def test_bad_keys_are_refused_with_the_reason_and_not_repeated(text: str, reason: InvalidApiKeyReason) -> None:
    with pytest.raises(InvalidApiKey) as refused:
        ApiKey(text)
    assert refused.value.reason is reason
    assert "0123456789" not in repr(refused.value)


@pytest.mark.parametrize("kind", list(KeyKind))
def test_the_prefix_tells_what_a_key_is(kind: KeyKind) -> None:
    key = ApiKey(f" {kind.prefix}0123456789ab\n")
    assert (key.kind, key.reveal()) == (kind, f"{kind.prefix}0123456789ab")
    assert kind.requests_per_minute == (2000 if kind is KeyKind.ADMIN else 200)
    assert kind.can_write == (kind is not KeyKind.READ_ONLY)
    assert kind_of_key(f"  {kind.prefix}") is kind
    assert kind_of_key("tt_") is None


def test_a_key_shows_itself_to_nobody_but_who_asks() -> None:
    key, same, other = ApiKey(SECRET), ApiKey(SECRET), ApiKey(f"{SECRET}0")
    assert SECRET not in f"{key} {key!r} {[key]}"
    assert repr(key) == "ApiKey(tt_agent_…)"
    assert not hasattr(key, "__dict__")
    with pytest.raises(TypeError):
        pickle.dumps(key)
    assert (key == same, key == other, key == SECRET, hash(key) == hash(same)) == (True, False, False, True)
