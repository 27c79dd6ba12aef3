"""What a key may do is known from its prefix, and learnt from refusals."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.access import KeyKind, Scope
from toptickets_desktop.domain.errors import Forbidden, NotFound
from toptickets_desktop.gui.permissions import Permissions


def test_nothing_is_allowed_before_signing_in(qtbot: QtBot) -> None:
    permissions = Permissions()
    assert permissions.why_not(Scope.TICKETS_READ) == "Sign in first."


def test_a_read_only_key_reads(qtbot: QtBot) -> None:
    permissions = Permissions()
    permissions.set_key_kind(KeyKind.READ_ONLY)
    assert permissions.allows(Scope.ATTACHMENTS_READ)
    assert not permissions.allows(Scope.ATTACHMENTS_WRITE)
    assert not permissions.allows(Scope.ATTACHMENTS_DELETE)


def test_a_refusal_is_remembered_until_the_key_changes(qtbot: QtBot) -> None:
    permissions = Permissions()
    permissions.set_key_kind(KeyKind.AGENT)
    permissions.note_error(NotFound(), Scope.ATTACHMENTS_DELETE)
    permissions.note_error(Forbidden(required_scope="users:read"), Scope.ATTACHMENTS_DELETE)
    assert permissions.allows(Scope.ATTACHMENTS_DELETE)
    with qtbot.waitSignal(permissions.changed):
        permissions.note_error(Forbidden(required_scope="attachments:delete"), Scope.ATTACHMENTS_DELETE)
    assert "attachments:delete" in permissions.why_not(Scope.ATTACHMENTS_DELETE)
    with qtbot.assertNotEmitted(permissions.changed, wait=10):
        permissions.note_error(Forbidden(), Scope.ATTACHMENTS_DELETE)
    permissions.set_key_kind(KeyKind.AGENT)
    assert permissions.allows(Scope.ATTACHMENTS_DELETE)
