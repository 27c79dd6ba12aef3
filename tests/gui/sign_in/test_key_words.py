from __future__ import annotations

from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.sign_in.key_words import kind_description, kind_text, source_text


def test_each_kind_has_its_words() -> None:
    assert len({kind_text(kind) for kind in KeyKind}) == len(KeyKind)
    assert "2,000 requests a minute" in kind_description(KeyKind.ADMIN)
    assert "200 requests a minute" in kind_description(KeyKind.LIVE)
    for kind in KeyKind:
        assert kind_description(kind).startswith(kind_text(kind))
        assert ("neither upload nor delete" in kind_description(kind)) is (kind is KeyKind.READ_ONLY)


def test_each_source_has_its_words() -> None:
    assert len({source_text(source) for source in KeySource}) == len(KeySource)
    assert "never stored" in source_text(KeySource.ENVIRONMENT)
