from __future__ import annotations

import pytest

from toptickets_desktop.api.network import proxy_for


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_without_settings_there_is_no_proxy() -> None:
    assert proxy_for("https", "api.example.com", 443) is None


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HTTPS_PROXY", "http://proxy:3128", "http://proxy:3128"),
        ("https_proxy", "proxy:3128", "http://proxy:3128"),
        ("ALL_PROXY", "socks5://proxy:1080", "socks5://proxy:1080"),
        ("HTTP_PROXY", "http://proxy:3128", None),
    ],
)
def test_the_proxy_of_https(monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str | None) -> None:
    monkeypatch.setenv(name, value)
    assert proxy_for("https", "api.example.com", 443) == expected


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.2", "::1"])
def test_this_machine_is_never_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy:3128")
    monkeypatch.setenv("ALL_PROXY", "http://proxy:3128")
    assert proxy_for("http", host, 80) is None


@pytest.mark.parametrize(
    ("exceptions", "host", "is_direct"),
    [
        ("*", "api.example.com", True),
        ("other, *", "api.example.com", True),
        ("example.com", "api.example.com", True),
        (".example.com", "api.example.com", True),
        ("api.example.com:443", "api.example.com", True),
        ("api.example.com:8443", "api.example.com", False),
        ("ample.com", "api.example.com", False),
        ("10.0.0.0/8, 192.168.0.0/16", "192.168.7.9", True),
        ("10.0.0.0/8", "11.0.0.1", False),
        ("[2001:db8::1]", "2001:db8::1", True),
        ("2001:db8::/32", "2001:db8::1", True),
        ("all://[::], http://, ://, 300.1.1.1/99", "api.example.com", False),
    ],
)
def test_exceptions(monkeypatch: pytest.MonkeyPatch, exceptions: str, host: str, is_direct: bool) -> None:
    monkeypatch.setattr("urllib.request.getproxies", lambda: {"https": "http://proxy:3128", "no": exceptions})
    monkeypatch.setattr(
        "urllib.request.proxy_bypass",
        lambda place: __import__("urllib.request").request.proxy_bypass_environment(place, {"no": exceptions}),
    )
    assert (proxy_for("https", host, 443) is None) is is_direct
