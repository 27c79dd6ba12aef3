"""What the key may do, as far as we know: from its prefix at once, and from each 403 afterwards."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.access import KeyKind, Scope
from toptickets_desktop.domain.errors import Forbidden, TopTicketsError

_WRITING = frozenset({Scope.ATTACHMENTS_WRITE, Scope.ATTACHMENTS_DELETE})


class Permissions(QObject):
    """Remembers which scopes the key lacks.

    Signals:
        changed(): another answer than before may be given.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind: KeyKind | None = None
        self._refused: set[Scope] = set()

    def set_key_kind(self, kind: KeyKind | None) -> None:
        """Begin anew with another key; None while nobody is signed in."""
        self._kind = kind
        self._refused.clear()
        self.changed.emit()

    def note_error(self, error: TopTicketsError, scope: Scope) -> None:
        """Learn from a refusal: a 403 that names a scope, this one, or none at all."""
        if isinstance(error, Forbidden) and error.required_scope in {None, scope.value} and scope not in self._refused:
            self._refused.add(scope)
            self.changed.emit()

    def powers(self) -> str:
        """What the key may do, as far as its prefix and the service's refusals tell, in words; empty while nobody is signed in."""
        if self._kind is None:
            return ""
        can = [words for scope, words in self._words().items() if self.allows(scope)]
        cannot = [words for scope, words in self._words().items() if not self.allows(scope)]
        parts = []
        if can:
            parts.append(self.tr("May: {list}.").format(list=self.tr(", ").join(can)))
        if cannot:
            parts.append(self.tr("May not: {list}.").format(list=self.tr(", ").join(cannot)))
        return " ".join(parts)

    def _words(self) -> dict[Scope, str]:
        return {
            Scope.TICKETS_READ: self.tr("see tickets"),
            Scope.ATTACHMENTS_READ: self.tr("see and save attachments"),
            Scope.ATTACHMENTS_WRITE: self.tr("upload"),
            Scope.ATTACHMENTS_DELETE: self.tr("delete"),
            Scope.USERS_READ: self.tr("see the names of people"),
        }

    def allows(self, scope: Scope) -> bool:
        """Whether it is worth trying."""
        return not self.why_not(scope)

    def why_not(self, scope: Scope) -> str:
        """Why an action is not possible, as a sentence; empty when it is."""
        if self._kind is None:
            return self.tr("Sign in first.")
        if scope in _WRITING and not self._kind.can_write:
            return self.tr("This is a read-only key: it can neither upload nor delete.")
        if scope in self._refused:
            return self.tr("Your key may not do this: the service asked for the permission {scope}.").format(scope=scope.value)
        return ""
