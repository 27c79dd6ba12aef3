from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toptickets_desktop.api.signed_url import checked_redirect, checked_target, with_lifetime
from toptickets_desktop.domain.attachment import SignedUrl
from toptickets_desktop.domain.errors import StorageError

BASE = httpx.URL("https://files.example.com/object/a?token=s")
NOWHERE = [
    "https://127.0.0.1/x",
    "https://127.1/x",
    "https://0x7f.0x1/x",
    "https://2130706433/x",
    "https://10.0.0.8/x",
    "https://93.184.216.34/x",
    "https://[::1]/x",
    "https://[fe80::1]/x",
    "https://localhost/x",
    "https://a.localhost./x",
    "https://printer.local/x",
    "https://vault.corp.internal/x",
    "https://intranet/x",
    "http://files.example.com/x",
    "ftp://files.example.com/x",
    "file:///etc/passwd",
    "https://user:pw@files.example.com/x",
    "https://user@files.example.com/x",
    "https:///x",
    "https://[/x",
    "https://files.example.com:99999999/x",
]


@pytest.mark.parametrize("url", NOWHERE)
def test_addresses_that_no_storage_on_the_internet_has(url: str) -> None:
    with pytest.raises(StorageError) as caught:
        checked_target(url, allow_loopback=False)
    assert caught.value.code == "address_not_allowed"
    assert not caught.value.retryable
    if url != "https:///x":  # As a redirect that is a path on the same host.
        with pytest.raises(StorageError):
            checked_redirect(url, base=BASE)


def test_a_storage_on_the_internet_is_taken_as_it_stands() -> None:
    url = "https://files.example.com:8443/object/sign/a%2Fb?token=a%2Bb+c&x=%E2%82%AC"
    assert str(checked_target(url, allow_loopback=False)) == url


@pytest.mark.parametrize("url", ["http://127.0.0.2:4000/x?token=s", "https://localhost/x", "http://[::1]:1/x"])
def test_this_machine_is_allowed_only_when_the_service_is_on_it(url: str) -> None:
    assert str(checked_target(url, allow_loopback=True)) == url
    with pytest.raises(StorageError):
        checked_target(url, allow_loopback=False)
    with pytest.raises(StorageError):
        checked_redirect(url, base=BASE)


@pytest.mark.parametrize("url", ["http://10.0.0.8/x", "http://files.example.com/x", "https://10.0.0.8/x"])
def test_a_service_on_this_machine_may_not_lead_elsewhere_in_the_network(url: str) -> None:
    with pytest.raises(StorageError):
        checked_target(url, allow_loopback=True)


def test_a_redirect_goes_to_https_on_its_own_port() -> None:
    assert checked_redirect("/other?x=1", base=BASE) == "https://files.example.com/other?x=1"
    assert checked_redirect("https://cdn.example.net:443/y", base=BASE) == "https://cdn.example.net/y"
    with pytest.raises(StorageError):
        checked_redirect("https://cdn.example.net:8443/y", base=BASE)
    with pytest.raises(StorageError):
        checked_redirect("/y", base=httpx.URL("http://127.0.0.1:9/x"))


@settings(deadline=None)
@given(st.text())
def test_a_redirect_to_anywhere_is_decided_without_another_error(location: str) -> None:
    try:
        url = checked_redirect(location, base=BASE)
    except StorageError:
        return
    assert url.scheme == "https"
    assert url.host


@pytest.mark.parametrize("our_clock_is_off_by", [timedelta(), timedelta(hours=2), timedelta(hours=-2)])
def test_how_long_a_link_lives_is_told_by_the_clock_of_who_made_it(our_clock_is_off_by: timedelta) -> None:
    service_now = (datetime.now(UTC) - our_clock_is_off_by).replace(microsecond=0)
    signed_url = SignedUrl("https://files.example.com/a?token=s", service_now + timedelta(hours=1))
    dated = with_lifetime(signed_url, {"date": format_datetime(service_now, usegmt=True)})
    assert dated == replace(signed_url, lifetime_s=3600)


def test_without_a_date_our_own_clock_has_to_do_and_without_an_end_nothing_is_known() -> None:
    signed_url = SignedUrl("https://files.example.com/a?token=s", datetime.now(UTC) + timedelta(hours=1))
    for headers in ({}, {"date": "soon"}):
        assert with_lifetime(signed_url, headers).lifetime_s == pytest.approx(3600, abs=60)
    endless = replace(signed_url, expires_at=None)
    assert with_lifetime(endless, {"date": "Mon, 02 Jan 2006 15:04:05 GMT"}) == endless
