"""What is taken as a proxy, and what is refused with which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.errors import InvalidProxy, InvalidProxyReason
from toptickets_desktop.domain.network_access import checked_proxy_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" proxy.example:3128 ", "http://proxy.example:3128"),
        ("http://proxy.example", "http://proxy.example"),
        ("HTTPS://Proxy.Example:443/", "https://proxy.example:443"),
        ("10.0.0.1:8080", "http://10.0.0.1:8080"),
        ("http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128"),
    ],
)
def test_what_is_taken(text: str, expected: str) -> None:
    assert checked_proxy_url(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("  ", InvalidProxyReason.EMPTY),
        ("socks5://127.0.0.1:1080", InvalidProxyReason.UNKNOWN_SCHEME),
        ("ftp://proxy", InvalidProxyReason.UNKNOWN_SCHEME),
        ("http://user:secret@proxy:3128", InvalidProxyReason.HAS_CREDENTIALS),
        ("user@proxy:3128", InvalidProxyReason.HAS_CREDENTIALS),
        ("http://", InvalidProxyReason.MALFORMED),
        ("http://proxy:99999", InvalidProxyReason.MALFORMED),
        ("http://proxy:0", InvalidProxyReason.MALFORMED),
        ("http://proxy:port", InvalidProxyReason.MALFORMED),
        ("http://pro xy", InvalidProxyReason.MALFORMED),
        ("http://proxy/path", InvalidProxyReason.MALFORMED),
        ("http://proxy?x=1", InvalidProxyReason.MALFORMED),
        ("http://[::1", InvalidProxyReason.MALFORMED),
        ("http://pro\u202exy", InvalidProxyReason.MALFORMED),
    ],
)
def test_what_is_refused(text: str, reason: InvalidProxyReason) -> None:
    with pytest.raises(InvalidProxy) as caught:
        checked_proxy_url(text)
    assert caught.value.reason is reason
    assert "secret" not in repr(caught.value)


@given(st.text(max_size=60))
def test_what_is_taken_is_taken_again(text: str) -> None:
    try:
        once = checked_proxy_url(text)
    except InvalidProxy:
        return
    assert checked_proxy_url(once) == once
    assert "@" not in once
