"""Real small files of every type that the service takes, and what people write around them.

The files lie ready in resources/samples; packaging/samples makes them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from itertools import chain, cycle
from pathlib import Path
from typing import Any, NamedTuple

from toptickets_desktop.domain.file_rules import type_of_name

_PACKAGE = Path(__file__).resolve().parents[1]


class Sample(NamedTuple):
    """A file as somebody attached it. The name may be hostile."""

    filename: str
    content_type: str
    content: bytes


class Story(NamedTuple):
    """What a ticket is about. `{product}` and `{customer}` are places to fill in."""

    subject: str
    description: str
    category: str
    status: str = ""
    priority: str = ""


class Texts(NamedTuple):
    """The words of made-up tickets. Headlines belong to the most recent tickets, in this order."""

    headlines: list[Story]
    stories: list[Story]
    products: list[str]
    customers: list[str]
    first_names: list[str]
    last_names: list[str]
    teams: list[str]


class Samples:
    """The files of one folder, each read once.

    Args:
        folder: where they lie, with `tickets.toml` and `attachments.toml`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = samples_folder() if folder is None else folder
        self._contents: dict[str, bytes] = {}

    def texts(self) -> Texts:
        tickets = self._table("tickets.toml")
        return Texts(
            headlines=[Story(**entry) for entry in tickets["headline"]],
            stories=[Story(**entry) for entry in tickets["story"]],
            products=tickets["products"],
            customers=tickets["customers"],
            first_names=tickets["first_names"],
            last_names=tickets["last_names"],
            teams=tickets["teams"],
        )

    def attachments(self) -> Iterator[list[Sample]]:
        """The attachments of one ticket after another, the most recent ticket first; never ends."""
        table = self._table("attachments.toml")
        return (self._list(entry["attachments"]) for entry in chain(table["ticket"], cycle(table["other"])))

    def _list(self, entries: Iterable[dict[str, str]]) -> list[Sample]:
        return [Sample(entry["name"], type_of_name(entry["sample"]) or "", self._content(entry["sample"])) for entry in entries]

    def _content(self, name: str) -> bytes:
        if name not in self._contents:
            self._contents[name] = (self._folder / name).read_bytes()
        return self._contents[name]

    def _table(self, name: str) -> dict[str, Any]:
        return tomllib.loads((self._folder / name).read_text(encoding="utf-8"))


def samples_folder() -> Path:
    """Where the ready-made files lie: inside the wheel, or beside the package in an editable install."""
    inside = _PACKAGE / "resources" / "samples"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources" / "samples"
