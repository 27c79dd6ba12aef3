"""Names for the ids of people, when the key may read them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.attachment import User
from toptickets_desktop.gui.formats import visible_name


class People(QObject):
    """Who is who.

    Signals:
        changed(): names are known that were not before.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = {}
        self._users: tuple[User, ...] = ()

    @property
    def users(self) -> tuple[User, ...]:
        """All that are known, inactive ones too."""
        return self._users

    def set_users(self, users: Iterable[User]) -> None:
        """Take these as all that are known."""
        self._users = tuple(users)
        self._names = {user.id: visible_name(user.full_name) for user in self._users}
        self.changed.emit()

    def name(self, user_id: str | None) -> str:
        """A name to show: empty for nobody, a dash for somebody whose name we may not read."""
        return self._names.get(user_id, "–") if user_id else ""
