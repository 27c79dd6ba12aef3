from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.sandbox.signed_urls import TokenRefused, UrlSigner


def _token(signer: UrlSigner, object_path: str = "t/a") -> str:
    return parse_qs(urlsplit(signer.issue(object_path).target).query)["token"][0]


def _signer(*, now_s: float = 1_000.0, secret: bytes = b"secret") -> UrlSigner:
    return UrlSigner(secret, lifetime_s=60, clock=lambda: now_s)


def test_a_token_is_a_jwt_that_tells_what_it_opens_and_until_when() -> None:
    head, body, _ = _token(_signer()).split(".")
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "HS256", "typ": "JWT"}
    assert json.loads(base64.urlsafe_b64decode(body + "==")) == {"url": "attachments/t/a", "iat": 1000, "exp": 1060.0}


def test_it_opens_until_it_expires() -> None:
    token = _token(_signer())
    assert _signer(now_s=1059.9).check(token, "t/a").timestamp() == 1060
    with pytest.raises(TokenRefused, match="InvalidJWT") as refused:
        _signer(now_s=1060).check(token, "t/a")
    assert refused.value.message == '"exp" claim timestamp check failed'


def test_another_secret_and_another_object_are_refused() -> None:
    token = _token(_signer())
    with pytest.raises(TokenRefused) as refused:
        _signer(secret=b"another").check(token, "t/a")
    assert refused.value.message == "signature verification failed"
    with pytest.raises(TokenRefused, match="InvalidSignature"):
        _signer().check(token, "t/b")


@given(place=st.integers(0, 400), character=st.characters())
def test_no_changed_token_opens_anything(place: int, character: str) -> None:
    token = _token(_signer())
    place %= len(token)
    changed = token[:place] + character + token[place + 1 :]
    if changed != token:
        with pytest.raises(TokenRefused):
            _signer().check(changed, "t/a")


@given(st.text())
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        _signer().check(text, "t/a")
