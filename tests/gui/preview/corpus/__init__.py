"""Files that a preview has to survive: every type that the service takes, whole, broken and hostile.

A kind of content is a module with a function `files() -> Iterator[CorpusFile]`; a new one gets a line in `all_files`. Everything is
made here, the same in every run, so that nothing hostile lies in the repository.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One file.

    Attributes:
        name: with the ending that it claims.
        content_type: that it claims.
        is_sound: whether a viewer of its kind must show it; else a card will do as well.
        is_small_set: whether it belongs to the few that every run of the tests opens.
    """

    name: str
    content_type: str
    data: bytes = field(repr=False)
    is_sound: bool = False
    is_small_set: bool = False


def all_files() -> Iterator[CorpusFile]:
    """Every file of every kind, one after the other, for some are large."""
    from tests.gui.preview.corpus import archives, documents, pictures, texts, videos

    for kind in (pictures, texts, documents, archives, videos):
        yield from kind.files()


def lay_down(folder: Path, *, is_small_set: bool = False) -> int:
    """Write the files, under numbers, and a list of them; says how many."""
    entries: list[list[object]] = []
    for file in all_files():
        if not is_small_set or file.is_small_set:
            (folder / str(len(entries))).write_bytes(file.data)
            entries.append([file.name, file.content_type, file.is_sound])
    (folder / "list.json").write_text(json.dumps(entries), encoding="utf-8")
    return len(entries)


def laid_down(folder: Path) -> Iterator[tuple[CorpusFile, Path]]:
    """What `lay_down` wrote, without the contents."""
    for number, (name, content_type, is_sound) in enumerate(json.loads((folder / "list.json").read_text(encoding="utf-8"))):
        yield CorpusFile(name, content_type, b"", is_sound=is_sound), folder / str(number)


def damaged(name: str, content_type: str, data: bytes, *, cuts: int = 4, flips: int = 4) -> Iterator[CorpusFile]:
    """A sound file cut off at several places, and with bytes changed, the same ones in every run."""
    stem, _, ending = name.rpartition(".")
    for number in range(1, cuts + 1):
        yield CorpusFile(f"{stem}-cut-{number}.{ending}", content_type, data[: len(data) * number // (cuts + 1)])
    for number in range(1, flips + 1):
        changed = bytearray(data)
        for step in range(number * 8):
            changed[(step * 7_919 + number * 104_729) % len(changed)] ^= 1 << step % 8
        yield CorpusFile(f"{stem}-changed-{number}.{ending}", content_type, bytes(changed))
