"""Files that the program itself makes for sending: pasted pictures, shrunk or cleaned copies, archives. Private, and gone once sent.

All methods block; callers use a thread. They may be called from several at once.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.transfer.local_names import safe_name

_PRIVATE_FOLDER_MODE = 0o700


class PreparedFiles:
    """Keeps each in a folder of its own, so that it can have the name that it is sent under.

    Args:
        root: the folder of all accounts, made when it is needed.
        account: whose transfers these are for; no other account's files are touched unless it is forgotten.
    """

    def __init__(self, root: Path, account: str) -> None:
        self._root = root
        self._folder = self._folder_of(account)
        self._made: set[Path] = set()  # in this run: nobody but us knows yet what they are for
        self._making = threading.Lock()

    def new_path(self, name: str) -> Path:
        """A place for a file of this name; nothing is there yet.

        Raises:
            LocalFileError: the folder cannot be made.
        """
        with local_errors(self._folder):
            for folder in (self._folder.parent, self._folder):
                folder.mkdir(mode=_PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
            with self._making:
                made = Path(tempfile.mkdtemp(dir=self._folder))
                self._made.add(made)
            return made / safe_name(name, fallback="file")

    def is_ours(self, path: Path) -> bool:
        """Whether a file was made here, and not by the user."""
        return path.parent.parent == self._folder

    def discard(self, path: Path) -> None:
        """Remove a file that was made here; others are left alone. Never raises: the next start tries again."""
        if self.is_ours(path):
            shutil.rmtree(path.parent, ignore_errors=True)
            self._made.discard(path.parent)

    def forget_account(self, account: str) -> None:
        """Remove what was made for an account whose profile is gone. Never raises."""
        shutil.rmtree(self._folder_of(account), ignore_errors=True)

    def sweep(self, needed: Iterable[Path]) -> None:
        """Remove what an earlier run left, but for what its unfinished transfers still need."""
        kept = {path.parent for path in needed if self.is_ours(path)}
        with suppress(OSError):
            with self._making:
                found, made = list(self._folder.iterdir()), set(self._made)
            for folder in found:
                if folder not in kept and folder not in made:
                    shutil.rmtree(folder, ignore_errors=True)

    def _folder_of(self, account: str) -> Path:
        return self._root / hashlib.sha256(account.encode()).hexdigest()[:16]
