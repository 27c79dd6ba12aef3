"""What the user's choice of files and folders comes to, before anything of it is read: for showing it to the user. Blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toptickets_desktop.domain.errors import FileRefused
from toptickets_desktop.transfer.checks import expanded

UNASKED_MAX = 10
"""So many files are sent without showing first which they are."""


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """One file.

    Attributes:
        label: its path from the chosen folder on; its name when it was chosen itself. Foreign text.
        size_bytes: None when it cannot be told.
        refusal: why it cannot be sent, as far as that is known without reading it.
        is_hidden: whether it, or a folder that it is in, is one that file managers do not show.
        is_link: whether it points to another file, which is what would be sent.
    """

    path: Path
    label: str
    size_bytes: int | None
    refusal: FileRefused | None = None
    is_hidden: bool = False
    is_link: bool = False


def chosen_files(paths: Iterable[Path]) -> list[ChosenFile]:
    """Open out folders; see `checks.expand` for what that means for links and for what cannot be read."""
    return [_described(root, found) for root, found in expanded(paths)]


def should_be_shown_first(files: Sequence[ChosenFile]) -> bool:
    """Whether there are more of them than one keeps in mind, or some that the user may not know of."""
    return len(files) > UNASKED_MAX or any(file.is_hidden for file in files)


def _described(root: Path, found: Path | FileRefused) -> ChosenFile:
    path, refusal = (found.path, found) if isinstance(found, FileRefused) else (found, None)
    inner = path.relative_to(root) if path != root and path.is_relative_to(root) else Path()
    try:
        size_bytes = path.stat().st_size if refusal is None else None
        is_link = path.is_symlink()
    except (OSError, ValueError):
        size_bytes, is_link = None, False
    return ChosenFile(
        path=path,
        label=str(Path(root.name) / inner) if inner.parts else path.name,
        size_bytes=size_bytes,
        refusal=refusal,
        is_hidden=any(part.startswith(".") for part in inner.parts),
        is_link=is_link,
    )
