from __future__ import annotations

import pytest

from toptickets_desktop.domain.access import KeyKind, Scope
from toptickets_desktop.sandbox.keys import KeyRegister, derived_key, random_key


def test_a_derived_key_belongs_to_its_secret_and_kind() -> None:
    keys = {derived_key(secret, kind).reveal() for secret in (b"a", b"b") for kind in KeyKind}
    assert len(keys) == 8
    assert derived_key(b"a", KeyKind.ADMIN) == derived_key(b"a", KeyKind.ADMIN)
    assert all(derived_key(b"a", kind).kind is kind for kind in KeyKind)
    assert random_key(KeyKind.LIVE) != random_key(KeyKind.LIVE)


def test_the_register_does_not_keep_keys_as_text() -> None:
    register, key = KeyRegister(), random_key(KeyKind.AGENT)
    register.add(key, scopes=[Scope.TICKETS_READ], user_id="u")
    assert key.reveal() not in repr(vars(register))
    grant = register.find(f"Bearer {key.reveal()}")
    assert grant is not None
    assert (grant.kind, grant.scopes, grant.user_id) == (KeyKind.AGENT, frozenset({Scope.TICKETS_READ}), "u")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_in_any_case(scheme: str) -> None:
    register, key = KeyRegister(), random_key(KeyKind.ADMIN)
    register.add(key)
    assert register.find(f"{scheme} {key.reveal()}") is not None
    register.revoke(key)
    register.revoke(key)
    assert register.find(f"{scheme} {key.reveal()}") is None
